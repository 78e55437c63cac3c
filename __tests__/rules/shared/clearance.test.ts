import { expect, test } from '@jest/globals'
import type { Component } from '../../../src/model/component.ts'
import type { Evidence } from '../../../src/model/evidence.ts'
import { observed } from '../../../src/model/observation.ts'
import type { AllowEntry, AllowedPackage } from '../../../src/model/policy.ts'
import { type Clearance, clearanceOf, pinnedIntegrity } from '../../../src/rules/shared/clearance.ts'
import { anAttestation, anExpectedSource } from '../../support/attestations.ts'
import {
  aComponent,
  anAllowedPackage,
  aRelease,
  aSubject,
  NOW,
  noEvidence,
  OTHER_SHA512,
  SHA512,
} from '../../support/builders.ts'

const pinned: Partial<AllowedPackage> = { integrity: { '1.0.0': SHA512 } }
const range: Partial<AllowedPackage> = { versions: ['^1.0.0'], expected: anExpectedSource() }
const served = (integrity: string | null) => ({ release: observed(aRelease({ integrity })) })
const proved = { attestation: observed([anAttestation()]) }
const place = { path: 'p.yml', line: 1 }
const command: AllowEntry = { kind: 'command', argv: ['x'], place, reviewed: null, expires: null }
const stray = { attestation: observed([anAttestation({ subjects: [] })]) }

/** What an entry does for a component of which nothing is known but this. */
const clears = (entry: Partial<AllowedPackage>, component: Partial<Component>, evidence: Partial<Evidence> = {}) =>
  clearanceOf(
    anAllowedPackage(entry),
    aSubject({ component: aComponent(component), evidence: { ...noEvidence(), ...evidence } }),
    NOW,
  )

test.each<[string, Clearance, Clearance]>([
  ['its exact version', clears({}, {}), 'cleared'],
  ['one of its exact versions', clears({ versions: ['0.9.0', '1.0.0'] }, {}), 'cleared'],
  ['its version, written with a v', clears({ versions: ['v1.0.0'] }, {}), 'cleared'],
  ['its pinned bytes', clears(pinned, {}), 'cleared'],
  ['other bytes than pinned', clears(pinned, { integrity: OTHER_SHA512 }), 'wrong-bytes'],
  [
    'other bytes than pinned, as the registry serves them',
    clears(pinned, { integrity: null }, served(OTHER_SHA512)),
    'wrong-bytes',
  ],
  ['pinned bytes, as the registry serves them', clears(pinned, { integrity: null }, served(SHA512)), 'cleared'],
  ['pinned bytes of which nobody tells', clears(pinned, { integrity: null }), 'cleared'],
  ['bytes that cannot be compared with the pinned ones', clears(pinned, { integrity: 'sha1-xxx' }), 'wrong-bytes'],
  ['other bytes than the registry’s', clears({}, {}, served(OTHER_SHA512)), 'wrong-bytes'],
  ['bytes of which the registry tells nothing', clears({}, {}, served(null)), 'cleared'],
  ['bytes of which only the registry tells', clears({}, { integrity: null }, served(SHA512)), 'cleared'],
  ['a range', clears({ versions: ['^1.0.0'] }, {}, proved), 'unproved'],
  ['a proved range', clears(range, {}, proved), 'cleared'],
  [
    'a proved range, with the registry’s bytes',
    clears(range, { integrity: null }, { ...proved, ...served(SHA512) }),
    'cleared',
  ],
  ['a proved range, with bytes of which nobody tells', clears(range, { integrity: null }, proved), 'unproved'],
  [
    'a proved range, with bytes of a hash that proves nothing',
    clears(range, { integrity: 'sha1-xxx' }, proved),
    'unproved',
  ],
  [
    'a range that another build proves',
    clears({ ...range, expected: anExpectedSource({ ownerId: '1' }) }, {}, proved),
    'unproved',
  ],
  ['a range, with a proof of something else', clears(range, {}, stray), 'unproved'],
  ['a range of which no proof was had', clears(range, {}), 'unproved'],
  ['a range, of no version', clears({ versions: ['^1.0.0'] }, { version: null }), 'unproved'],
  ['a range, of what is no version', clears({ versions: ['^1.0.0'] }, { version: 'latest' }), 'unproved'],
  ['a version of another ecosystem', clears({ ecosystem: 'pypi', versions: ['1'] }, { ecosystem: 'pypi' }), 'cleared'],
  ['its exact version after its last day', clears({ expires: '2026-11-19' }, {}), 'expired'],
  ['a command', clearanceOf(command, aSubject(), NOW), 'cleared'],
  ['a command after its last day', clearanceOf({ ...command, expires: '2026-11-19' }, aSubject(), NOW), 'expired'],
])('an entry for %s', (_, clearance, expected) => {
  expect(clearance).toBe(expected)
})

test.each([
  ['1.0.0', SHA512],
  ['1.0.1', null],
  ['constructor', null],
  [null, null],
])('the bytes pinned for version %s', (version, integrity) => {
  expect(pinnedIntegrity(anAllowedPackage(pinned), version)).toBe(integrity)
})
