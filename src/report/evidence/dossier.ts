// What the evidence files of an audit are made from, and the head that each of them begins with.
import type { Finding } from '../../model/finding.ts'
import type { Impersonation } from '../../model/impersonation.ts'
import type { AllowMatch, Policy } from '../../model/policy.ts'
import type { PlacedComponent, Report } from '../../model/report.ts'
import type { RuleCatalogue } from '../../model/rule.ts'
import { byText } from '../alike.ts'
import { findingJson, policyJson, refJson } from '../json-parts.ts'
import { reasonToken } from '../wording.ts'

/** A file the audit has read. `blob`: git's id of it, null where the working tree has it otherwise; `sha256`: null where it was not read. */
export interface InputFile {
  readonly path: string
  readonly blob: string | null
  readonly sha256: string | null
}

/** A registry that a package manager's settings name. */
export interface RegistrySetting {
  readonly path: string
  readonly line: number
  readonly key: string
  readonly url: string
}

export interface Dossier {
  /** Of an audit: everything that is there. */
  readonly report: Report
  readonly catalogue: RuleCatalogue
  readonly policy: Policy
  readonly inputs: readonly InputFile[]
  readonly settings: readonly RegistrySetting[]
  /** The names that may not be imitated, by number and SHA-256, so that a list can be told from another. */
  readonly protectedNames: { readonly count: number; readonly sha256: string }
  imitates(name: string): Impersonation | null
  allowOf(component: PlacedComponent): AllowMatch
}

/** Time, tool, input commit and hashes: the same in every file. */
export function headOf({ report, inputs }: Dossier, item: number | null, title: string) {
  return {
    schemaVersion: 1,
    control: item === null ? 'MCP-SUPPLY-02' : `MCP-SUPPLY-02/${item}`,
    title,
    at: new Date(report.at).toISOString(),
    tool: { name: report.tool.name, version: report.tool.version },
    input: refJson(report.head),
    policy: policyJson(report.policy),
    trustRoot: report.trustRoot,
    files: inputs.map(({ path, blob, sha256 }) => ({ path, blob, sha256 })),
  }
}

/** Every component that is there, with place, tier and reasons, in the order of the report. */
export function componentsOf({ report }: Dossier): readonly PlacedComponent[] {
  return report.changes.flatMap(({ after, tier, reasons }) =>
    after.map((component) => ({
      ...component,
      tier,
      reasons: reasons.map(reasonToken),
      location: report.placeOf(component),
    })),
  )
}

/** One of each purl of servers and what they install, with all its places; sorted by purl. */
export function judgedPackages(
  dossier: Dossier,
): readonly { readonly component: PlacedComponent; readonly places: readonly PlacedComponent[] }[] {
  const judged = componentsOf(dossier).filter(({ tier }) => tier !== 'other')
  const groups = Map.groupBy(judged, ({ purl }) => purl)
  return [...groups.values()]
    .flatMap((places) => (places[0] === undefined ? [] : [{ component: places[0], places }]))
    .toSorted((a, b) => byText(a.component.purl, b.component.purl))
}

/** What the rules that serve this item of the control have found. */
export function findingsOf({ report, catalogue }: Dossier, item: number) {
  const control = `MCP-SUPPLY-02/${item}`
  const rules = new Set(catalogue.filter(({ controls }) => controls.includes(control)).map(({ id }) => id))
  return report.findings.filter((finding: Finding) => rules.has(finding.rule)).map((one) => findingJson(one, catalogue))
}
