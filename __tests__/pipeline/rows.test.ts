import { describe, expect, test } from '@jest/globals'
import type { Change } from '../../src/model/change.ts'
import { absent, observed, unavailable } from '../../src/model/observation.ts'
import type { Row } from '../../src/model/report.ts'
import type { Subject } from '../../src/model/rule.ts'
import { type RowParts, toRows } from '../../src/pipeline/rows.ts'
import { anAttestation, aSigner } from '../support/attestations.ts'
import {
  aChange,
  aComponent,
  aPolicy,
  aRelease,
  aSubject,
  aTarball,
  DAY,
  NOW,
  someEvidence,
} from '../support/builders.ts'
import { aFinding } from '../support/reports.ts'

const lost = unavailable('server-error', 'it answered 503 three times')
const proved = someEvidence({ attestation: observed([anAttestation()]), tarball: observed(aTarball()) })
const unproved = someEvidence({ attestation: absent, tarball: observed(aTarball()) })

describe('what stands in a row', () => {
  test('sources of one name are joined; an installed version goes before what is asked for', () => {
    const lock = aChange({ kind: 'updated', before: [at('1.0.0')], after: [at('1.1.0')] })
    const manifest = aChange({
      kind: 'updated',
      before: [aComponent({ source: 'package.json', version: null, spec: '^1.0.0' })],
      after: [aComponent({ source: 'package.json', version: null, spec: '^1.1.0' })],
    })
    const config = aChange({
      kind: 'added',
      after: [aComponent({ source: '.mcp.json', version: '1.1.0', launcher: 'npx' })],
    })
    expect(rowsOf([lock, manifest, config])).toMatchObject([
      {
        name: 'sample-mcp',
        kind: 'updated',
        before: ['1.0.0'],
        after: ['1.1.0'],
        launcher: 'npx',
        places: [{ path: '.mcp.json' }, { path: 'package-lock.json' }, { path: 'package.json' }],
      },
    ])
  })

  test('only servers have one, and each ecosystem its own', () => {
    const changes = [
      aChange({ tier: 'closure' }),
      aChange({ tier: 'other' }),
      aChange({}),
      aChange({ ecosystem: 'pypi', after: [aComponent({ ecosystem: 'pypi', source: '.mcp.json' })] }),
    ]
    expect(rowsOf(changes).map(({ ecosystem }) => ecosystem)).toEqual(['npm', 'pypi'])
  })

  test('versions that stay are left out, unless nothing else is new', () => {
    const changes = [
      aChange({ kind: 'updated', before: [at('1.0.0'), at('2.0.0')], after: [at('2.0.0'), at('10.0.0')] }),
    ]
    expect(rowsOf(changes)).toMatchObject([{ before: ['1.0.0'], after: ['10.0.0'] }])
    expect(rowsOf([aChange({ kind: 'promoted', before: [at('2.0.0')], after: [at('2.0.0')] })])).toMatchObject([
      { before: [], after: ['2.0.0'] },
    ])
  })

  test('what is removed stands last and was checked for nothing', () => {
    const removed = aChange({ kind: 'removed', before: [aComponent({ name: 'a-mcp' })], after: [], name: 'a-mcp' })
    const rows = rowsOf([removed, aChange()], [aSubject()])
    expect(rows.map(({ name }) => name)).toEqual(['sample-mcp', 'a-mcp'])
    expect(rows[1]).toMatchObject({
      before: ['1.0.0'],
      after: [],
      listed: 'nothing',
      pinned: 'nothing',
      age: 'nothing',
      ageMs: null,
    })
    expect(rows[1]?.places).toEqual([{ path: 'package-lock.json', line: 3 }])
  })

  test('the worst is first, then what could not be checked, then by name', () => {
    const names = ['fine', 'also-fine', 'lost', 'bad', 'worse']
    const changes = names.map((name) => aChange({ name, after: [aComponent({ name })] }))
    const findings = [
      aFinding({ name: 'bad' }),
      aFinding({ name: 'worse', severity: 'critical' }),
      aFinding({ name: 'lost', rule: 'evidence-unavailable', severity: 'low' }),
      aFinding({ name: 'fine', severity: 'critical', status: 'waived' }),
    ]
    expect(rowsOf(changes, [], findings).map(({ name }) => name)).toEqual(['worse', 'bad', 'lost', 'also-fine', 'fine'])
  })
})

describe('the cells', () => {
  const all = { listed: 'holds', pinned: 'holds', proved: 'holds', scripts: 'holds', age: 'holds' }

  test('hold where everything was seen and nothing found', () => {
    expect(cells(aSubject({ evidence: proved }))).toEqual(all)
  })

  test.each([
    ['allowlist', 'not-allowlisted', 'listed'],
    ['client-config', 'remote-not-allowlisted', 'listed'],
    ['client-config', 'unreadable-launch', 'listed'],
    ['exact-pin', 'launch-not-pinned', 'pinned'],
    ['integrity', 'mismatch', 'pinned'],
    ['provenance', 'identity-mismatch', 'proved'],
    ['registry-signature', 'invalid', 'proved'],
    ['install-script', 'added', 'scripts'],
    ['cooldown', 'released-too-recently', 'age'],
  ])('%s/%s decides whether it is %s', (rule, id, cell) => {
    const open = aFinding({ rule, id, severity: 'high' })
    expect(cells(aSubject({ evidence: proved }), [open])).toEqual({ ...all, [cell]: 'fails' })
    expect(cells(aSubject({ evidence: proved }), [{ ...open, severity: 'moderate' }])).toEqual({
      ...all,
      [cell]: 'warns',
    })
    expect(cells(aSubject({ evidence: proved }), [{ ...open, status: 'waived' }])).toEqual({ ...all, [cell]: 'warns' })
    expect(cells(aSubject({ evidence: proved }), [{ ...open, name: 'other-mcp' }])).toEqual(all)
  })

  test('of a launch that cannot be told, nothing says what it is pinned to', () => {
    const component = aComponent({ ecosystem: 'unknown', pinned: true })
    expect(cells(aSubject({ component, evidence: proved })).pinned).toBe('nothing')
  })

  test('a finding of another rule decides none', () => {
    expect(cells(aSubject({ evidence: proved }), [aFinding({ rule: 'client-config', id: 'server-added' })])).toEqual(
      all,
    )
  })

  test('lost evidence is never a pass, and a failure goes before it', () => {
    const evidence = someEvidence({ packument: lost, release: lost, attestation: lost, tarball: lost })
    expect(cells(aSubject({ evidence }))).toEqual({
      listed: 'holds',
      pinned: 'unchecked',
      proved: 'unchecked',
      scripts: 'unchecked',
      age: 'unchecked',
    })
    expect(cells(aSubject({ evidence }), [aFinding({ rule: 'provenance', id: 'missing' })]).proved).toBe('fails')
  })

  test('no provenance, where nobody asked for it, is nothing to check', () => {
    const missing = aFinding({ rule: 'provenance', id: 'missing', severity: 'moderate' })
    expect(cells(aSubject({ evidence: unproved }), [missing]).proved).toBe('nothing')
  })

  test('what does not apply is nothing to check', () => {
    const component = aComponent({ ecosystem: 'remote', pinned: null, installScript: null, version: null })
    const silent = unavailable('not-gathered', 'nobody asked')
    const evidence = someEvidence({ packument: silent, release: silent })
    expect(cells(aSubject({ component, evidence }))).toEqual({
      listed: 'holds',
      pinned: 'nothing',
      proved: 'nothing',
      scripts: 'nothing',
      age: 'nothing',
    })
  })

  test('a rule that is off has checked nothing', () => {
    const off = { enabled: false, severity: null, tiers: null, messages: {}, options: {} }
    const policy = aPolicy({ rules: { allowlist: off, 'client-config': off } })
    expect(rowsOf([aChange()], [aSubject({ evidence: proved })], [], policy)[0]?.listed).toBe('nothing')
  })
})

test('the age is that of the youngest', () => {
  const [young, old] = [3, 90].map((days) =>
    someEvidence({ release: observed(aRelease({ published: NOW - days * DAY })) }),
  )
  const change = aChange()
  const subjects = [aSubject({ change, evidence: old ?? proved }), aSubject({ change, evidence: young ?? proved })]
  expect(rowsOf([change], subjects)[0]?.ageMs).toBe(3 * DAY)
})

describe('notes', () => {
  const note = (subject: Subject, findings: RowParts['findings'] = []) =>
    rowsOf([subject.change], [subject], findings)[0]?.notes

  test('say what was proved', () => {
    expect(note(aSubject({ evidence: proved }))).toEqual([
      'Built by release.yml of github.com/acme/sample-mcp at refs/tags/v1.0.0, commit 0123456, as its certificate shows.',
    ])
  })

  test('do not say it where a finding disputes it', () => {
    expect(note(aSubject({ evidence: proved }), [aFinding({ rule: 'provenance', id: 'identity-mismatch' })])).toEqual(
      [],
    )
  })

  test('say what a certificate leaves open', () => {
    const signer = aSigner({ sourceRepository: null, buildConfig: null, sourceRef: null, sourceCommit: null })
    const evidence = someEvidence({ attestation: observed([anAttestation({ signer })]) })
    expect(note(aSubject({ evidence }))).toEqual([
      'Built by an unnamed workflow of an unnamed repository at no ref, as its certificate shows.',
    ])
  })

  test('say what could not be checked and why', () => {
    expect(note(aSubject({ evidence: someEvidence({ attestation: lost }) }))).toEqual([
      'The attestation could not be checked: it answered 503 three times (server-error).',
    ])
  })
})

function at(version: string) {
  return aComponent({ version })
}

function rowsOf(
  changes: readonly Change[],
  subjects: readonly Subject[] = [],
  findings: RowParts['findings'] = [],
  policy = aPolicy(),
): readonly Row[] {
  // A subject is of the first change unless it belongs to one of them.
  const own = subjects.map((one) =>
    changes.includes(one.change)
      ? one
      : {
          ...one,
          change: changes.find(({ name, kind }) => name === one.component.name && kind !== 'removed') ?? one.change,
        },
  )
  return toRows({
    changes,
    subjects: own,
    findings,
    policy,
    now: NOW,
    placeOf: ({ source }) => ({ path: source, line: 3 }),
  })
}

function cells(subject: Subject, findings: RowParts['findings'] = []) {
  const [row] = rowsOf([subject.change], [subject], findings)
  if (row === undefined) throw new Error('no row')
  const { listed, pinned, proved: shown, scripts, age } = row
  return { listed, pinned, proved: shown, scripts, age }
}
