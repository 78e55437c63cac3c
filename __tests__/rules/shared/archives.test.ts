import { expect, test } from '@jest/globals'
import type { Archive, Component } from '../../../src/model/component.ts'
import type { Source } from '../../../src/model/source.ts'
import { formerArchive, incomparableReleases, lacksChecksum } from '../../../src/rules/shared/archives.ts'
import { aChange, aComponent, anUnreadSource, aReadSource } from '../../support/builders.ts'

const of = (format: string, digest: string): Archive => ({ format, digest, conditions: null })
const release = (archive: Archive | null, overrides: Partial<Component> = {}) =>
  aComponent({ resolved: null, archive, ...overrides })
const [old, other, newer] = [of('8', 'a'), of('8', 'b'), of('10c0', 'c')]
const http = 'http://registry.example.test/a.tgz'
const https = 'https://registry.example.test/a.tgz'
const git = 'git+https://git.example.test/a.git#1'
const patch = 'patch:a#./x.patch'

test.each<[string, Component, Component, Archive | null]>([
  ['another checksum', release(old), release(other), old],
  ['the same checksum', release(old), release(old), null],
  ['another checksum of another version', release(old), release(other, { version: '2.0.0' }), null],
  ['another checksum of one patch', release(old, { resolved: patch }), release(other, { resolved: patch }), old],
  [
    'another checksum of another patch',
    release(old, { resolved: patch }),
    release(other, { resolved: `${patch}2` }),
    null,
  ],
  [
    'another checksum under another address',
    release(old, { resolved: http }),
    release(other, { resolved: https }),
    old,
  ],
  ['another checksum under an address', release(old), release(other, { resolved: http }), old],
  ['another checksum from git', release(old), release(other, { resolved: git }), null],
  ['another checksum, not from git any more', release(old, { resolved: git }), release(other), null],
])('%s', (_, before, after, archive) => {
  const change = aChange({ kind: 'replaced', before: [before], after: [after] })
  expect(formerArchive({ component: after, change })).toBe(archive)
})

const yarn = (...components: readonly Component[]) => aReadSource({ kind: 'yarn-lockfile', components })
const found = (base: Source | null, head: Source | null) =>
  incomparableReleases({ path: 'yarn.lock', kind: 'yarn-lockfile', base, head }).map(({ id }) => id)
const named = (name: string, archive: Archive | null, overrides: Partial<Component> = {}) =>
  release(archive, { id: name, name, ...overrides })

test.each<[string, Source | null, Source | null, readonly string[]]>([
  ['under another format', yarn(named('a', old)), yarn(named('a', newer)), ['a']],
  ['as they were', yarn(named('a', old)), yarn(named('a', old)), []],
  ['with another checksum, which is told by itself', yarn(named('a', old)), yarn(named('a', other)), []],
  ['where there was none', yarn(named('a', null)), yarn(named('a', old)), ['a']],
  ['where there was none, of another patch', yarn(named('a', null, { resolved: patch })), yarn(named('a', old)), ['a']],
  ['under another format, of another patch', yarn(named('a', old, { resolved: patch })), yarn(named('a', newer)), []],
  ['of another version', yarn(named('a', old)), yarn(named('a', newer, { version: '2.0.0' })), []],
  ['of another name', yarn(named('a', old)), yarn(named('b', newer)), []],
  ['that another ecosystem has', yarn(named('a', old)), yarn(named('a', newer, { ecosystem: 'local' })), []],
  ['that another ecosystem had', yarn(named('a', old, { ecosystem: 'local' })), yarn(named('a', newer)), []],
  ['the first of two', yarn(named('a', old), named('a', newer)), yarn(named('a', newer)), ['a']],
  ['in a lockfile that was not there', null, yarn(named('a', newer)), []],
  ['in a lockfile that is gone', yarn(named('a', old)), null, []],
  ['in a lockfile that cannot be read', yarn(named('a', old)), anUnreadSource({ kind: 'yarn-lockfile' }), []],
  ['in a lockfile of npm', aReadSource({ components: [named('a', old)] }), yarn(named('a', newer)), []],
])('releases %s', (_, base, head, ids) => {
  expect(found(base, head)).toEqual(ids)
})

const bare: Archive = { format: '8', digest: null, conditions: null }

test.each<[string, Component, boolean]>([
  ['no checksum', release(bare, { integrity: null }), true],
  ['a checksum', release(old, { integrity: null }), false],
  ['no checksum, for some systems', release({ ...bare, conditions: 'os=linux' }, { integrity: null }), false],
  ['no archive', release(null, { integrity: null }), false],
  ['a hash of the registry', release(bare), false],
  ['an address', release(bare, { integrity: null, resolved: https }), false],
  ['no checksum, of another ecosystem', release(bare, { integrity: null, ecosystem: 'local' }), false],
])('with %s anything may be taken: %#', (_, component, unchecked) => {
  expect(lacksChecksum(component)).toBe(unchecked)
})
