// Lockfiles of any size, as npm writes them: invented packages in a tree, of which a few are MCP servers.
import { createHash } from 'node:crypto'
import { makeRepository } from '../__tests__/support/repository.ts'

const HOST = 'https://registry.example.test'
/** Most lockfiles hold a handful of servers. */
const SERVER_EVERY = 500

/** A repository with the branches `main`, `readme` (only a README differs) and `bump` (`changed` entries have a new version). */
export function lockfileRepository(size, changed) {
  const repository = makeRepository({ 'README.md': '# Example\n', ...filesOf(size, 0) })
  repository.git('checkout', '--quiet', '-b', 'readme')
  repository.commit({ 'README.md': '# Another example\n' })
  repository.git('checkout', '--quiet', '-b', 'bump', 'main')
  repository.commit(filesOf(size, changed))
  repository.git('checkout', '--quiet', 'readme')
  return repository
}

/** A repository whose branch `bump` adds `added` entries to one of `size`, each asked for by a tag: only Arborist knows whether that is met. */
export function growingRepository(size, added) {
  const repository = makeRepository({ 'README.md': '# Example\n', ...filesOf(size, 0, 'latest') })
  repository.git('checkout', '--quiet', '-b', 'bump')
  repository.commit(filesOf(size + added, 0, 'latest'))
  return repository
}

export function filesOf(size, changed, range = '^1.0.0') {
  const dependencies = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [nameAt(at), range]))
  const step = Math.max(1, Math.floor(size / Math.max(1, changed)))
  const packages = { '': { name: 'example', version: '1.0.0', dependencies } }
  for (let at = 0; at < size; at += 1) {
    const isChanged = changed > 0 && at % step === 0 && at / step < changed
    packages[`node_modules/${nameAt(at)}`] = entryAt(at, size, { isChanged, range })
  }
  const lockfile = { name: 'example', version: '1.0.0', lockfileVersion: 3, requires: true, packages }
  return {
    'package.json': `${JSON.stringify({ name: 'example', version: '1.0.0', dependencies }, null, 2)}\n`,
    'package-lock.json': `${JSON.stringify(lockfile, null, 2)}\n`,
  }
}

function nameAt(at) {
  return at >= 10 && at % SERVER_EVERY === 10 ? `acme-${at}-mcp` : `package-${at}`
}

function entryAt(at, size, { isChanged, range }) {
  const version = `1.${at % 7}.${isChanged ? 1 : 0}`
  const name = nameAt(at)
  const needed = [1, 2, 3].map((branch) => at * 3 + 7 + branch).filter((other) => other < size)
  return {
    version,
    resolved: `${HOST}/${name}/-/${name}-${version}.tgz`,
    integrity: `sha512-${createHash('sha512').update(`${name}@${version}`).digest('base64')}`,
    license: 'MIT',
    dependencies: Object.fromEntries(needed.map((other) => [nameAt(other), range])),
    engines: { node: '>=18' },
  }
}
