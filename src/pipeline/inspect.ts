// `inspect`: what the gate would say of packages that nobody has added yet.
import { type SelectionHints, serverReasons } from '../mcp/select.ts'
import type { Change } from '../model/change.ts'
import type { Component, Tier } from '../model/component.ts'
import { type Evidence, OBSERVATION_NAMES, type PackageFacts } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { Impersonation } from '../model/impersonation.ts'
import { observedValue } from '../model/observation.ts'
import type { Policy } from '../model/policy.ts'
import type { Subject } from '../model/rule.ts'
import { allowMatcher } from '../policy/match.ts'
import { RULES } from '../rules/index.ts'
import { offeredEntry } from '../rules/shared/entry.ts'
import { npmPurl } from '../sources/purl.ts'
import type { Gather } from './gathering.ts'
import { allowedNames } from './hints.ts'
import { settle } from './settle.ts'
import { toSubjects } from './subjects.ts'

export interface PackageSpec {
  readonly name: string
  /** Null: the release that `latest` names. */
  readonly version: string | null
}

export interface InspectRequest {
  readonly specs: readonly PackageSpec[]
  readonly policy: Policy
  readonly gather: Gather
  /** Milliseconds since 1970. */
  readonly now: number
}

export interface Inspected {
  readonly name: string
  readonly version: string | null
  readonly tier: Tier
  readonly reasons: Change['reasons']
  readonly impersonates: Impersonation | null
  readonly findings: readonly Finding[]
  readonly evidence: Evidence
  /** Allow entry that would clear this version, as YAML; null where none can be offered. */
  readonly entry: string | null
}

/** One result for each spec, in their order. Asks for packuments first, then for everything about the versions they name. */
export async function runInspect(request: InspectRequest): Promise<readonly Inspected[]> {
  const { policy, gather } = request
  const names = [...new Set(request.specs.map(({ name }) => name))]
  const imitates = await imitationsOf(names, policy)
  const originals = names.flatMap((name) => imitates(name)?.name ?? [])
  const packuments = await packumentsOf([...new Set([...names, ...originals])], gather)
  const packages = packagesIn(packuments)
  const components = request.specs.map((spec) => toComponent(spec, packages.get(spec.name)))
  const evidence = await evidenceOf(components, gather)
  const hints = { listed: new Set(allowedNames(policy)), launched: new Map(), packages, imitates }
  const changes = components.map((component) => toChange(component, hints))
  const book = new Map([...packuments, ...components.map(({ purl }) => [purl, evidence.of(purl)] as const)])
  const subjects = toSubjects({ changes, evidence: book, match: allowMatcher(policy), impersonates: imitates })
  const findings = findingsOf(request, { changes, subjects })
  return subjects.map((subject) => ({
    name: subject.component.name,
    version: subject.component.version,
    tier: subject.change.tier,
    reasons: subject.change.reasons,
    impersonates: subject.impersonates,
    findings: findings.get(subject.component.purl) ?? [],
    evidence: subject.evidence,
    entry: offeredEntry(subject),
  }))
}

/** By purl without version. */
async function packumentsOf(names: readonly string[], gather: Gather): Promise<ReadonlyMap<string, Evidence>> {
  const wanted = names.map((name) => toWanted({ name, version: null, purl: npmPurl(name, null) }, ['packument']))
  const gathered = await gather(wanted)
  return new Map(wanted.map(({ purl }) => [purl, gathered.of(purl)]))
}

function packagesIn(packuments: ReadonlyMap<string, Evidence>): ReadonlyMap<string, PackageFacts> {
  const facts = [...packuments.values()].map(({ packument }) => observedValue(packument)).filter((one) => one !== null)
  return new Map(facts.map((one) => [one.name, one]))
}

function evidenceOf(components: readonly Component[], gather: Gather): ReturnType<Gather> {
  return gather(components.map((component) => toWanted(component, OBSERVATION_NAMES)))
}

function toWanted(
  { name, version, purl }: Pick<Component, 'name' | 'version' | 'purl'>,
  observations: readonly (typeof OBSERVATION_NAMES)[number][],
) {
  return { purl, ecosystem: 'npm', name, version, observations } as const
}

type Imitates = (name: string) => Impersonation | null

async function imitationsOf(names: readonly string[], policy: Policy): Promise<Imitates> {
  const { loadImpersonation } = await import('../mcp/impersonation.ts')
  const imitates = await loadImpersonation(allowedNames(policy))
  const found = new Map(names.map((name) => [name, imitates(name)]))
  return (name) => found.get(name) ?? null
}

/** As it would stand in a lockfile that npm has just written. */
function toComponent(spec: PackageSpec, facts: PackageFacts | undefined): Component {
  const version = spec.version ?? facts?.latest ?? null
  const release = version === null ? undefined : facts?.releases.get(version)
  return {
    id: `${spec.name}@${version ?? ''}`,
    source: SOURCE,
    ecosystem: 'npm',
    name: spec.name,
    version,
    spec: null,
    purl: npmPurl(spec.name, version),
    integrity: release?.integrity ?? null,
    resolved: null,
    archive: null,
    scope: 'production',
    direct: true,
    pinned: version !== null,
    installScript: release?.hasInstallScript ?? null,
    bundled: false,
    alias: null,
    server: null,
    launcher: null,
    url: null,
    urlDigest: null,
    dependsOn: Object.keys(release?.dependencies ?? {}),
    launch: null,
    lockedIn: null,
    route: [],
  }
}

const SOURCE = 'inspect'

function toChange(component: Component, hints: SelectionHints): Change {
  const reasons = serverReasons(component, hints)
  const { source, ecosystem, name, scope, direct } = component
  const tier = reasons.length > 0 ? 'server' : 'other'
  return {
    source,
    ecosystem,
    name,
    kind: 'added',
    before: [],
    after: [component],
    tier,
    reasons,
    scope,
    direct,
    via: [],
  }
}

interface Judging {
  readonly changes: readonly Change[]
  readonly subjects: readonly Subject[]
}

function findingsOf(
  { policy, now }: InspectRequest,
  { changes, subjects }: Judging,
): ReadonlyMap<string, readonly Finding[]> {
  const { findings } = settle({
    mode: 'inspect',
    now,
    policy,
    policyPath: policy.origin.path,
    catalogue: RULES,
    rules: RULES,
    subjects,
    changes,
    sources: [],
    facts: [],
    head: { sources: [] },
    base: null,
    tierOf: () => 'other',
  })
  return Map.groupBy(findings, ({ purl }) => purl ?? '')
}
