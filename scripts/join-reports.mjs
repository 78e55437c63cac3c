// Joins the JSON reports of many repositories into one Markdown table; exit 1 unless every repository has passed.
// Usage: REPOSITORIES='["owner/name"]' node scripts/join-reports.mjs <folder of owner__name.json>
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const SEVERITIES = ['critical', 'high', 'moderate', 'low']
const ORDER = ['no report', 'incomplete', 'fail', 'warn', 'pass']
const WORDS = { incomplete: '❌ not finished', fail: '❌ fails', warn: '⚠️ warns', pass: '✅ passes' }

const [folder = '.'] = process.argv.slice(2)
const rows = repositories(process.env['REPOSITORIES']).map((repository) => ({ repository, ...read(repository) }))
rows.sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict) || (a.repository < b.repository ? -1 : 1))
const passed = rows.filter(({ verdict }) => verdict === 'pass' || verdict === 'warn')
console.log(page())
if (passed.length < rows.length) process.exitCode = 1

function repositories(text) {
  const list = JSON.parse(text ?? '[]')
  const isName = (name) => typeof name === 'string' && /^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(name)
  if (!Array.isArray(list) || list.length === 0 || !list.every(isName)) {
    throw new Error('REPOSITORIES must be a JSON list of owner/name')
  }
  return [...new Set(list)]
}

/** A report is another repository's word: only its verdict and numbers are taken from it. */
function read(repository) {
  try {
    const { verdict, counts } = JSON.parse(readFileSync(join(folder, `${repository.replace('/', '__')}.json`), 'utf8'))
    const numbers = SEVERITIES.map((severity) => counts[severity])
    if (Object.hasOwn(WORDS, verdict) && numbers.every(Number.isSafeInteger)) return { verdict, numbers }
  } catch (error) {
    // No file, no JSON or another shape: the audit of this repository has not come to its end.
    if (!(error instanceof SyntaxError || error instanceof TypeError || error.code === 'ENOENT')) throw error
  }
  return { verdict: 'no report', numbers: SEVERITIES.map(() => '') }
}

function page() {
  const heads = ['repository', 'verdict', ...SEVERITIES]
  const cells = rows.map(({ repository, verdict, numbers }) => [
    `\`${repository}\``,
    WORDS[verdict] ?? '❌ no report',
    ...numbers,
  ])
  const table = [heads, heads.map(() => '---'), ...cells].map((row) => `| ${row.join(' | ')} |`)
  return [`### MCP audit: ${passed.length} of ${rows.length} repositories pass`, '', ...table].join('\n')
}
