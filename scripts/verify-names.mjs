// Holds the record of known MCP packages against a registry, one name after the other, and prints what differs.
// usage: node scripts/verify-names.mjs [--registry URL] [NAME…]   (without names: the whole record, at about two a second)
// Changes nothing. Exit 1 if a name is gone or names another repository, 3 if the registry did not answer for some.
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import npmFetch from 'npm-registry-fetch'

const PAUSE_MS = 500
const { values, positionals } = parseArgs({ allowPositionals: true, options: { registry: { type: 'string' } } })
const record = JSON.parse(readFileSync(new URL('../src/mcp/data/known-mcp-packages.json', import.meta.url), 'utf8'))
const wanted = positionals.length === 0 ? record : record.filter(({ name }) => positionals.includes(name))
for (const name of positionals)
  if (!record.some((entry) => entry.name === name)) console.log(`?  ${name}: not in the record`)

const tally = { same: 0, differs: 0, unanswered: 0 }
for (const [index, entry] of wanted.entries()) {
  if (index > 0) await pause(PAUSE_MS)
  const { outcome, text } = await compare(entry)
  tally[outcome]++
  if (outcome !== 'same') console.log(`${outcome === 'differs' ? '!' : '?'}  ${entry.name}: ${text}`)
}
console.log(
  `${wanted.length} names: ${tally.same} as recorded, ${tally.differs} differ, ${tally.unanswered} without an answer`,
)
process.exitCode = tally.differs > 0 ? 1 : tally.unanswered > 0 ? 3 : 0

/** What the registry says of one entry; a repository is compared without protocol, case and ending. */
async function compare({ name, repository }) {
  try {
    const options = values.registry === undefined ? {} : { registry: values.registry }
    const packument = await npmFetch.json(`/${encodeURIComponent(name).replace(/^%40/, '@')}`, {
      ...options,
      retry: { retries: 1, minTimeout: 2000 },
      timeout: 20_000,
    })
    const now = plainRepository(packument.repository)
    if (Object.keys(packument.versions ?? {}).length === 0)
      return { outcome: 'differs', text: 'no version is published' }
    if (repository === null || now === plainRepository(repository)) return { outcome: 'same', text: '' }
    return { outcome: 'differs', text: `recorded ${repository}, the registry says ${now ?? 'none'}` }
  } catch (error) {
    if (error.statusCode === 404) return { outcome: 'differs', text: 'not in the registry' }
    return { outcome: 'unanswered', text: error.code ?? error.message }
  }
}

function plainRepository(repository) {
  const url = typeof repository === 'string' ? repository : repository?.url
  if (typeof url !== 'string') return null
  const path = url
    .replace(/^(git\+)?(https?|ssh|git):\/\//, '')
    .replace(/^git@/, '')
    .replace(':', '/')
  const [host, owner, project] = path.replace(/^github\//, 'github.com/').split(/[/#]/)
  return `${host}/${owner}/${project}`.replace(/\.git$/, '').toLowerCase()
}
