import { expect, test } from '@jest/globals'
import { toAllowEntry } from '../../src/policy/allow.ts'
import type { AllowInput } from '../../src/policy/schema.ts'
import { SHA512 } from '../support/builders.ts'

const place = { path: 'p.yml', line: 3 }

/** The entry, and what is complained of: the place and the message. */
function read(input: AllowInput) {
  const faults: (readonly [string, string])[] = []
  const entry = toAllowEntry(input, place, (route, message) => faults.push([route.join('.'), message]))
  return { entry, faults }
}

const plain = {
  kind: 'package',
  ecosystem: 'npm',
  name: 'x',
  versions: [],
  expected: null,
  integrity: {},
  digest: null,
  publisher: null,
  installScripts: null,
  place,
  reviewed: null,
  expires: null,
}
const source = 'github.com/acme/x'
const expected = {
  source,
  workflow: null,
  ref: null,
  repositoryId: null,
  ownerId: null,
  issuer: null,
  triggers: [],
  runner: null,
}
const DIGEST = `sha256:${'a'.repeat(64)}`

test.each<[AllowInput, object]>([
  [{ package: 'x' }, plain],
  [
    { package: 'x', versions: '1.0.0' },
    { ...plain, versions: ['1.0.0'] },
  ],
  [
    { package: 'x', versions: ['1.0.0', '^2.0.0'] },
    { ...plain, versions: ['1.0.0', '^2.0.0'] },
  ],
  [{ package: '@acme/x' }, { ...plain, name: '@acme/x' }],
  [{ package: "A!b'(c)*~_." }, { ...plain, name: "A!b'(c)*~_." }],
  [{ package: 'pkg:npm/x@1.0.0' }, { ...plain, versions: ['1.0.0'] }],
  [{ package: 'pkg:golang/example.test/a/x' }, { ...plain, ecosystem: 'golang', name: 'example.test/a/x' }],
  [
    { package: 'pkg:pypi/x', versions: '1.0' },
    { ...plain, ecosystem: 'pypi', versions: ['1.0'] },
  ],
  [
    { package: 'pkg:oci/x', digest: DIGEST },
    { ...plain, ecosystem: 'oci', digest: DIGEST },
  ],
  [
    { package: 'x', integrity: { '1.0.0': SHA512 } },
    { ...plain, integrity: { '1.0.0': SHA512 } },
  ],
  [
    { package: 'pkg:pypi/x', integrity: { '1.0': SHA512 } },
    { ...plain, ecosystem: 'pypi', integrity: { '1.0': SHA512 } },
  ],
  [
    { package: 'x', publisher: 'acme', 'install-scripts': 'forbid' },
    { ...plain, publisher: 'acme', installScripts: 'forbid' },
  ],
  [
    { package: 'x', 'install-scripts': ['a'] },
    { ...plain, installScripts: ['a'] },
  ],
  [
    { package: 'x', source },
    { ...plain, expected },
  ],
  [
    { package: 'x', source, trigger: 'push' },
    { ...plain, expected: { ...expected, triggers: ['push'] } },
  ],
  [
    { package: 'x', source, trigger: ['push', 'release'] },
    { ...plain, expected: { ...expected, triggers: ['push', 'release'] } },
  ],
  [
    {
      package: 'x',
      source,
      workflow: 'w',
      ref: 'r',
      'repository-id': '1',
      'owner-id': '2',
      issuer: 'i',
      runner: 'self-hosted',
    },
    {
      ...plain,
      expected: {
        ...expected,
        workflow: 'w',
        ref: 'r',
        repositoryId: '1',
        ownerId: '2',
        issuer: 'i',
        runner: 'self-hosted',
      },
    },
  ],
  [
    { package: 'x', expires: '2027-01-01' },
    { ...plain, expires: '2027-01-01' },
  ],
  [
    { package: 'x', reviewed: { by: 'a', on: '2026-01-01' } },
    { ...plain, reviewed: { by: 'a', on: '2026-01-01' } },
  ],
  [{ remote: 'https://X.test' }, { kind: 'remote', url: 'https://x.test/', place, reviewed: null, expires: null }],
  [{ command: ['node', 'x'] }, { kind: 'command', argv: ['node', 'x'], place, reviewed: null, expires: null }],
])('%j holds', (input, entry) => {
  expect(read(input)).toEqual({ entry, faults: [] })
})

test.each<[AllowInput, string, string]>([
  [{ package: 'x', expires: '2026-02-30' }, 'expires', '"2026-02-30" is not a day of the calendar'],
  [{ command: ['x'], expires: '2026-02-30' }, 'expires', '"2026-02-30" is not a day of the calendar'],
  [
    { package: 'x', reviewed: { by: 'a', on: '2026-02-30' } },
    'reviewed.on',
    '"2026-02-30" is not a day of the calendar',
  ],
  [
    { remote: 'http://x.test' },
    'remote',
    '"http://x.test" must be an https address without user, password and #fragment',
  ],
  [{ package: 'x', integrity: { '^1': SHA512 } }, 'integrity.^1', '"^1" must be an exact version'],
  [{ package: 'x', digest: DIGEST }, 'digest', 'digest is only for container images'],
  [
    { package: 'm\u0441p' },
    'package',
    '"m\u0441p" holds the character U+0441, which no package name has but which can look like a letter',
  ],
  [
    { package: 'a b' },
    'package',
    '"a b" holds the character U+0020, which no package name has but which can look like a letter',
  ],
  [
    { package: 'a\u00adb' },
    'package',
    '"a\u00adb" holds the character U+00AD, which no package name has but which can look like a letter',
  ],
  [
    { package: '\u{1d41a}' },
    'package',
    '"\u{1d41a}" holds the character U+1D41A, which no package name has but which can look like a letter',
  ],
  [
    { package: 'pkg:npm/m%D1%81p' },
    'package',
    '"pkg:npm/m%D1%81p" holds the character U+0441, which no package name has but which can look like a letter',
  ],
  [{ package: 'm%D1%81p' }, 'package', '"m%D1%81p" is neither an npm package name nor a purl'],
  [{ package: 'a/b/c' }, 'package', '"a/b/c" is neither an npm package name nor a purl'],
  [
    { package: 'x@1' },
    'package',
    '"x@1" is neither an npm package name nor a purl; write package: x and versions: "1"',
  ],
  [
    { package: '@a/x@1' },
    'package',
    '"@a/x@1" is neither an npm package name nor a purl; write package: @a/x and versions: "1"',
  ],
  [
    { package: 'a@b@1' },
    'package',
    '"a@b@1" is neither an npm package name nor a purl; write package: a and versions: "b@1"',
  ],
  [{ package: '@@a@1' }, 'package', '"@@a@1" is neither an npm package name nor a purl'],
  [{ package: 'pkg:gem/x' }, 'package', '"pkg:gem/x" is not a purl of npm, pypi, oci, golang or cargo'],
  [{ package: 'pkg:npm/%E0%A4%A' }, 'package', '"pkg:npm/%E0%A4%A" is not a purl of npm, pypi, oci, golang or cargo'],
  [{ package: 'pkg:npm/a/b/c' }, 'package', '"a/b/c" is not an npm package name'],
  [{ package: 'pkg:npm/x@1.0.0', versions: '1.0.0' }, 'versions', 'the purl already names the version'],
  [{ package: 'x', versions: 'latest' }, 'versions', '"latest" is neither an exact version nor a semver range'],
  [
    { package: 'x', versions: ['1.0.0', 'latest'] },
    'versions.1',
    '"latest" is neither an exact version nor a semver range',
  ],
  [{ package: 'pkg:pypi/x', versions: '' }, 'versions', '"" is not a version'],
  [{ package: 'pkg:pypi/x', versions: ['1 2'] }, 'versions.0', '"1 2" is not a version'],
  [{ package: 'pkg:pypi/x', versions: ' 1' }, 'versions', '" 1" is not a version'],
  [{ package: 'pkg:pypi/x', versions: '1 ' }, 'versions', '"1 " is not a version'],
  [{ package: 'x', workflow: 'w' }, 'workflow', 'workflow means nothing without source'],
  [{ package: 'x', ref: 'w' }, 'ref', 'ref means nothing without source'],
  [{ package: 'x', issuer: 'w' }, 'issuer', 'issuer means nothing without source'],
  [{ package: 'x', runner: 'self-hosted' }, 'runner', 'runner means nothing without source'],
  [{ package: 'x', trigger: 'w' }, 'trigger', 'trigger means nothing without source'],
  [{ package: 'x', 'repository-id': 'w' }, 'repository-id', 'repository-id means nothing without source'],
  [{ package: 'x', 'owner-id': 'w' }, 'owner-id', 'owner-id means nothing without source'],
])('of %j there is a fault at %s', (input, route, message) => {
  expect(read(input).faults).toEqual([[route, message]])
})

test('a name at the edge of what one may be of', () => {
  expect(read({ package: 'x~' }).faults).toEqual([])
  expect(read({ package: '!x' }).faults).toEqual([])
})
