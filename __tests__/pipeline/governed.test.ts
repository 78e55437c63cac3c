// Configs that stay as they are and may launch something else: which of them a change reaches, and what is not its business.
import { expect, test } from '@jest/globals'
import type { Snapshot } from '../../src/model/snapshot.ts'
import { collect } from '../../src/pipeline/collect.ts'
import { governedConfigs } from '../../src/pipeline/governed.ts'

const PATHS = new Set([
  '.mcp.json',
  'package.json',
  'package-lock.json',
  'app/.cursor/mcp.json',
  'web/.mcp.json',
  'web/package.json',
  'web/package-lock.json',
  'README.md',
])

test.each<[string, readonly string[], readonly string[]]>([
  ['the lockfile at the root', ['package-lock.json'], ['.mcp.json', 'app/.cursor/mcp.json']],
  ['the manifest at the root', ['package.json'], ['.mcp.json', 'app/.cursor/mcp.json']],
  ['the lockfile of a folder', ['web/package-lock.json'], ['web/.mcp.json']],
  ['a lockfile that is removed', ['app/yarn.lock'], ['app/.cursor/mcp.json']],
  ['no lockfile', ['README.md', '.mcp.json'], []],
])('%s reaches the configs it governs', (_, changed, reached) => {
  expect(governedConfigs(changed, PATHS)).toEqual(reached)
})

function aSnapshot(files: Readonly<Record<string, string>>): Snapshot {
  const list = Object.entries(files).map(([path, text]) => ({ path, kind: 'file' as const, oid: text, size: null }))
  return { ref: 'x', sha: null, list: async () => list, read: async ({ oid }) => Buffer.from(oid ?? '') }
}

const LAUNCHING = '{"mcpServers": {"s": {"command": "npx", "args": ["--no", "tool"]}}}'
const collected = async (config: string, ignore: readonly string[] = []) => {
  const both = { '.mcp.json': config, 'README.md': 'x' }
  const base = aSnapshot({ ...both, 'package.json': '{"dependencies": {"tool": "1.0.0"}}' })
  const head = aSnapshot({ ...both, 'package.json': '{"dependencies": {"tool": "1.0.1"}}' })
  const { head: inventory } = await collect({ base, head, ignore })
  return inventory.sources.map(({ path, status }) => `${path} ${status}`)
}

test('a config that is reached is read with the change', async () => {
  expect(await collected(LAUNCHING)).toEqual(['.mcp.json read', 'package.json read'])
})

test('a config that could not be read before, or that the policy ignores, is none of the change’s business', async () => {
  expect(await collected('{')).toEqual(['package.json read'])
  expect(await collected(LAUNCHING, ['.mcp.json'])).toEqual(['package.json read'])
})
