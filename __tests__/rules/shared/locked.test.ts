import { expect, test } from '@jest/globals'
import type { Component } from '../../../src/model/component.ts'
import type { SourceKind } from '../../../src/model/source.ts'
import { hashesOf, isLocked } from '../../../src/rules/shared/locked.ts'
import { aComponent, anUnreadSource, aReadSource, SHA512 } from '../../support/builders.ts'

test.each<[SourceKind | undefined, Partial<Component>, boolean]>([
  ['npm-lockfile', {}, true],
  ['pnpm-lockfile', {}, true],
  ['yarn-lockfile', {}, true],
  ['bun-lockfile', {}, true],
  ['manifest', {}, false],
  [undefined, {}, false],
  ['npm-lockfile', { ecosystem: 'local' }, false],
  ['npm-lockfile', { bundled: true }, false],
  ['npm-lockfile', { integrity: null }, true],
  ['npm-lockfile', { resolved: null, integrity: null }, true],
  ['yarn-lockfile', { resolved: null, integrity: null }, false],
  ['yarn-lockfile', { resolved: null, integrity: SHA512 }, true],
  ['yarn-lockfile', { resolved: 'npm:x@1.0.0 https://x.example.test/', integrity: null }, false],
  ['yarn-lockfile', { resolved: 'http://registry.example.test/x.tgz', integrity: null }, true],
])('%s, %j: %s', (kind, component, locked) => {
  expect(isLocked(aComponent(component), kind)).toBe(locked)
})

test.each([
  'git+ssh://git@github.com/acme/x.git#abc',
  'git://github.com/acme/x.git',
  'git@github.com:acme/x.git',
  'ssh://git@github.com/acme/x',
  'github:acme/x',
  'gitlab:acme/x',
  'bitbucket:acme/x',
  'file:../x.tgz',
  'link:../x',
  'workspace:packages/x',
  'portal:../x',
  'patch:x@npm%3A1.0.0#x.patch',
  '/srv/x',
  './x',
  '../x',
])('%s is no tarball of a registry', (resolved) => {
  expect(isLocked(aComponent({ resolved, integrity: SHA512 }), 'npm-lockfile')).toBe(false)
})

test('collects the strong hashes of each version, whatever file they stand in', () => {
  const two = `${SHA512} sha512-${'B'.repeat(86)}==`
  const sources = [
    aReadSource({
      components: [
        aComponent({ integrity: two }),
        aComponent({ version: '2.0.0', integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }),
        aComponent({ version: '3.0.0', integrity: null }),
        aComponent({ version: '4.0.0', bundled: true }),
        aComponent({ name: 'other' }),
      ],
    }),
    anUnreadSource(),
    aReadSource({ path: 'b', components: [aComponent({ source: 'b', route: ['x'] })] }),
  ]
  const found = hashesOf({ sources }, new Set(['sample-mcp']))
  const [a, b] = ['A', 'B'].map((letter) => `${letter.repeat(86)}==`)
  const location = { path: 'package-lock.json', route: ['packages', 'node_modules/sample-mcp'] }
  expect([...found]).toEqual([
    [
      'sample-mcp@1.0.0',
      [
        { algorithm: 'sha512', digest: a, location },
        { algorithm: 'sha512', digest: b, location },
        { algorithm: 'sha512', digest: a, location: { path: 'b', route: ['x'] } },
      ],
    ],
    ['sample-mcp@2.0.0', []],
    ['sample-mcp@3.0.0', []],
  ])
})
