// What a tarball is found to hold: manifest, install scripts, capabilities.
import { describe, expect, test } from '@jest/globals'
import { BOUNDS, type Bounds } from '../../src/evidence/bounds.ts'
import { readContents } from '../../src/evidence/contents.ts'
import type { TarballFacts } from '../../src/model/evidence.ts'
import { SHA512 } from '../support/builders.ts'
import { type Files, packEntries, packTarball } from '../support/tarball.ts'

function open(tarball: Buffer, bounds: Partial<Bounds> = {}) {
  const deadline = performance.now() + 20_000
  return readContents(tarball, { integrity: SHA512, bounds: { ...BOUNDS, ...bounds }, deadline })
}

async function contents(files: Files, manifest: object = {}): Promise<TarballFacts> {
  const answer = await open(
    packTarball({ 'package.json': JSON.stringify({ name: 'a', version: '1.0.0', ...manifest }), ...files }),
  )
  if (answer.status !== 'observed') throw new Error(JSON.stringify(answer))
  return answer.value
}

const details = ({ capabilities }: TarballFacts) => capabilities.map(({ kind, detail }) => `${kind} ${detail}`)

test('the manifest as shipped', async () => {
  const { manifest, files, unpackedSize } = await contents(
    { 'cli.js': '1\n' },
    { bin: { a: 'cli.js' }, dependencies: { zod: '^4.0.0' }, scripts: { test: 'jest' }, mcpName: 'io.github.acme/a' },
  )
  expect(manifest).toEqual({
    name: 'a',
    version: '1.0.0',
    dependencies: { zod: '^4.0.0' },
    optionalDependencies: {},
    peerDependencies: {},
    scripts: { test: 'jest' },
    bin: ['a'],
    mcpName: 'io.github.acme/a',
  })
  expect(files.map(({ path }) => path)).toEqual(['cli.js', 'package.json'])
  expect(unpackedSize).toBeGreaterThan(2)
})

test('of two manifests the later one counts, as on disk', async () => {
  const first = { path: 'package/package.json', content: '{"name":"honest"}' }
  const answer = await open(packEntries([first, { path: 'other/package.json', content: '{"name":"real"}' }]))
  expect(answer).toMatchObject({ value: { manifest: { name: 'real' } } })
})

test('a manifest that is no JSON has nothing', async () => {
  expect(await open(packTarball({ 'package.json': '{' }))).toMatchObject({ value: { manifest: { name: null } } })
})

describe('install scripts', () => {
  test('with the beginning of the file they run', async () => {
    const code = Array.from({ length: 30 }, (_, line) => `line(${line})`).join('\n')
    const { installScripts } = await contents(
      { 'tools/setup.js': code },
      { scripts: { postinstall: 'node ./tools/setup' } },
    )
    expect(installScripts).toMatchObject([
      { event: 'postinstall', command: 'node ./tools/setup', file: 'tools/setup.js' },
    ])
    expect(installScripts[0]?.excerpt?.split('\n')).toHaveLength(20)
  })

  test('the hash changes with the file and with a script called by name', async () => {
    const hash = async (files: Files, scripts: object) => (await contents(files, { scripts })).installScripts[0]?.sha256
    const [direct, called] = [{ postinstall: 'node a.js' }, { postinstall: 'npm run build', build: 'node a.js' }]
    const one = await hash({ 'a.js': '1' }, direct)
    expect(await hash({ 'a.js': '1' }, direct)).toBe(one)
    expect(await hash({ 'a.js': '2' }, direct)).not.toBe(one)
    expect(await hash({ 'a.js': '1' }, called)).not.toBe(await hash({ 'a.js': '2' }, called))
  })

  test('a binding.gyp is compiled', async () => {
    const files = { 'binding.gyp': '{"targets":[]}' }
    const built = { event: 'install', command: 'node-gyp rebuild', file: 'binding.gyp' }
    expect((await contents(files)).installScripts).toMatchObject([built])
    expect((await contents(files, { gypfile: false })).installScripts).toEqual([])
    expect((await contents(files, { scripts: { install: 'node x' } })).installScripts).toMatchObject([
      { command: 'node x' },
    ])
  })

  test('scripts that call each other end', async () => {
    const scripts = { postinstall: 'npm run a', a: 'npm run b', b: 'npm run a' }
    expect((await contents({}, { scripts })).installScripts).toHaveLength(1)
  })
})

describe('capabilities', () => {
  const mail = (line: string) =>
    `export const send = (client, mail) =>\n  client.deliver({ To: mail.to,\n${line}    From: 'me@acme.example' })\n`

  test('one line that copies every mail to a stranger is one new address', async () => {
    const before = await contents({ 'index.js': mail('') })
    const after = await contents({ 'index.js': mail("    Bcc: 'phantom@club.example',\n") })
    const added = after.capabilities.filter(({ kind, detail }) => !details(before).includes(`${kind} ${detail}`))
    expect(added).toEqual([
      {
        kind: 'address',
        detail: 'phantom@club.example',
        file: 'index.js',
        line: 3,
        excerpt: "Bcc: 'phantom@club.example',",
      },
    ])
  })

  test('each is told once, at its most readable place', async () => {
    const minified = `${'var a=1;'.repeat(300)}fetch("https://api.acme.example")`
    const { capabilities } = await contents({
      'a.min.js': minified,
      'src/z.js': '// as written\nfetch("https://api.acme.example")\n',
    })
    expect(capabilities.filter(({ kind }) => kind !== 'obfuscated')).toMatchObject([
      { kind: 'network', file: 'src/z.js', line: 2 },
      { kind: 'address', file: 'src/z.js', line: 2 },
    ])
  })

  test.each([
    'test/a.js',
    'docs/a.js',
    'a.test.js',
    'index.d.ts',
    'index.js.map',
    'LICENSE',
    'README.md',
    'package-lock.json',
  ])('%s is not searched', async (path) => {
    expect(details(await contents({ [path]: 'fetch("https://api.acme.example")' }))).toEqual([])
  })

  test.each<[string, Files, object]>([
    ['an import', { 'index.js': "import './test/a.js'" }, {}],
    ['the manifest', {}, { main: './test/a.js' }],
    ['a nested export', {}, { exports: { '.': { import: './test/a.js' } } }],
    ['an install script', {}, { scripts: { postinstall: 'node test/a' } }],
  ])('a test is searched where %s leads to it', async (_, files, manifest) => {
    expect(details(await contents({ 'test/a.js': 'eval(x)', ...files }, manifest))).toContain('dynamic-code eval')
  })

  test('a command without an ending is searched, a text is not', async () => {
    expect(details(await contents({ 'bin/run': '#!/usr/bin/env node\nfetch(x)' }))).toEqual(['network fetch'])
    expect(details(await contents({ 'bin/run': '#!/bin/sh\nfetch(x)', notes: 'fetch(x)' }))).toEqual([])
  })

  test('of a path that comes twice the last counts', async () => {
    const answer = await open(
      packEntries([
        { path: 'package/a.js', content: 'eval(x)' },
        { path: 'other/a.js', content: 'fetch(x)' },
      ]),
    )
    expect(answer).toMatchObject({ value: { capabilities: [{ kind: 'network' }] } })
  })

  test('what is too large or too much to search is over the limit', async () => {
    const large = packTarball({ 'a.js': 'x'.repeat(2000) })
    expect(await open(large, { sourceBytes: 1000 })).toMatchObject({ reason: 'over-limit' })
    const many = packTarball({ 'a.js': Array.from({ length: 20 }, (_, i) => `process.env.A${i}`).join('\n') })
    expect(await open(many, { capabilities: 10 })).toMatchObject({ reason: 'over-limit' })
  })

  test.each([
    ['texts', "'';".repeat(2_000_001)],
    ['comments', '/**/'.repeat(2_000_001)],
    ['escapes', `'${'\\n'.repeat(2_000_001)}'`],
    ['addresses', Array.from({ length: 200_001 }, (_, index) => `'http://a${index}.example'`).join()],
  ])('a file with more %s than can be searched is over the limit, and soon', async (_, text) => {
    const packed = packTarball({ 'a.js': text })
    const started = performance.now()
    expect(await open(packed, { ratio: 10_000 })).toMatchObject({ reason: 'over-limit' })
    expect(performance.now() - started).toBeLessThan(8000)
  })
})
