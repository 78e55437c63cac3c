import { expect, test } from '@jest/globals'
import { liesBelow, namedTarball, registriesFor, scopeOf } from '../../../src/rules/shared/address.ts'

const HASH = 'a'.repeat(40)

test.each([
  ['@acme/x', '@acme'],
  ['x', null],
  ['@acme', null],
  ['x@acme/y', null],
])('the scope of %s is %s', (name, scope) => {
  expect(scopeOf(name)).toBe(scope)
})

test.each([
  ['@acme/x', ['own']],
  ['@other/x', ['all']],
  ['x', ['all']],
])('%s is served by %j', (name, urls) => {
  const registries = [
    { url: 'own', scopes: ['@acme'] },
    { url: 'all', scopes: [] },
  ]
  expect(registriesFor(name, registries).map(({ url }) => url)).toEqual(urls)
})

test.each([
  ['https://npm.example.test/team/x.tgz', 'https://npm.example.test/team/', true],
  ['https://npm.example.test/team/x.tgz', 'https://npm.example.test/team', true],
  ['https://npm.example.test/team-evil/x.tgz', 'https://npm.example.test/team', false],
  ['https://npm.example.test/x.tgz', 'https://npm.example.test/team', false],
  ['https://npm.example.test:444/team/x.tgz', 'https://npm.example.test/team/', false],
  ['http://npm.example.test/team/x.tgz', 'https://npm.example.test/team/', false],
  ['https://u@npm.example.test/team/x.tgz', 'https://npm.example.test/team/', false],
  ['https://:p@npm.example.test/team/x.tgz', 'https://npm.example.test/team/', false],
  ['https://npm.example.test/team/x.tgz', 'npm.example.test', false],
])('%s below %s: %s', (url, registry, lies) => {
  expect(liesBelow(new URL(url), registry, { ignoreScheme: false })).toBe(lies)
})

test('http counts as https where the scheme does not matter', () => {
  const url = new URL('http://npm.example.test/x.tgz')
  expect(liesBelow(url, 'https://npm.example.test/', { ignoreScheme: true })).toBe(true)
})

test.each([
  ['/x/-/x-1.0.0.tgz', 'x', '1.0.0'],
  ['/team/x/-/x-1.0.0.tgz', 'x', '1.0.0'],
  ['/@acme/x/-/x-1.0.0.tgz', '@acme/x', '1.0.0'],
  ['/@acme/x/-/@acme/x-1.0.0.tgz', '@acme/x', '1.0.0'],
  ['/%40acme%2fx/-/x-1.0.0.tgz', '@acme/x', '1.0.0'],
  ['/@acme%2Fx/-/x-1.0.0.tgz', '@acme/x', '1.0.0'],
  ['/x/-/x-1.0.0%2Bbuild.tgz', 'x', '1.0.0+build'],
  ['/x/-/x-1.0.0%2bbuild.tgz', 'x', '1.0.0+build'],
  ['/-/x/-/x-1.0.0.tgz', 'x', '1.0.0'],
  [`/download/@acme/sample/1.0.0/${HASH}`, '@acme/sample', '1.0.0'],
])('%s names %s %s', (path, name, version) => {
  expect(namedTarball(new URL(path, 'https://npm.example.test'))).toEqual({ name, version })
})

test.each([
  ['nothing', '/'],
  ['no name', '/-/x-1.0.0.tgz'],
  ['another file', '/x/-/y-1.0.0.tgz'],
  ['no tarball', '/x/-/x-1.0.0.zip'],
  ['a file in a folder', '/x/-/x-1.0.0/y.tgz'],
  ['a scope in the middle of the file', '/foox/-/foo@s/x-1.0.0.tgz'],
  ['an encoding that is not known', '/x/-/x-1.0.0%00.tgz'],
  ['a folder above, encoded', '/a/..%2fx/-/x-1.0.0.tgz'],
  ['the same folder, encoded', '/a/.%2fx/-/x-1.0.0.tgz'],
  ['a download without scope', `/download/sample/1.0.0/${HASH}`],
  ['a download of something below', `/download/@acme/sample/1.0.0/${HASH}/x`],
  ['a download by a short hash', '/download/@acme/sample/1.0.0/abc'],
])('an address with %s names nothing', (_, path) => {
  expect(namedTarball(new URL(path, 'https://npm.example.test'))).toBeNull()
})
