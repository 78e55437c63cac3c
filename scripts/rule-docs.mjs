// Writes docs/rules/README.md, the index of all rules, from their metadata. `--check`: fails where it is stale.
import { readFileSync, writeFileSync } from 'node:fs'
import { RULES } from '../src/rules/index.ts'

const FILE = new URL('../docs/rules/README.md', import.meta.url)

const current = readFileSync(FILE, { encoding: 'utf8', flag: 'a+' })
const wanted = renderIndex(RULES)
if (current !== wanted) {
  if (process.argv.includes('--check')) {
    console.error('docs/rules/README.md is stale: run `npm run rule-docs`.')
    process.exitCode = 1
  } else {
    writeFileSync(FILE, wanted)
  }
}

function renderIndex(rules) {
  const rows = rules.map(
    (rule) => `| [${rule.id}](${rule.id}.md) | ${rule.summary} | ${tiersOf(rule)} | ${messagesOf(rule)} |`,
  )
  return [
    '# Rules',
    '',
    'What the gate judges, from which evidence, and how to mend it. This page is generated from the rules themselves.',
    '',
    'Tiers: `server` is MCP-related, `closure` is installed because a server needs it, `other` is the rest. The policy can change tiers, severities and options of every rule, and turn it off. Where a page says so, the evidence decides the severity.',
    '',
    '| rule | what it wants | tiers | messages and their severities |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    '## Controls',
    '',
    'Which requirements of others each rule serves; shown in SARIF and in the evidence file.',
    '',
    '| control | rules |',
    '| --- | --- |',
    ...controlsOf(rules),
    '',
  ].join('\n')
}

function tiersOf({ tiers }) {
  return tiers.length === 0 ? 'sources' : tiers.join(', ')
}

function messagesOf({ messages }) {
  return Object.entries(messages)
    .map(([id, { severity }]) => `\`${id}\` ${severity}`)
    .join(', ')
}

function controlsOf(rules) {
  const byControl = new Map()
  for (const { id, controls } of rules) {
    for (const control of controls) byControl.set(control, [...(byControl.get(control) ?? []), `[${id}](${id}.md)`])
  }
  return [...byControl]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([control, ids]) => `| ${control} | ${ids.join(', ')} |`)
}
