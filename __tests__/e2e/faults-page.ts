// docs/faults.md, from the tables that the tests run.
import { type Consequence, GITHUB_FAULTS_ALL, GITHUB_REQUESTS } from './faults-github-table.ts'
import {
  EVIDENCE,
  EVIDENCE_FAULTS,
  GITHUB_FAULTS,
  GITHUB_READS,
  GITHUB_WRITES,
  REPORT,
  reportedFor,
} from './faults-table.ts'

export function renderFaults(): string {
  return [
    '# When a service fails',
    '',
    'What the gate says when a request it makes goes wrong. A fault never makes a verdict better: each line is run by the end-to-end tests, from which this page is generated (`npm run test-docs`).',
    '',
    '## Registry, trust root, advisories',
    '',
    'A fault that passes is asked over, three times in all, with growing pauses and no longer than the bounds in `src/evidence/bounds.ts`. One that stays is reported at the package it concerns, and fails by default; with `unavailable: warn` it is told and the rest decides.',
    '',
    '| request | fault | reported |',
    '| --- | --- | --- |',
    ...EVIDENCE.flatMap((request) => byOutcome(request).map(([faults, ids]) => row(request.request, faults, ids))),
    row(REPORT.request, EVIDENCE_FAULTS.map(({ fault }) => fault).join('; '), `\`${REPORT.reported}\` all the same`),
    '',
    'The keys of a registry are asked for only where the trust root does not vouch for its host.',
    '',
    '## GitHub',
    '',
    'A client of its own asks half a minute for each attempt, and three times where that helps; a write that was perhaps done is not repeated. No other host is ever asked, and no answer of more than 32 MB is read. Each request of the second table meets each fault of the first.',
    '',
    '| fault | without a verdict it ends in |',
    '| --- | --- |',
    ...GITHUB_FAULTS_ALL.map(({ fault, codes }) => row(fault, codes.map((code) => `\`${code}\``).join(' or '))),
    '',
    '| request | what becomes of the run |',
    '| --- | --- |',
    ...GITHUB_REQUESTS.map(({ request, becomes }) => row(request, inWords(becomes))),
    '',
    'The files of a central policy are listed and read like those of the repository itself. The gate makes no check runs: its job is the check.',
    '',
    '### The whole Action, reading',
    '',
    'Without both sides and the policy there is no verdict: the output `verdict` is `incomplete`, the job fails, and a commit status that is due says `error`.',
    '',
    '| request | fault | exit | the log says |',
    '| --- | --- | --- | --- |',
    ...GITHUB_FAULTS.map(({ fault, exit, says }) => row(READS, fault, String(exit), `${says} …`)),
    row(READS, 'an answer cut off, or a page in place of data', '3', 'what was wrong with the answer'),
    '',
    '### The whole Action, writing',
    '',
    'Saying is not judging: the verdict, the annotations, the job summary and the outputs stand, and a notice tells what was not posted.',
    '',
    '| request | the log says |',
    '| --- | --- |',
    ...GITHUB_WRITES.map(({ request, says }) =>
      row(request, says === '' ? 'comments stand on no line; the summary has them all' : `${says}: …`),
    ),
    '',
  ].join('\n')
}

function inWords(becomes: Consequence): string {
  if (becomes.kind === 'ends') return 'there is no verdict: `incomplete`'
  if (becomes.kind === 'silent') return `the verdict stands; ${becomes.instead}`
  return [`the verdict stands, and a notice says “${becomes.says}”`, becomes.besides].filter(Boolean).join('; ')
}

const READS = GITHUB_READS.map(({ request }) => request).join(', ')

/** Faults of one request, joined where they are told in the same way. */
function byOutcome(request: (typeof EVIDENCE)[number]): readonly (readonly [faults: string, ids: string])[] {
  const groups = Map.groupBy(EVIDENCE_FAULTS, (fault) => reportedFor(request, fault).join(' '))
  return [...groups].map(([ids, faults]) => [
    faults.map(({ fault }) => fault).join('; '),
    ids
      .split(' ')
      .map((id) => `\`${id}\``)
      .join(', '),
  ])
}

function row(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
