// How often the rule `capabilities` speaks of honest releases: consecutive versions of a few well-known MCP packages, from the real registry.
// usage: node scripts/bench-capabilities.mjs [--releases N]   (packuments and tarballs of the packages named here, nothing else)
import semver from 'semver'
import { aChange, aComponent, aContext, aSubject } from '../__tests__/support/builders.ts'
import { openGathering } from '../src/evidence/gather.ts'
import { capabilities } from '../src/rules/capabilities.ts'
import { printTable } from './bench-measure.mjs'

const PACKAGES = [
  '@modelcontextprotocol/server-filesystem',
  '@modelcontextprotocol/sdk',
  '@playwright/mcp',
  '@upstash/context7-mcp',
  'firecrawl-mcp',
  'mcp-remote',
]
const at = process.argv.indexOf('--releases')
const RELEASES = at < 0 ? 9 : Number(process.argv[at + 1])

const gathering = openGathering({
  registries: [],
  auth: new Map(),
  offline: false,
  trust: { kind: 'frozen' },
  malwareUrl: null,
  cachePath: null,
})

const pairs = []
for (const name of PACKAGES) pairs.push(...(await pairsOf(name)))
const rows = Object.entries(Object.groupBy(pairs, ({ kind }) => kind)).map(([kind, all]) => {
  const silent = all.filter(({ findings }) => findings.length === 0)
  return [kind, all.length, silent.length, `${Math.round((100 * silent.length) / all.length)} %`]
})
printTable(['kind of release', 'releases', 'nothing reported', 'share'], rows)
for (const { name, before, after, findings } of pairs.filter((pair) => pair.findings.length > 0)) {
  console.log(`\n${name} ${before} -> ${after}`)
  for (const { id, args } of findings) console.log(`  ${id}: ${args.what ?? args.address}`)
}

/** The newest releases without pre-releases, each with the one before it. */
async function pairsOf(name) {
  const asked = wanted(name, null, ['packument'])
  const { packument } = (await gathering([asked])).of(asked.purl)
  if (packument.status !== 'observed') throw new Error(`${name}: ${packument.detail ?? packument.status}`)
  const versions = [...packument.value.releases.keys()].filter((version) => semver.prerelease(version) === null)
  const newest = versions.sort(semver.compare).slice(-RELEASES)
  const questions = newest.map((version) => wanted(name, version, ['tarball']))
  const answers = await gathering(questions)
  const evidence = questions.map(({ purl }) => answers.of(purl))
  return newest.slice(1).flatMap((after, index) => {
    const before = newest[index]
    const [now, then] = [evidence[index + 1], evidence[index]]
    for (const { tarball, purl } of [now, then])
      if (tarball.status !== 'observed') throw new Error(`${purl}: ${tarball.detail ?? tarball.status}`)
    return {
      name,
      before,
      after,
      kind: semver.diff(before, after),
      findings: judge({ name, before, after, now, then }),
    }
  })
}

function judge({ name, before, after, now, then }) {
  const component = aComponent({ name, version: after, purl: purlOf(name, after) })
  const replaces = aComponent({ name, version: before, purl: purlOf(name, before) })
  const change = aChange({ kind: 'updated', tier: 'server', name, before: [replaces], after: [component] })
  const subject = aSubject({ change, component, replaces, evidence: now, evidenceBefore: then })
  return capabilities.check(aContext({ subjects: [subject], options: { expected: [] } }))
}

function wanted(name, version, observations) {
  return { purl: purlOf(name, version), ecosystem: 'npm', name, version, observations }
}

function purlOf(name, version) {
  return `pkg:npm/${name.replace('@', '%40')}${version === null ? '' : `@${version}`}`
}
