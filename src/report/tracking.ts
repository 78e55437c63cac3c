// The tracking issue of the scheduled re-audit: what a pull request's gate cannot see, one line per finding.
import type { Report } from '../model/report.ts'
import type { TrackingPlan } from '../model/review.ts'
import type { RuleCatalogue } from '../model/rule.ts'
import { byFinding, NO_KIN } from './alike.ts'
import { shortItem } from './decision.ts'
import { disarm } from './escape.ts'
import type { LinkOptions } from './options.ts'
import { COMMENT_BOUND, renderSummary } from './summary.ts'

const TITLE = 'MCP re-audit: findings on what is already merged'

/** Every open finding is tracked: a low one may be an entry about to expire. None: the issue is closed. */
export function planTracking(report: Report, catalogue: RuleCatalogue, options: LinkOptions): TrackingPlan {
  const open = report.findings.filter(({ status }) => status === 'open').toSorted(byFinding)
  return {
    title: TITLE,
    body: renderSummary(report, catalogue, { ...options, bound: COMMENT_BOUND }),
    findings: open.map((finding) => {
      const line = shortItem({ finding, also: [], kin: NO_KIN }, { ...options, catalogue })
      return { fingerprint: finding.fingerprint, text: disarm(line.replace(/^- /, '').trimEnd()) }
    }),
  }
}
