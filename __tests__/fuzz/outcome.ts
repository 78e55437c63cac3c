// What must hold of everything the readers make of hostile files.
import { expect } from '@jest/globals'
import { diffFacts, diffInventories } from '../../src/inventory/diff.ts'
import type { Inventory, Source } from '../../src/model/source.ts'
import { type FileContent, readSources } from '../../src/sources/index.ts'

export type Texts = Readonly<Record<string, string>>

/** Reads all of these files, each with the others around it. */
export function readTexts(texts: Texts): Promise<readonly Source[]> {
  const encoder = new TextEncoder()
  const files = Object.entries(texts).map(([path, text]): [string, FileContent] => [
    path,
    { path, status: 'bytes', bytes: encoder.encode(text) },
  ])
  return readSources({ paths: Object.keys(texts), files: new Map(files) })
}

/** Every source is of its kind, its ids are its own, every question about it has an answer, and it equals itself. */
export function expectSound(sources: readonly Source[]): void {
  for (const source of sources) expectSoundSource(source)
  const inventory: Inventory = { sources }
  expect(diffInventories(inventory, inventory)).toEqual([])
  expect(diffFacts(inventory, inventory)).toEqual([])
  diffInventories(null, inventory)
}

function expectSoundSource(source: Source): void {
  if (source.status !== 'read') {
    expect(source.reason).toMatch(/^[^\u0000-\u001f\u007f-\u009f\u202a-\u202e]+$/)
    expect(Number.isInteger(source.line) && source.line >= 1).toBe(true)
    return
  }
  const ids = new Set(source.components.map(({ id }) => id))
  expect(ids.size).toBe(source.components.length)
  for (const component of source.components) {
    expect([typeof component.name, typeof component.purl]).toEqual(['string', 'string'])
    expect(source.lineOf(component.route)).toBeGreaterThanOrEqual(1)
    for (const next of source.graph?.dependenciesOf(component.id) ?? [])
      expect([next, ids.has(next)]).toEqual([next, true])
  }
  for (const fact of source.facts) expect(source.lineOf(fact.route)).toBeGreaterThanOrEqual(1)
}
