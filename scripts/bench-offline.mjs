// What costs without any network: start-up, comparing lockfiles, growth with size, memory, and the bounds of Arborist's thread.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { growingRepository, lockfileRepository } from './bench-lockfiles.mjs'
import { measureAll, ms, peakMemory, printTable, times } from './bench-measure.mjs'

const CLI = 'dist/cli.js'

/** (a) A pull request that changes only a README. */
export function benchStartup({ runs }) {
  const repository = lockfileRepository(2300, 10)
  const [bare, check, tree] = measureAll(
    [
      { name: 'node -e 0', args: ['-e', '0'] },
      { name: 'check, only a README changed', args: checkArgs(repository, 'readme') },
      { name: 'the same on the working tree', args: [CLI, 'check', '--repo', repository.directory, '--base', 'main'] },
    ],
    runs,
  )
  repository.remove()
  printTable(['process', 'median', 'processor', 'of bare'], [bare, check, tree].map(rowAgainst(bare)))
}

/** (b) A small change of a lockfile of 2,300 packages, beside what others do with the same two files. */
export async function benchDiff({ runs, folder }) {
  const repository = lockfileRepository(2300, 10)
  const files = await Promise.all(
    ['main', 'bump'].map(async (ref) => {
      const path = join(folder, `${ref}-package-lock.json`)
      await writeFile(path, repository.git('show', `${ref}:package-lock.json`))
      return path
    }),
  )
  const git = ['--repo', repository.directory, '--base', 'main', '--head', 'bump']
  const measured = measureAll(
    [
      { name: 'start-up + JSON.parse of both', args: ['scripts/bench-peers.mjs', 'parse', ...files] },
      { name: 'the same, read by git', args: ['scripts/bench-peers.mjs', 'git', repository.directory] },
      { name: 'mcp-gate diff', args: [CLI, 'diff', ...git] },
      { name: 'mcp-gate check --offline', args: [CLI, 'check', '--offline', ...git] },
      { name: 'lockparse 0.5.2, both', args: ['scripts/bench-peers.mjs', 'lockparse', ...files] },
      { name: 'host and scheme of each URL', args: ['scripts/bench-peers.mjs', 'hosts', ...files] },
      { name: 'Arborist loadVirtual, both', args: ['scripts/bench-peers.mjs', 'arborist', ...files] },
    ],
    runs,
  )
  repository.remove()
  printTable(['process', 'median', 'processor', 'of parsing'], measured.map(rowAgainst(measured[0])))
  console.log(`
  lockparse gives names, versions and edges: no integrity, no address, no comparison, no verdict.
  Host and scheme is what lockfile-lint judges: one file, no graph, no change, no client configs.
  Arborist's trees are where \`npm audit signatures\` starts, from disk; two full trees, nothing compared yet.`)
}

/** (c) Four times the packages. */
export function benchGrowth({ runs }) {
  const sizes = [1000, 4000, 16_000]
  const repositories = sizes.map((size) => lockfileRepository(size, 10))
  const measured = measureAll(
    [
      { name: 'node -e 0', args: ['-e', '0'] },
      ...repositories.map((repository, at) => ({
        name: `diff, ${sizes[at]} packages`,
        args: [CLI, 'diff', ...refs(repository)],
      })),
    ],
    Math.ceil(runs / 2),
  )
  for (const repository of repositories) repository.remove()
  printTable(
    ['process', 'median', 'processor', 'of a quarter'],
    measured.map(({ name, wall, cpu }, at) => [
      name,
      ms(wall),
      ms(cpu),
      at < 2 ? '' : times(wall, measured[at - 1].wall),
    ]),
  )
}

/** (d) Memory. */
export function benchMemory() {
  const repository = lockfileRepository(20_000, 10)
  const rows = [
    ['diff', [CLI, 'diff', ...refs(repository)]],
    ['check --offline', [CLI, 'check', '--offline', ...refs(repository)]],
    ['audit --offline', [CLI, 'audit', '--offline', '--repo', repository.directory, '--ref', 'bump']],
  ].map(([name, args]) => [`${name}, 20,000 packages`, `${peakMemory({ args }).toFixed(0)} MiB`])
  repository.remove()
  printTable(['process', 'peak memory'], rows)
}

/** Arborist in its thread: thousands of new entries. */
export function benchWorker() {
  const repository = growingRepository(1000, 5000)
  const [check] = measureAll(
    [{ name: 'check --offline, 5,000 new entries', args: [CLI, 'check', '--offline', ...refs(repository)] }],
    3,
  )
  repository.remove()
  printTable(['process', 'median', 'processor'], [[check.name, ms(check.wall), ms(check.cpu)]])
}

function refs(repository) {
  return ['--repo', repository.directory, '--base', 'main', '--head', 'bump']
}

function checkArgs(repository, head) {
  return [CLI, 'check', '--repo', repository.directory, '--base', 'main', '--head', head]
}

function rowAgainst(first) {
  return ({ name, wall, cpu }) => [name, ms(wall), ms(cpu), times(wall, first.wall)]
}
