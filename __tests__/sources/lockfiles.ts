// Small npm lockfiles and the readers' surroundings, so that a test states only what it is about.
import type { ReadSource, Source } from '../../src/model/source.ts'
import { type FileContent, readSources } from '../../src/sources/index.ts'
import { REGISTRY, SHA512 } from '../support/builders.ts'

export type Entry = Readonly<Record<string, unknown>>

/** An honest entry of a registry package. */
export function anEntry(name: string, version = '1.0.0', overrides: Entry = {}): Entry {
  const file = name.replace(/^@[^/]+\//, '')
  return { version, resolved: `${REGISTRY}${name}/-/${file}-${version}.tgz`, integrity: SHA512, ...overrides }
}

/** Text of a lockfile of version 3: `root` is the project's own entry, `packages` the rest by key. */
export function aLockfile(
  root: Entry,
  packages: Readonly<Record<string, unknown>> = {},
  overrides: Entry = {},
): string {
  const all = { '': { name: 'project', version: '1.0.0', ...root }, ...packages }
  return JSON.stringify({ name: 'project', lockfileVersion: 3, requires: true, packages: all, ...overrides }, null, 2)
}

/** Files by path; a string is its UTF-8 bytes. */
export function filesOf(texts: Readonly<Record<string, string | Uint8Array>>): ReadonlyMap<string, FileContent> {
  return new Map(
    Object.entries(texts).map(([path, text]) => {
      const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
      return [path, { path, status: 'bytes', bytes }]
    }),
  )
}

/** The source at `path`, read with everything else as its context. */
export async function readOne(path: string, texts: Readonly<Record<string, string | Uint8Array>>): Promise<Source> {
  const [source] = await readSources({ paths: [path], files: filesOf(texts) })
  if (source === undefined) throw new Error(`${path} gave no source`)
  return source
}

/** The same, where it must be readable. */
export async function readWell(
  path: string,
  texts: Readonly<Record<string, string | Uint8Array>>,
): Promise<ReadSource> {
  const source = await readOne(path, texts)
  if (source.status !== 'read') throw new Error(`${path} is ${source.status}: ${source.reason}`)
  return source
}
