// Annotations of a workflow run: what blocks first, at most ten of each level, because GitHub drops the rest in silence.
import type { Report } from '../model/report.ts'
import type { RuleCatalogue } from '../model/rule.ts'
import { reaches } from '../model/severity.ts'
import { byFinding, isSilence, type Joined } from './alike.ts'
import { clip, disarm, plain } from './escape.ts'
import { standingOf } from './standing.ts'
import { kinSentence, plainMessage } from './wording.ts'

/** The parts of one `core.error`, `core.warning` or `core.notice`. */
export interface Annotation {
  readonly message: string
  readonly title: string
  readonly file: string
  readonly startLine: number
}

export interface AnnotationPlan {
  readonly errors: readonly Annotation[]
  readonly warnings: readonly Annotation[]
  readonly notices: readonly Annotation[]
  /** How many found no room. */
  readonly left: number
}

const PER_LEVEL = 10
/** The runner cuts messages at 4096 characters. */
const MESSAGE_LENGTH = 3000

/** Errors are findings that fail the check; of the others, low ones are notices. What is not known comes last. Waived ones are left out. */
export function planAnnotations(report: Report, catalogue: RuleCatalogue): AnnotationPlan {
  const all = standingOf(report).groups.flatMap(({ findings }) => findings)
  const sorted = all.toSorted(
    (a, b) => Number(isSilence(a.finding)) - Number(isSilence(b.finding)) || byFinding(a.finding, b.finding),
  )
  const levels = Map.groupBy(sorted, ({ finding: { severity } }) =>
    reaches(severity, report.failOn) ? 'errors' : severity === 'low' ? 'notices' : 'warnings',
  )
  const take = (level: 'errors' | 'warnings' | 'notices') =>
    (levels.get(level) ?? []).slice(0, PER_LEVEL).map((joined) => toAnnotation(joined, catalogue))
  const plan = { errors: take('errors'), warnings: take('warnings'), notices: take('notices') }
  return { ...plan, left: all.length - plan.errors.length - plan.warnings.length - plan.notices.length }
}

function toAnnotation({ finding, kin }: Joined, catalogue: RuleCatalogue): Annotation {
  const { text, remedy } = plainMessage(catalogue, finding)
  return {
    message: disarm(clip([text, remedy, kinSentence(kin)].filter(Boolean).join(' '), MESSAGE_LENGTH)),
    title: disarm(`${finding.severity}: ${plain(finding.rule)}/${plain(finding.id)}`),
    file: disarm(plain(finding.location.path, 1000)),
    startLine: finding.location.line,
  }
}
