// Findings that say the same are told once: the same words at several places, and silence about one package for one reason.
import type { Finding } from '../model/finding.ts'
import { bySeverity } from '../model/severity.ts'

/** A finding, the other places it was found at, and further evidence that could not be had for the same reason. */
export interface Joined {
  readonly finding: Finding
  readonly also: readonly Finding[]
  readonly kin: Kin
}

export interface Kin {
  /** Names of the other evidence. */
  readonly ids: readonly string[]
  /** Other versions of the package that some of it is missing for. */
  readonly versions: readonly string[]
  /** Other packages, with their versions, that the very same is missing for. */
  readonly packages: readonly string[]
}

export const NO_KIN: Kin = { ids: [], versions: [], packages: [] }
const SILENCE = 'evidence-unavailable'
/** Not silence: the publisher chose a size beyond our bounds. */
const CHOSEN = 'over-limit'

/** True where the finding says only that something is not known. */
export function isSilence({ rule, id }: Pick<Finding, 'rule' | 'id'>): boolean {
  return rule === SILENCE && id !== CHOSEN
}

/** What is bad, worst first, then what is only not known. */
export function joinAlike(findings: readonly Finding[]): readonly Joined[] {
  const sorted = findings.toSorted(byFinding)
  const bad = Map.groupBy(
    sorted.filter((finding) => !isSilence(finding)),
    ({ rule, id, severity, version, args }) => JSON.stringify([rule, id, severity, version, args]),
  )
  const silent = Map.groupBy(sorted.filter(isSilence), ({ name, args }) =>
    JSON.stringify([name, args['detail'] ?? args['reason'] ?? '']),
  )
  return [...[...bad.values()].flatMap(joinPlaces), ...[...silent.values()].flatMap(joinSilence)]
}

/** For a list under one heading: further packages are named with the first alone. */
export function namedOnce(findings: readonly Joined[]): readonly Joined[] {
  return findings.map((joined, index) => (index === 0 ? joined : { ...joined, kin: { ...joined.kin, packages: [] } }))
}

/** Worst first, then by rule, package and place: the same order in every output. */
export function byFinding(a: Finding, b: Finding): number {
  return (
    bySeverity(a.severity, b.severity) ||
    byText(a.rule, b.rule) ||
    byText(a.id, b.id) ||
    byText(a.name ?? '', b.name ?? '') ||
    byText(a.location.path, b.location.path) ||
    a.location.line - b.location.line ||
    byText(a.fingerprint, b.fingerprint)
  )
}

/** By code units: the same on every machine. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

function joinPlaces([finding, ...also]: readonly Finding[]): readonly Joined[] {
  return finding === undefined ? [] : [{ finding, also, kin: NO_KIN }]
}

/** The worst stands for all; of several equally bad, one that names its version. */
function joinSilence(findings: readonly Finding[]): readonly Joined[] {
  const [worst] = findings
  if (worst === undefined) return []
  const finding = findings.find(({ version, severity }) => version !== null && severity === worst.severity) ?? worst
  const also = findings.filter((one) => one !== finding && one.id === finding.id && one.version === finding.version)
  const ids = new Set(findings.map(({ id }) => id).filter((id) => id !== finding.id))
  const versions = new Set(
    findings.flatMap(({ version }) => (version === null || version === finding.version ? [] : [version])),
  )
  const kin = { ids: [...ids].toSorted(byText), versions: [...versions].toSorted(byText), packages: [] }
  return [{ finding, also, kin }]
}
