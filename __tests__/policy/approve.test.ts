import { describe, expect, test } from '@jest/globals'
import type { AllowEntry } from '../../src/model/policy.ts'
import { type ApprovalRequest, withApprovedEntries } from '../../src/policy/approve.ts'
import { anAllowedPackage, aPolicy, SHA512 } from '../support/builders.ts'

const listed = anAllowedPackage()
const added = anAllowedPackage({ name: 'new-mcp', versions: ['2.0.0'], integrity: { '2.0.0': SHA512 } })
const base = aPolicy({ approvers: ['alice', '@acme/security'], allow: [listed] })

function run(overrides: Partial<ApprovalRequest> = {}, head: readonly AllowEntry[] = [listed, added]) {
  return withApprovedEntries({
    base,
    head: aPolicy({ allow: head, failOn: 'critical', approvers: ['mallory'] }),
    approvedBy: ['alice'],
    ...overrides,
  })
}

test('an approved entry counts, and nothing else of the head does', () => {
  expect(run()).toEqual({ policy: { ...base, allow: [listed, added] }, added: [added], by: 'alice' })
})

test('without an approval nothing counts', () => {
  expect(run({ approvedBy: [] })).toEqual({ policy: base, added: [added], by: null })
})

describe('an entry that does not count', () => {
  const image = anAllowedPackage({
    ecosystem: 'oci',
    name: 'ghcr.io/acme/x',
    versions: [],
    digest: `sha256:${'a'.repeat(64)}`,
  })

  test.each<[string, readonly AllowEntry[]]>([
    ['a range', [listed, { ...added, versions: ['^2.0.0'] }]],
    ['no version', [listed, { ...added, versions: [] }]],
    ['no integrity', [listed, { ...added, integrity: {} }]],
    ['integrity of another version', [listed, { ...added, integrity: { '2.0.1': SHA512 } }]],
    ['one version of two without integrity', [listed, { ...added, versions: ['2.0.0', '2.0.1'] }]],
    [
      'a remote server',
      [listed, { kind: 'remote', url: 'https://x.example.test/', place: added.place, reviewed: null, expires: null }],
    ],
    ['an image by tag', [listed, { ...image, versions: ['1'], digest: null }]],
    ['an image by nothing', [listed, { ...image, digest: null }]],
    ['an image by digest and tag', [listed, { ...image, versions: ['1'] }]],
    [
      'a range whose integrity is given under its own name',
      [listed, { ...added, versions: ['*'], integrity: { '*': SHA512 } }],
    ],
    ['a version that is none', [listed, { ...added, versions: ['null'], integrity: { null: SHA512 } }]],
    ['an edit of one that is there', [{ ...listed, versions: ['1.0.1'], integrity: { '1.0.1': SHA512 } }]],
    ['one that is there, elsewhere in the file', [{ ...listed, place: { ...listed.place, line: 9 } }]],
  ])('%s', (_, head) => {
    expect(run({}, head)).toEqual({ policy: base, added: [], by: null })
  })

  test('an image by digest does', () => {
    expect(run({}, [listed, image]).policy.allow).toEqual([listed, image])
  })

  test('one that is there, its keys in another order', () => {
    const known = anAllowedPackage({ versions: ['1.0.0', '1.0.1'], integrity: { '1.0.0': SHA512, '1.0.1': SHA512 } })
    const turned = { ...known, integrity: { '1.0.1': SHA512, '1.0.0': SHA512 } }
    // Beside it a further version may come, which would not count if the turned one were an edit.
    const further = anAllowedPackage({ versions: ['2.0.0'], integrity: { '2.0.0': SHA512 } })
    const head = aPolicy({ allow: [turned, further] })
    expect(withApprovedEntries({ base: aPolicy({ allow: [known] }), head, approvedBy: ['alice'] }).added).toEqual([
      further,
    ])
  })

  test('an edit of another kind of entry, or of the same name elsewhere, hinders none', () => {
    const place = listed.place
    const remote = { kind: 'remote', url: 'https://x.example.test/', place, reviewed: null, expires: null } as const
    const python = anAllowedPackage({ ecosystem: 'pypi', name: added.name })
    for (const gone of [remote, python, anAllowedPackage({ name: 'other-mcp' })]) {
      const base = aPolicy({ allow: [gone] })
      expect(withApprovedEntries({ base, head: aPolicy({ allow: [added] }), approvedBy: ['alice'] }).added).toEqual([
        added,
      ])
    }
  })

  test('another version beside one that stays does', () => {
    const bump = { ...listed, versions: ['1.0.1'], integrity: { '1.0.1': SHA512 } }
    expect(run({}, [bump, listed]).policy.allow).toEqual([listed, bump])
  })
})
