// What evidence costs: whole gates against a registry double on loopback, with every request counted.
import { join } from 'node:path'
import { projectFiles } from '../__tests__/support/project.ts'
import { startRegistry } from '../__tests__/support/registry.ts'
import { makeRepository } from '../__tests__/support/repository.ts'
import { median, ms, printTable, runBeside } from './bench-measure.mjs'

const CLI = 'dist/cli.js'
const DAY = 86_400_000

/** (e) The pull request that this is all about. */
export async function benchGate({ runs, folder }) {
  const stage = await openStage({ servers: 3, folder })
  const samples = []
  for (let run = 0; run < Math.ceil(runs / 2); run += 1) samples.push(await stage.check())
  await stage.close()
  printTable(
    ['process', 'median', 'processor'],
    [
      [
        'check, 3 servers bumped',
        ms(median(samples.map(({ wall }) => wall))),
        ms(median(samples.map(({ cpu }) => cpu))),
      ],
    ],
  )
  printRequests(samples[0].requests)
}

/** (g) How it grows with what changed. */
export async function benchGathering({ folder }) {
  const rows = []
  for (const servers of [1, 10, 50]) {
    const stage = await openStage({ servers, folder })
    const samples = [await stage.check(), await stage.check(), await stage.check()]
    await stage.close()
    const counted = countByKind(samples[0].requests)
    rows.push([
      `${servers} bumped`,
      ms(median(samples.map(({ wall }) => wall))),
      ms(median(samples.map(({ cpu }) => cpu))),
      ...KINDS.map(([kind]) => counted[kind] ?? 0),
    ])
  }
  printTable(['servers', 'median', 'processor', ...KINDS.map(([kind]) => kind)], rows)
}

/** (h) The scheduled audit of a large fleet, far from its registry. */
export async function benchAudit({ folder }) {
  const stage = await openStage({ servers: 500, folder })
  stage.registry.fail(/^/, { kind: 'delay', ms: 50 })
  const { wall, cpu, peak, requests } = await stage.audit()
  const counted = countByKind(requests)
  await stage.close()
  printTable(
    ['process', 'time', 'processor', 'peak memory', ...KINDS.map(([kind]) => kind)],
    [['audit, 500 servers', ms(wall), ms(cpu), `${peak.toFixed(0)} MiB`, ...KINDS.map(([kind]) => counted[kind] ?? 0)]],
  )
}

const KINDS = [
  ['packuments', /^GET \/(@[^/]+%2f)?[^/]+$/],
  ['attestations', /\/-\/npm\/v1\/attestations\//],
  ['tarballs', /\.tgz$/],
  ['advisories', /\/security\/advisories\/bulk$/],
  ['malware', /\/osv\//],
  ['trust root', /\/tuf\//],
  ['keys', /\/-\/npm\/v1\/keys$/],
]

function countByKind(requests) {
  const kinds = requests.map((line) => KINDS.find(([, pattern]) => pattern.test(line))?.[0] ?? line)
  return Object.fromEntries([...Map.groupBy(kinds, (kind) => kind)].map(([kind, all]) => [kind, all.length]))
}

function printRequests(requests) {
  for (const [kind, count] of Object.entries(countByKind(requests)))
    console.log(`  ${String(count).padStart(4)} ${kind}`)
}

/** A registry with so many servers in two releases each, and a repository in which a branch bumps all of them. */
async function openStage({ servers, folder }) {
  const registry = await startRegistry()
  const names = Array.from({ length: servers }, (_, at) => `acme-${at}-mcp`)
  const integrities = new Map()
  for (const name of names)
    for (const [version, age] of [
      ['1.0.0', 400],
      ['1.1.0', 100],
    ]) {
      const { integrity } = await registry.publish({
        name,
        version,
        published: Date.now() - age * DAY,
        provenance: { repository: 'acme/servers' },
        files: { 'index.js': `fetch('https://api.acme.example/${name}')\n`.repeat(200) },
      })
      integrities.set(`${name}@${version}`, integrity)
    }
  const filesAt = (version) =>
    projectFiles({
      dependencies: Object.fromEntries(names.map((name) => [name, version])),
      locked: Object.fromEntries(
        names.map((name) => [name, { version, integrity: integrities.get(`${name}@${version}`) }]),
      ),
    })
  const policy = [
    'version: 1',
    'registries:',
    `  - url: ${registry.url}`,
    'allow:',
    ...names.map((name) => `  - { package: "${name}", versions: ">=1", source: github.com/acme/servers }`),
    '',
  ]
  const repository = makeRepository({ ...filesAt('1.0.0'), '.github/mcp-gate.yml': policy.join('\n') })
  repository.git('checkout', '--quiet', '-b', 'bump')
  repository.commit(filesAt('1.1.0'))
  const root = await registry.writeTufRoot(folder)
  const env = { XDG_CACHE_HOME: join(folder, String(servers)) }
  const world = [
    '--repo',
    repository.directory,
    '--registry',
    registry.url,
    '--tuf-mirror',
    registry.tufMirror,
    '--tuf-root',
    root,
    '--osv',
    registry.malwareUrl,
  ]
  const run = async (args) => {
    const seen = registry.requests.length
    const measured = await runBeside({ args: [CLI, ...args, ...world], env })
    if (![0, 1].includes(measured.exit)) throw new Error(`${args[0]} ended with ${measured.exit}`)
    return { ...measured, requests: registry.requests.slice(seen).map(({ method, path }) => `${method} ${path}`) }
  }
  return {
    registry,
    check: () => run(['check', '--base', 'main', '--head', 'bump']),
    audit: () => run(['audit', '--ref', 'bump']),
    close: async () => {
      repository.remove()
      await registry.close()
    },
  }
}
