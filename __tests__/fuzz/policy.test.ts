// Policy files: a policy or an error that names what to mend, and entries inserted into whatever stands there.
import { expect } from '@jest/globals'
import fc from 'fast-check'
import { insertAllowEntry } from '../../src/policy/entry.ts'
import { readPolicyFile } from '../../src/policy/load.ts'
import { RULES } from '../../src/rules/index.ts'
import { NOW, REGISTRY } from '../support/builders.ts'
import { POLICY } from './documents.ts'
import { fuzz } from './harness.ts'
import { word } from './hostile.ts'
import { mutated } from './mutate.ts'

const ENTRY = '  - package: new-mcp\n    versions: "1.0.0"\n'
const load = (bytes: Uint8Array) =>
  readPolicyFile({
    bytes,
    path: 'p.yml',
    ref: null,
    catalogue: RULES,
    now: NOW,
    sha256: 'a'.repeat(64),
    publicRegistry: REGISTRY,
  }).alone()

fuzz({
  name: 'policy',
  cases: mutated([POLICY]),
  runs: 400,
  holds: (text: string) => load(new TextEncoder().encode(text)),
})

fuzz({
  name: 'policy-bytes',
  cases: fc.record({ base64: fc.base64String({ maxLength: 80 }), at: fc.nat({ max: POLICY.length }) }),
  runs: 100,
  holds: ({ base64, at }) => load(Buffer.concat([Buffer.from(POLICY.slice(0, at)), Buffer.from(base64, 'base64')])),
})

/** What is inserted is there afterwards, and what was there still is. */
fuzz({
  name: 'policy-insert',
  cases: fc.oneof(
    mutated([POLICY]),
    fc.array(word, { maxLength: 6 }).map((words) => words.join('')),
  ),
  runs: 300,
  holds: (text: string) => {
    const before = load(new TextEncoder().encode(text)).allow
    const after = load(new TextEncoder().encode(insertAllowEntry(text, ENTRY))).allow
    expect(after.map(({ kind }) => kind)).toEqual([...before.map(({ kind }) => kind), 'package'])
    expect(after.at(-1)).toMatchObject({ name: 'new-mcp' })
  },
})
