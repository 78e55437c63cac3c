// Archives that yarn installs from, and what stands below node_modules: said once for all of them, and nothing of them is read.
import { expect, test } from '@jest/globals'
import type { Snapshot, TreeEntry } from '../../src/model/snapshot.ts'
import { runGate } from '../../src/pipeline/gate.ts'
import { aPolicy, NOW } from '../support/builders.ts'

const ZIP = '.yarn/cache/weather-mcp-npm-1.4.2-0123456789-abcdef0123.zip'

type Files = Readonly<Record<string, string>>

function aSnapshot(files: Files, kind: TreeEntry['kind'] = 'file'): Snapshot {
  const list = Object.entries(files).map(([path, oid]) => ({ path, kind, oid, size: 1 }))
  const read = () => Promise.reject(new Error('nothing of it is to be read'))
  return { ref: 'x', sha: null, list: async () => list, read }
}

async function saidOf(base: Snapshot, head: Snapshot, ignore: readonly string[] = []) {
  const { findings } = await runGate({
    mode: 'gate',
    base,
    head,
    policy: aPolicy({ ignore }),
    gather: () => Promise.reject(new Error('nobody is to be asked')),
    now: NOW,
    version: '1.0.0',
  })
  return findings.map(({ rule, id, args, location }) => [`${rule}/${id}`, args['count'], args['names'], location.path])
}

test.each<[string, Files, Files, string]>([
  ['an archive that is added', {}, { [ZIP]: '1' }, ZIP],
  ['an archive that is exchanged, the lockfile unchanged', { [ZIP]: '1' }, { [ZIP]: '2' }, ZIP],
  ['an archive named by its format', {}, { 'a/.yarn/cache/x-npm-1-0123456789-10c0.zip': '1' }, ''],
  ['an archive in a folder of another name', {}, { 'vendor/x-npm-1.0.0-0123456789-0123456789.zip': '1' }, ''],
  ['a package that yarn has unpacked', {}, { '.yarn/unplugged/x-npm-1/node_modules/x/index.js': '1' }, ''],
  ['the table of packages', { '.pnp.cjs': '1' }, { '.pnp.cjs': '2' }, '.pnp.cjs'],
  ['the table in another case', {}, { '.PNP.CJS': '1' }, ''],
  ['the loader', {}, { 'web/.pnp.loader.mjs': '1' }, ''],
])('%s is told', async (_, before, after, path) => {
  const [[label, count, , where] = [], ...others] = await saidOf(aSnapshot(before), aSnapshot(after))
  expect([label, count, others]).toEqual(['policy-change/archives-committed', '1 file', []])
  expect(where).toBe(path === '' ? Object.keys(after)[0] : path)
})

test.each<[string, Files, TreeEntry['kind']]>([
  ['a module', { 'node_modules/weather-mcp/index.js': '1' }, 'file'],
  ['a command', { 'web/node_modules/.bin/weather-mcp': '1' }, 'file'],
  ['a link in place of the folder', { node_modules: '1' }, 'symlink'],
])('%s below node_modules is told', async (_, after, kind) => {
  const said = await saidOf(aSnapshot({}), aSnapshot(after, kind))
  expect(said.map(([label, count]) => [label, count])).toEqual([['policy-change/modules-committed', '1 file']])
})

test('modules and archives are told apart', async () => {
  const said = await saidOf(
    aSnapshot({}),
    aSnapshot({ [ZIP]: '1', 'node_modules/x/a.js': '1', 'node_modules/x/b.js': '1' }),
  )
  expect(said.map(([label, count]) => `${label} ${count}`).sort()).toEqual([
    'policy-change/archives-committed 1 file',
    'policy-change/modules-committed 2 files',
  ])
})

test('many are told once, by some of their names', async () => {
  const paths = Array.from({ length: 8 }, (_, at) => `.yarn/cache/p${at}-npm-1.0.0-0123456789-0123456789.zip`)
  const said = await saidOf(aSnapshot({}), aSnapshot(Object.fromEntries(paths.map((path) => [path, '1']))))
  expect(said).toHaveLength(1)
  expect(said[0]?.slice(1, 3)).toEqual(['8 files', expect.stringMatching(/^p0-npm-\S+zip, p1-.*, 3 more$/)])
})

test.each(['symlink', 'submodule'] as const)('a %s in place of the folder is told, wherever it leads', async (kind) => {
  expect((await saidOf(aSnapshot({}), aSnapshot({ '.yarn': '1' }, kind)))[0]?.[0]).toMatch('archives-committed')
  expect((await saidOf(aSnapshot({}), aSnapshot({ '.yarn/cache': '1' }, kind)))[0]?.[0]).toMatch('archives-committed')
})

test.each<[string, Files, Files]>([
  ['archives that stay', { [ZIP]: '1' }, { [ZIP]: '1', 'README.md': '2' }],
  ['archives that go', { [ZIP]: '1' }, {}],
  ['other archives', {}, { 'docs/example.zip': '1', 'release-1.0.0-0123.zip': '1' }],
])('nothing is told of %s', async (_, before, after) => {
  expect(await saidOf(aSnapshot(before), aSnapshot(after))).toEqual([])
})

test('what the policy ignores is ignored here too', async () => {
  expect(await saidOf(aSnapshot({}), aSnapshot({ [ZIP]: '1' }), ['.yarn/**'])).toEqual([])
})
