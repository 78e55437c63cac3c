// From findings to a verdict.
import type { Finding } from '../model/finding.ts'
import type { Verdict } from '../model/report.ts'
import { reaches, type Severity } from '../model/severity.ts'

/** `fail` where any open finding is at or above the threshold, `warn` where any is open, else `pass`. */
export function decide(
  findings: readonly Pick<Finding, 'status' | 'severity'>[],
  failOn: Severity,
): Exclude<Verdict, 'incomplete'> {
  const open = findings.filter(({ status }) => status === 'open')
  if (open.some(({ severity }) => reaches(severity, failOn))) return 'fail'
  return open.length > 0 ? 'warn' : 'pass'
}
