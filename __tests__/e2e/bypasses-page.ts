// docs/bypasses.md, from the table that the tests run.
import { type Attempt, ELSEWHERE, OWN, PEERS } from './bypasses-table.ts'

export function renderBypasses(): string {
  return [
    '# Ways past a gate, and what becomes of them here',
    '',
    'Each row is a change that somebody could propose, run against the built command or the built Action by the test that is named. This page is generated from those tests: `npm run test-docs`.',
    '',
    '## What passes other gates',
    '',
    'The second column tells what was seen, or read in their source, of e18e/action-dependency-diff, danielroe/provenance-action, lockfile-lint, vet and lockvet.',
    '',
    '| attempt | others | here | test |',
    '| --- | --- | --- | --- |',
    ...PEERS.map((attempt) =>
      row(attempt.attempt, attempt.peers ?? '', outcomeOf(attempt), `bypasses: ${attempt.attempt}`),
    ),
    ...ELSEWHERE.map(({ attempt, peers, outcome, test }) => row(attempt, peers ?? '', outcome, test)),
    '',
    '## What an adversary of this gate would try',
    '',
    '| attempt | here | test |',
    '| --- | --- | --- |',
    ...OWN.map((attempt) => row(attempt.attempt, outcomeOf(attempt), `bypasses: ${attempt.attempt}`)),
    '',
    '## What is out of reach',
    '',
    '- What a submodule holds is not read; only one in place of a folder of client configs is reported.',
    '- A link in place of such a folder is reported when it is added or changed, and by every audit; not when only the files it leads to change.',
    '- Scripts of the repository itself (`scripts` of its `package.json`, its own code) are code to review, not dependencies. What a client config launches through them is judged.',
    '- A `file:` folder of the repository is its own code too. It is listed, and judged by no registry.',
    '',
  ].join('\n')
}

function outcomeOf({ reports, warns }: Attempt): string {
  const ids = reports.map((id) => `\`${id}\``).join(', ')
  return warns === true ? `told: ${ids}` : `fails: ${ids}`
}

function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('<', '&lt;')).join(' | ')} |`
}
