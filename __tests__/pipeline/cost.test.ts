// Hostile pull requests through the whole gate, offline: twice as much of anything costs about twice the time, in every format.
import { createHash } from 'node:crypto'
import { expect, test } from '@jest/globals'
import type { Snapshot } from '../../src/model/snapshot.ts'
import { runGate } from '../../src/pipeline/gate.ts'
import { openGatherer } from '../../src/pipeline/gatherer.ts'
import { defaultPolicy } from '../../src/policy/default.ts'
import { renderTerminal } from '../../src/report/terminal.ts'
import { RULES } from '../../src/rules/index.ts'
import { NOW, REGISTRY, SHA512 } from '../support/builders.ts'

type Files = Readonly<Record<string, string>>
/** Whom each package needs, by index; all are of version 1.0.0 and asked for as ^1.0.0. */
type Shape = readonly (readonly number[])[]

const nameOf = (index: number) => (index === 0 ? 'mcp-p0' : `p${index}`)
const list = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index))
const lines = (shape: Shape, line: (name: string, needs: readonly string[]) => string) =>
  shape.map((needs, index) => line(nameOf(index), needs.map(nameOf))).join('')

const FORMATS: Readonly<Record<string, (shape: Shape) => Files>> = {
  npm: (shape) => ({
    'package-lock.json': JSON.stringify({
      lockfileVersion: 3,
      packages: {
        '': { dependencies: { [nameOf(0)]: '^1.0.0' } },
        ...Object.fromEntries(
          shape.map((needs, index) => [`node_modules/${nameOf(index)}`, { version: '1.0.0', ...specsOf(needs) }]),
        ),
      },
    }),
  }),
  pnpm: (shape) => ({
    'pnpm-lock.yaml': `lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      ${nameOf(0)}: {specifier: ^1.0.0, version: 1.0.0}\npackages:\n${lines(shape, (name) => `  ${name}@1.0.0: {resolution: {integrity: ${SHA512}}}\n`)}snapshots:\n${lines(shape, (name, needs) => `  ${name}@1.0.0:\n    dependencies:\n${needs.map((need) => `      ${need}: 1.0.0\n`).join('') || '      {}\n'}`)}`,
  }),
  'yarn 1': (shape) => ({
    'yarn.lock': `# yarn lockfile v1\n${lines(shape, (name, needs) => `${name}@^1.0.0:\n  version "1.0.0"\n  integrity ${SHA512}\n${needs.length === 0 ? '' : '  dependencies:\n'}${needs.map((need) => `    ${need} "^1.0.0"\n`).join('')}`)}`,
  }),
  'yarn berry': (shape) => ({
    'yarn.lock': `__metadata:\n  version: 8\n${lines(shape, (name, needs) => `"${name}@npm:^1.0.0":\n  version: 1.0.0\n  resolution: "${name}@npm:1.0.0"\n${needs.length === 0 ? '' : '  dependencies:\n'}${needs.map((need) => `    ${need}: "npm:^1.0.0"\n`).join('')}`)}`,
  }),
  bun: (shape) => ({
    'bun.lock': JSON.stringify({
      lockfileVersion: 1,
      workspaces: { '': { name: 'p', dependencies: { [nameOf(0)]: '^1.0.0' } } },
      packages: Object.fromEntries(
        shape.map((needs, index) => [nameOf(index), [`${nameOf(index)}@1.0.0`, '', specsOf(needs), SHA512]]),
      ),
    }),
  }),
}

function specsOf(needs: readonly number[]) {
  return { dependencies: Object.fromEntries(needs.map((need) => [nameOf(need), '^1.0.0'])) }
}

const SHAPES: Readonly<Record<string, (size: number) => Shape>> = {
  'a chain': (size) => list(size, (index) => (index + 1 < size ? [index + 1] : [])),
  'one that needs all': (size) => list(size, (index) => (index === 0 ? list(size - 1, (at) => at + 1) : [])),
  // As many dependencies as there are packages in the others, ten times over.
  'all that need all': (size) => {
    const count = Math.round(Math.sqrt(size * 10))
    return list(count, (index) => list(count, (at) => at).filter((at) => at !== index))
  },
}

const lockfiles = Object.entries(FORMATS).flatMap(([format, write]) =>
  Object.entries(SHAPES).map(([name, make]): [string, (size: number) => Files] => [
    `${name} in ${format}`,
    (size) => ({ 'package.json': JSON.stringify(specsOf([0])), ...write(make(size)) }),
  ]),
)

const OTHERS: readonly [string, (size: number) => Files][] = [
  [
    'servers of one name',
    (size) => ({
      'package-lock.json': JSON.stringify({
        lockfileVersion: 3,
        packages: Object.fromEntries(
          list(size, (index) => [`node_modules/h${index}`, { name: 'mcp-same', version: `1.0.${index}` }]),
        ),
      }),
    }),
  ],
  [
    'one version with many hashes',
    (size) => ({
      'package-lock.json': JSON.stringify({
        lockfileVersion: 3,
        packages: Object.fromEntries(
          list(size, (index) => {
            const digest = createHash('sha512').update(String(index)).digest('base64')
            return [`node_modules/h${index}`, { name: 'mcp-same', version: '1.0.0', integrity: `sha512-${digest}` }]
          }),
        ),
      }),
    }),
  ],
  [
    'client configs',
    (size) =>
      Object.fromEntries(
        list(size / 10, (file) => [
          `d${file}/.mcp.json`,
          JSON.stringify({
            mcpServers: Object.fromEntries(
              list(10, (at) => [`s${at}`, { command: 'sh', args: ['-c', `npx -y mcp-s${file}-${at}@1.0.0`] }]),
            ),
          }),
        ]),
      ),
  ],
  [
    'manifests',
    (size) =>
      Object.fromEntries(list(size / 2, (index) => [`d${index}/package.json`, '{"dependencies":{"mcp-a":"^1.0.0"}}'])),
  ],
]

const SIZE = 250

test.each([...lockfiles, ...OTHERS])(
  '%s',
  async (_, make) => {
    await timeOf(make(40))
    const [small, large] = [await timeOf(make(SIZE)), await timeOf(make(2 * SIZE))]
    // What is quadratic takes four times as long, and far more than this at the sizes that files may have.
    expect(large).toBeLessThan(3 * small + 1000)
  },
  60_000,
)

const gather = openGatherer({
  registries: [{ url: REGISTRY, scopes: [] }],
  auth: new Map(),
  offline: true,
  trust: { kind: 'frozen' },
  malwareUrl: null,
  cachePath: null,
})

async function timeOf(files: Files): Promise<number> {
  const started = performance.now()
  const report = await runGate({
    mode: 'gate',
    base: snapshotOf({ 'package.json': '{}' }),
    head: snapshotOf(files),
    policy: defaultPolicy('.github/mcp-gate.yml', REGISTRY),
    gather,
    now: NOW,
    version: '1.0.0',
  })
  expect(report.verdict).toBe('fail')
  renderTerminal(report, RULES, { colour: false, width: 100, quiet: false, elapsedMs: null })
  return performance.now() - started
}

function snapshotOf(texts: Files): Snapshot {
  const encoder = new TextEncoder()
  const files = new Map(Object.entries(texts).map(([path, text]) => [path, encoder.encode(text)]))
  const oidOf = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest('hex')
  return {
    ref: 'main',
    sha: 'ab'.repeat(20),
    list: async () =>
      [...files].map(([path, bytes]) => ({ path, kind: 'file', oid: oidOf(bytes), size: bytes.length })),
    read: async ({ path }) => files.get(path) ?? new Uint8Array(),
  }
}
