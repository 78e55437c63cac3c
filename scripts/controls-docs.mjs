// Writes the table of controls in docs/evidence.md from the rules' metadata. `--check`: fails where it is stale.
import { readFileSync, writeFileSync } from 'node:fs'
import { RULES } from '../src/rules/index.ts'

const FILE = new URL('../docs/evidence.md', import.meta.url)
const [OPEN, CLOSE] = ['<!-- controls:begin -->', '<!-- controls:end -->']
/** Columns of the table, with the beginning that a rule's control has where it belongs there. */
const FAMILIES = [
  ['CWE', 'CWE-'],
  ['OWASP MCP Top 10', 'OWASP-'],
  ['SLSA', 'SLSA'],
  ['NIST SSDF', 'NIST-SSDF/'],
  ['MCP-SUPPLY-02', 'MCP-SUPPLY-02/'],
]

const before = readFileSync(FILE, 'utf8')
const [start, end] = [before.indexOf(OPEN), before.indexOf(CLOSE)]
if (start < 0 || end < start) throw new Error(`docs/evidence.md has no ${OPEN} … ${CLOSE}`)
const after = `${before.slice(0, start + OPEN.length)}\n${table()}\n${before.slice(end)}`
if (after !== before) {
  if (process.argv.includes('--check')) {
    console.error('docs/evidence.md is stale: run npm run controls-docs')
    process.exitCode = 1
  } else {
    writeFileSync(FILE, after)
  }
}

function table() {
  const heads = ['rule', ...FAMILIES.map(([name]) => name)]
  return [heads, heads.map(() => '---'), ...RULES.map(row)].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function row({ id, controls }) {
  return [`[${id}](rules/${id}.md)`, ...FAMILIES.map(([, prefix]) => shown(controls, prefix))]
}

function shown(controls, prefix) {
  const own = controls.filter((control) => control.startsWith(prefix))
  if (prefix === 'CWE-') return own.map(cweLink).join(', ')
  if (prefix === 'SLSA') return own.length > 0 ? 'yes' : ''
  return own.map((control) => control.slice(prefix.length)).join(', ')
}

function cweLink(control) {
  return `[${control}](https://cwe.mitre.org/data/definitions/${control.slice(4)}.html)`
}
