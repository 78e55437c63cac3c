// Writes README's tables of inputs, outputs and permissions between their markers; with --check only says whether they are current.
import { readFileSync, writeFileSync } from 'node:fs'
import { load } from 'js-yaml'

/** What each permission is for. The verdict itself needs the first alone. */
const PERMISSIONS = [
  ['contents: read', 'read both sides of the change and the policy', 'nothing works'],
  [
    'pull-requests: write',
    'review, summary comment',
    'the verdict, annotations and job summary remain; a notice says what was left out',
  ],
  [
    'statuses: write',
    'commit status `mcp-gate` on the head, under `pull_request_target` only',
    'a required status never comes',
  ],
  ['issues: write', 'tracking issue of the audit', 'the verdict and job summary remain'],
  ['security-events: write', 'upload of the SARIF file, in a step of its own', 'no code scanning alerts'],
]
const README = new URL('../README.md', import.meta.url)
const action = load(readFileSync(new URL('../action.yml', import.meta.url), 'utf8'))

const tables = {
  inputs: table(
    ['input', 'default', 'what it does'],
    Object.entries(action.inputs).map(([name, { default: value, description }]) => [
      `\`${name}\``,
      value === '' ? '' : `\`${value}\``,
      description,
    ]),
  ),
  outputs: table(
    ['output', 'what it holds'],
    Object.entries(action.outputs).map(([name, { description }]) => [`\`${name}\``, description]),
  ),
  permissions: table(
    ['permission', 'for', 'without it'],
    PERMISSIONS.map(([name, use, without]) => [`\`${name}\``, use, without]),
  ),
}

const before = readFileSync(README, 'utf8')
const after = Object.entries(tables).reduce((text, [name, rows]) => between(text, name, rows), before)
if (process.argv.includes('--check')) {
  if (after !== before) fail('README.md is not current: run npm run readme-tables')
} else writeFileSync(README, after)

function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function between(text, name, content) {
  const [open, close] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`]
  const [start, end] = [text.indexOf(open), text.indexOf(close)]
  if (start < 0 || end < start) fail(`README.md has no ${open} … ${close}`)
  return `${text.slice(0, start + open.length)}\n${content}\n${text.slice(end)}`
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
