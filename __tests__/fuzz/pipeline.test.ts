// A pull request of hostile files through the whole gate, offline: a report comes out, and every output of it holds.
import { createHash } from 'node:crypto'
import { expect } from '@jest/globals'
import fc from 'fast-check'
import type { Snapshot } from '../../src/model/snapshot.ts'
import { runGate } from '../../src/pipeline/gate.ts'
import { openGatherer } from '../../src/pipeline/gatherer.ts'
import { defaultPolicy } from '../../src/policy/default.ts'
import { RULES } from '../../src/rules/index.ts'
import { NOW, REGISTRY } from '../support/builders.ts'
import { expectContained } from './channels.ts'
import { JSON_SEEDS, TEXT_SEEDS } from './documents.ts'
import { fuzz } from './harness.ts'
import { word } from './hostile.ts'
import { mutated, mutatedValue } from './mutate.ts'
import type { Texts } from './outcome.ts'

const SEEDS: Texts = Object.fromEntries(TEXT_SEEDS.map(({ path, text }) => [path, text]))

/** What is around: without it, a changed manifest or config is read by itself. */
const AROUND = ['package.json', 'package-lock.json', '.mcp.json']

/** The same repository on both sides but for one or two files of the head; a folder's name may be hostile too. */
const changes = fc.record({
  texts: fc.array(
    fc.oneof(
      fc
        .constantFrom(...TEXT_SEEDS)
        .chain(({ path, text }) => mutated([text]).map((changed): [string, string] => [path, changed])),
      fc
        .constantFrom(...JSON_SEEDS)
        .chain(({ path, value }) =>
          mutatedValue([value]).map((changed): [string, string] => [path, JSON.stringify(changed) ?? '']),
        ),
    ),
    { minLength: 1, maxLength: 2 },
  ),
  folder: fc.oneof(
    fc.constant(''),
    word.map((name) => `${name.replaceAll('\u0000', '')}/`),
  ),
  isAudit: fc.boolean(),
})

const gather = openGatherer({
  registries: [{ url: REGISTRY, scopes: [] }],
  auth: new Map(),
  offline: true,
  trust: { kind: 'frozen' },
  malwareUrl: null,
  cachePath: null,
})

fuzz({
  name: 'pipeline',
  cases: changes,
  runs: 8,
  within: 8000,
  holds: async ({ texts, folder, isAudit }) => {
    const base = pick([...AROUND, ...texts.map(([path]) => path)])
    const changed = Object.fromEntries(texts.map(([path, text]) => [folder + path, text]))
    const report = await runGate({
      mode: isAudit ? 'audit' : 'gate',
      base: isAudit ? null : snapshotOf(base),
      head: snapshotOf({ ...base, ...changed }),
      policy: defaultPolicy('.github/mcp-gate.yml', REGISTRY),
      gather,
      now: NOW,
      version: '1.0.0',
    })
    expect(['pass', 'warn', 'fail']).toContain(report.verdict)
    expectContained(report, RULES)
  },
})

function pick(paths: readonly string[]): Texts {
  return Object.fromEntries(Object.entries(SEEDS).filter(([path]) => paths.includes(path)))
}

function snapshotOf(texts: Texts): Snapshot {
  const encoder = new TextEncoder()
  const files = new Map(Object.entries(texts).map(([path, text]) => [path, encoder.encode(text)]))
  const oidOf = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest('hex')
  return {
    ref: 'main',
    sha: 'ab'.repeat(20),
    list: async () =>
      [...files].map(([path, bytes]) => ({ path, kind: 'file', oid: oidOf(bytes), size: bytes.length })),
    read: async ({ path }) => files.get(path) ?? new Uint8Array(),
  }
}
