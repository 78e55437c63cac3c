// The cells of a row: what was checked of a server and what came of it, from findings and evidence.
import type { ObservationName } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import { observedValue } from '../model/observation.ts'
import type { Policy } from '../model/policy.ts'
import type { Check, Row } from '../model/report.ts'
import type { Subject } from '../model/rule.ts'
import { reaches } from '../model/severity.ts'
import { workflowOf } from '../rules/shared/identity.ts'
import { type Proof, proofsOf } from '../rules/shared/proof.ts'
import { scriptsOf } from '../rules/shared/scripts.ts'

export type Cells = Pick<Row, 'listed' | 'pinned' | 'proved' | 'scripts' | 'age'>
type Cell = keyof Cells

interface Judged {
  /** The findings about these subjects' name. */
  readonly findings: readonly Finding[]
  readonly policy: Policy
}

export const noCells: Cells = {
  listed: 'nothing',
  pinned: 'nothing',
  proved: 'nothing',
  scripts: 'nothing',
  age: 'nothing',
}

/** Rules, or single messages, whose findings decide a cell. */
const DECIDED_BY: Readonly<Record<Cell, readonly string[]>> = {
  listed: [
    'allowlist',
    'client-config/remote-not-allowlisted',
    'client-config/local-command',
    'client-config/unreadable-launch',
  ],
  pinned: ['exact-pin', 'integrity'],
  proved: ['provenance', 'registry-signature'],
  scripts: ['install-script'],
  age: ['cooldown'],
}

/** Evidence without which a cell can't be said to hold. */
const NEEDED: Readonly<Record<Cell, readonly ObservationName[]>> = {
  listed: [],
  pinned: ['packument'],
  proved: ['attestation', 'registry-signature'],
  scripts: ['packument', 'tarball'],
  age: ['packument'],
}

/** Whether the evidence that there is says anything at all about a cell. */
const SAYS: Readonly<Record<Cell, (subject: Subject) => boolean>> = {
  listed: () => true,
  // Of a line that cannot be told, nothing can be told to be fixed either.
  pinned: ({ component }) => component.pinned !== null && component.ecosystem !== 'unknown',
  proved: (subject) => proofsFor(subject).length > 0,
  scripts: ({ component, evidence }) => scriptsOf(component, evidence).runs !== null,
  age: (subject) => publishedOf(subject) !== null,
}

/** An open finding at or above the policy's threshold fails a cell; a lesser or waived one warns; lost evidence is never `holds`. */
export function toCells(subjects: readonly Subject[], judged: Judged): Cells {
  const check = (cell: Cell) => checkOf(cell, subjects, judged)
  return {
    listed: check('listed'),
    pinned: check('pinned'),
    proved: check('proved'),
    scripts: check('scripts'),
    age: check('age'),
  }
}

function checkOf(cell: Cell, subjects: readonly Subject[], { findings, policy }: Judged): Check {
  const labels = DECIDED_BY[cell]
  const own = findings.filter(({ rule, id }) => labels.includes(rule) || labels.includes(`${rule}/${id}`))
  if (own.some(({ status, severity }) => status === 'open' && reaches(severity, policy.failOn))) return 'fails'
  if (subjects.some(({ evidence }) => NEEDED[cell].some((name) => isLost(evidence[name])))) return 'unchecked'
  // To have no provenance is nothing wrong where nobody asked for it: it is shown as nothing to check.
  const telling = own.filter(({ rule, id }) => `${rule}/${id}` !== 'provenance/missing')
  if (telling.length > 0) return 'warns'
  const isOff = labels.every((label) => policy.rules[label.split('/')[0] ?? '']?.enabled === false)
  return isOff || !subjects.some(SAYS[cell]) ? 'nothing' : 'holds'
}

function isLost(observation: Subject['evidence'][ObservationName]): boolean {
  return observation.status === 'unavailable' && observation.reason !== 'not-gathered'
}

/** Milliseconds since the youngest of them was published; null where none tells. */
export function ageOf(subjects: readonly Subject[], now: number): number | null {
  const ages = subjects.flatMap((subject) => publishedOf(subject) ?? []).map((published) => now - published)
  return ages.length === 0
    ? null
    : Math.max(
        0,
        ages.reduce((one, other) => Math.min(one, other)),
      )
}

function publishedOf({ evidence }: Subject): number | null {
  const release = observedValue(evidence.release)
  return release?.published ?? observedValue(evidence.packument)?.times.get(release?.version ?? '') ?? null
}

/** What was proved of them, where no finding disputes it, and what could not be checked and why; each once. */
export function toNotes(subjects: readonly Subject[], findings: readonly Finding[]): readonly string[] {
  const disputed = new Set(findings.flatMap(({ rule, purl }) => (rule === 'provenance' && purl !== null ? [purl] : [])))
  const proved = subjects.filter(({ component }) => !disputed.has(component.purl)).flatMap(proofsFor)
  return [...new Set([...proved.map(toSentence), ...subjects.flatMap(lostOf)])]
}

function proofsFor({ evidence }: Subject): readonly Proof[] {
  return proofsOf(observedValue(evidence.attestation) ?? [])
}

function toSentence({ signer }: Proof): string {
  const workflow = workflowOf(signer)?.split('/').at(-1) ?? 'an unnamed workflow'
  const repository = signer.sourceRepository?.replace('https://', '') ?? 'an unnamed repository'
  const commit = signer.sourceCommit === null ? '' : `, commit ${signer.sourceCommit.slice(0, 7)}`
  return `Built by ${workflow} of ${repository} at ${signer.sourceRef ?? 'no ref'}${commit}, as its certificate shows.`
}

function lostOf({ evidence }: Subject): readonly string[] {
  const names = [...new Set(Object.values(NEEDED).flat())]
  return names.flatMap((name) => {
    const seen = evidence[name]
    if (seen.status !== 'unavailable' || seen.reason === 'not-gathered') return []
    return [`The ${name} could not be checked: ${seen.detail} (${seen.reason}).`]
  })
}
