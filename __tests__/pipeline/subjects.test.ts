import { describe, expect, test } from '@jest/globals'
import type { Change } from '../../src/model/change.ts'
import type { Component } from '../../src/model/component.ts'
import { replacedBy, toSubjects } from '../../src/pipeline/subjects.ts'
import { aChange, aComponent, anAllowedPackage, OTHER_SHA512, someEvidence } from '../support/builders.ts'

const at = (version: string, more: Partial<Component> = {}) => aComponent({ version, id: `v${version}`, ...more })
const subjectsOf = (change: Change) => toSubjects({ changes: [change], ...nothing })
const nothing = { evidence: new Map(), match: () => ({ named: [], fitting: [] }), impersonates: () => null }

describe('who becomes a subject', () => {
  const kept = at('1.0.0')
  const cases: readonly (readonly [string, Partial<Change>, readonly string[]])[] = [
    ['every version of an added name', { kind: 'added', after: [at('1.0.0'), at('2.0.0')] }, ['1.0.0', '2.0.0']],
    ['every version in an audit', { kind: 'present', after: [at('1.0.0'), at('2.0.0')] }, ['1.0.0', '2.0.0']],
    [
      'only what is new in an update',
      { kind: 'updated', before: [kept, at('2.0.0')], after: [kept, at('2.1.0')] },
      ['2.1.0'],
    ],
    [
      'the same version with other bytes',
      { kind: 'replaced', before: [kept], after: [at('1.0.0', { integrity: OTHER_SHA512 })] },
      ['1.0.0'],
    ],
    ['what is promoted, unchanged as it is', { kind: 'promoted', before: [kept], after: [kept] }, ['1.0.0']],
    ['nothing where a copy was only dropped', { kind: 'updated', before: [kept, at('2.0.0')], after: [kept] }, []],
    ['nothing of what is removed', { kind: 'removed', before: [kept], after: [] }, []],
  ]

  test.each(cases)('%s', (_what, change, versions) => {
    expect(subjectsOf(aChange(change)).map(({ component }) => component.version)).toEqual(versions)
  })

  test.each<Partial<Component>>([
    { scope: 'development' },
    { installScript: true },
    { resolved: 'https://elsewhere.example.test/x.tgz' },
    { spec: '^1.0.0' },
    { alias: 'other' },
    { lockedIn: 'package-lock.json' },
  ])('the same version with another %j', (difference) => {
    const change = aChange({ kind: 'replaced', before: [kept], after: [at('1.0.0', difference)] })
    expect(subjectsOf(change).length).toBe(1)
  })
})

describe('what it replaces', () => {
  const replaced = (before: readonly Component[], after: readonly Component[]) =>
    replacedBy(after[0] ?? aComponent(), aChange({ kind: 'updated', before, after }))?.version ?? null

  test.each([
    ['the nearest older version that is gone', ['1.0.0', '1.9.0', '1.10.0', '3.0.0'], ['2.0.0'], '1.10.0'],
    ['the highest, where only newer ones are gone', ['3.0.0', '2.0.0'], ['1.0.0'], '3.0.0'],
    ['nothing where the older one stays', ['1.0.0'], ['2.0.0', '1.0.0'], null],
    ['nothing where there was none', [], ['2.0.0'], null],
    ['versions without an order, by their text', ['a', 'b'], ['c'], 'b'],
  ])('is %s', (_what, before, after, version) => {
    expect(
      replaced(
        before.map((one) => at(one)),
        after.map((one) => at(one)),
      ),
    ).toBe(version)
  })

  test('is itself where only the bytes are others', () => {
    const before = [at('0.9.0'), at('1.0.0')]
    expect(replaced(before, [at('1.0.0', { integrity: OTHER_SHA512 })])).toBe('1.0.0')
  })
})

test('joins evidence of both versions, policy and impersonation', () => {
  const [before, after] = [at('1.0.0'), at('1.1.0')]
  const evidence = new Map([before, after].map(({ purl }) => [purl, someEvidence({ purl })]))
  const named = [anAllowedPackage()]
  const imitation = { name: 'simple-mcp', kind: 'typosquat', strength: 'block', why: 'a for i', marks: [] } as const
  const [subject] = toSubjects({
    changes: [aChange({ kind: 'updated', before: [before], after: [after] })],
    evidence,
    match: () => ({ named, fitting: named }),
    impersonates: (name) => (name === 'sample-mcp' ? imitation : null),
  })
  expect(subject?.evidence.purl).toBe(after.purl)
  expect(subject?.evidenceBefore?.purl).toBe(before.purl)
  expect(subject?.allow.fitting).toBe(named)
  expect(subject?.impersonates).toBe(imitation)
})

test('takes what is not in the evidence as not gathered, never as absent', () => {
  const [subject] = subjectsOf(aChange())
  const { purl, ...observations } = subject?.evidence ?? someEvidence()
  expect(purl).toBe('pkg:npm/sample-mcp@1.0.0')
  expect(Object.values(observations).map((one) => one.status === 'unavailable' && one.reason)).toEqual(
    Array.from({ length: 7 }, () => 'not-gathered'),
  )
})
