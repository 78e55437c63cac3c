// What a repository's policy may not say where the central one locks it, each complaint at its place.
import { expect, test } from '@jest/globals'
import { SHA512 } from '../support/builders.ts'
import { complaintsOf } from './support.ts'

const waiver = (rule: string) => `waivers: [{ rule: ${rule}, reason: r, owner: o, expires: 2027-01-01 }]`
const source = 'source: github.com/acme/x'
const shared = `allow: [{ package: x, versions: "1.0.0", ${source}, publisher: acme, install-scripts: ["${'a'.repeat(64)}"] }]`
const entry = (fields: string) => `allow: [{ package: x, versions: "1.0.0"${fields === '' ? '' : `, ${fields}`} }]`
const LOCKED = 'is locked by the central policy'
const mustHave = (rule: string, key: string) => `3:9: ${rule} ${LOCKED}: ${key} must be what its entry for "x" has`

test.each<[string, string, readonly string[]]>([
  ['locked: [fail-on]', 'fail-on: critical', [`3:10: fail-on ${LOCKED} at high and may only be lower`]],
  ['locked: [fail-on]', 'fail-on: high', []],
  ['ignore: []', 'fail-on: critical\nunavailable: warn\napprovers: [a]\nregistries: []', []],
  ['locked: [fail-on]', 'ignore: []', []],
  ['locked: [fail-on]\nfail-on: low', 'ignore: []', []],
  ['locked: [unavailable]', 'unavailable: warn', [`3:14: unavailable ${LOCKED} at fail`]],
  ['locked: [unavailable]', 'unavailable: fail', []],
  ['locked: [unavailable]\nunavailable: warn', 'unavailable: warn', []],
  ['locked: [ignore]\nignore: [a]', 'ignore: [a, b]', [`3:13: ignore ${LOCKED}, which does not have "b"`]],
  ['locked: [approvers]\napprovers: [a]', 'approvers: [a, b]', [`3:16: approvers ${LOCKED}, which does not have "b"`]],
  ['locked: [approvers]\napprovers: [a]', 'approvers: []\nignore: [b]', []],
  [
    'locked: [registries]',
    'registries: [{ url: https://a.example.test }]',
    [`3:13: registries ${LOCKED}: a scope may come from fewer registries than there, and from no other`],
  ],
  ['locked: [registries]\nregistries: [{ url: https://a.example.test }]', 'ignore: []', []],
  ['locked: [waivers]', waiver('sample'), [`3:11: waivers are locked by the central policy`]],
  ['locked: [sample]', waiver('sample/one'), [`3:19: sample ${LOCKED} and cannot be waived here`]],
  ['locked: [sample]', waiver('publisher'), []],
])('under %j, %j', (central, own, faults) => {
  expect(complaintsOf(own, central)).toEqual(faults)
})

test.each<[string, string, readonly string[]]>([
  ['locked: [allow]', entry(''), ['3:9: allow is locked by the central policy']],
  [`locked: [allowlist]\n${shared}`, entry(''), [`3:9: allowlist ${LOCKED}, which has an entry for the same already`]],
  [`locked: [allowlist]\n${shared}`, 'allow: [{ package: y, versions: "1.0.0" }]', []],
  [`locked: [allowlist]\n${shared}`, 'allow: [{ package: "pkg:pypi/x", versions: "1.0.0" }]', []],
  [`locked: [sample]\n${shared}`, entry(''), []],
  [`locked: [provenance]\n${shared}`, entry('source: github.com/evil/x'), [mustHave('provenance', 'source')]],
  [`locked: [provenance]\n${shared}`, entry(''), [mustHave('provenance', 'source')]],
  [`locked: [provenance]\n${shared}`, entry(source), []],
  [`locked: [provenance]\n${entry('')}`, entry(source), []],
  ['locked: [provenance]', entry(source), []],
  [`locked: [publisher]\n${shared}`, entry('publisher: mallory'), [mustHave('publisher', 'publisher')]],
  [`locked: [publisher]\n${shared}`, entry(''), [mustHave('publisher', 'publisher')]],
  [`locked: [publisher]\n${shared}`, entry('publisher: acme'), []],
  [`locked: [publisher]\n${entry('')}`, entry('publisher: acme'), []],
  [
    'locked: [publisher]\nallow: [{ package: x, publisher: a }, { package: x, publisher: b }, { package: x }]',
    entry('publisher: b'),
    [],
  ],
  [
    `locked: [install-script]\n${shared}`,
    entry(`install-scripts: ["${'b'.repeat(64)}"]`),
    [mustHave('install-script', 'install-scripts')],
  ],
  [
    `locked: [install-script]\n${shared}`,
    entry(`install-scripts: ["${'a'.repeat(64)}", "${'b'.repeat(64)}"]`),
    [mustHave('install-script', 'install-scripts')],
  ],
  [
    `locked: [install-script]\n${entry('install-scripts: forbid')}`,
    entry(`install-scripts: ["${'a'.repeat(64)}"]`),
    [mustHave('install-script', 'install-scripts')],
  ],
  [`locked: [install-script]\n${shared}`, entry(`install-scripts: ["${'a'.repeat(64)}"]`), []],
  [`locked: [install-script]\n${shared}`, entry('install-scripts: forbid'), []],
  [`locked: [install-script]\n${shared}`, entry(''), []],
  [
    `locked: [sample]\n${shared}`,
    entry(`install-scripts: ["${'b'.repeat(64)}"], publisher: b, integrity: { "1.0.0": "${SHA512}" }`),
    [],
  ],
])('under %j the entry %j', (central, own, faults) => {
  expect(complaintsOf(own, central)).toEqual(faults)
})

test.each([
  ['remote: https://a.example.test/', 'remote: https://a.example.test/', true],
  ['remote: https://a.example.test/', 'remote: https://b.example.test/', false],
  ['command: [a, b]', 'command: [a, b]', true],
  ['command: [a, b]', 'command: [a b]', false],
  ['command: [a]', 'remote: https://a.example.test/', false],
])('the entries %s and %s are for the same: %s', (theirs, own, same) => {
  const faults = complaintsOf(`allow: [{ ${own} }]`, `locked: [allowlist]\nallow: [{ ${theirs} }]`)
  expect(faults).toEqual(same ? [`3:9: allowlist ${LOCKED}, which has an entry for the same already`] : [])
})

test('entries of another kind say nothing of builds, publishers and scripts', () => {
  const all = 'locked: [provenance, publisher, install-script]\n'
  expect(complaintsOf('allow: [{ command: [a] }]', `${all}allow: [{ command: [a] }]`)).toEqual([])
  expect(complaintsOf('allow: [{ remote: "https://a.example.test/" }]', all)).toEqual([])
})
