// Runs the examples of rule pages: a page's fenced block marked `json example` becomes a rule's context.
//
// A page docs/rules/<id>.md has the headings What it reports, Why it matters, Evidence used, How to fix, When to waive
// and Options, names every message id and option, and shows at least one example such as
//
//   ```json example
//   {
//     "before": { "version": "1.4.0" },
//     "after": { "version": "1.5.0" },
//     "evidence": { "attestation": "absent" },
//     "finds": ["missing"]
//   }
//   ```
//
// which must report exactly `finds`, in order; `[]` shows the harmless twin. All keys but `finds` are optional.
// - `after`, `before`: the component after and before the change; `tier`, `kind`, `imitates` (impersonation), `allow` (fitting
//   entries), `named` (entries that do not fit).
// - `evidence`, `evidenceBefore`: observations over those of an honest release; a string is `absent` or a reason of
//   `unavailable`, all else is the observed value over the builders' defaults. Times are ISO strings.
// - `subjects`: a list of these, where one is not enough; `facts`, `sources` ({ path, kind, base, head }, where a side
//   with `status` is unread), `policy`, `options`, `mode`: as in the rule's context. No `after` and no `subjects`: no subject.
import type { Component } from '../../src/model/component.ts'
import type { Evidence, PackageFacts, ReleaseFacts } from '../../src/model/evidence.ts'
import type { Impersonation } from '../../src/model/impersonation.ts'
import {
  type Absent,
  absent,
  type Observation,
  observed,
  type Unavailable,
  type UnavailableReason,
  unavailable,
} from '../../src/model/observation.ts'
import type { AllowEntry, AllowedPackage, Policy } from '../../src/model/policy.ts'
import type { Mode, Rule, RuleContext, Subject } from '../../src/model/rule.ts'
import type { FactChange, ReadSource, Source, SourcePair, UnreadSource } from '../../src/model/source.ts'
import { RULES } from '../../src/rules/index.ts'
import {
  aChange,
  aComponent,
  aFactChange,
  anAllowedPackage,
  anUnreadSource,
  aPackage,
  aPolicy,
  aReadSource,
  aRelease,
  aSubject,
  someEvidence,
} from './builders.ts'
import { run } from './rule.ts'

type Release = Partial<Omit<ReleaseFacts, 'published'>> & { readonly published?: string | null }
type Package = Partial<Omit<PackageFacts, 'created' | 'releases' | 'times'>> & {
  readonly created?: string
  readonly releases?: Readonly<Record<string, Release>>
  readonly times?: Readonly<Record<string, string>>
}
type Seen<T> = T | 'absent' | UnavailableReason
type SeenEvidence = { readonly [K in Exclude<keyof Evidence, 'purl' | 'packument' | 'release'>]?: Seen<unknown> } & {
  readonly packument?: Seen<Package>
  readonly release?: Seen<Release>
}

type Rest = Partial<Omit<Evidence, 'purl' | 'packument' | 'release'>>

interface SubjectExample {
  readonly after?: Partial<Component>
  readonly before?: Partial<Component>
  readonly tier?: Subject['change']['tier']
  readonly kind?: Subject['change']['kind']
  readonly imitates?: Impersonation
  readonly allow?: readonly Partial<AllowedPackage>[]
  readonly named?: readonly Partial<AllowedPackage>[]
  readonly evidence?: SeenEvidence
  readonly evidenceBefore?: SeenEvidence
}

type SideExample = Partial<ReadSource> | Partial<UnreadSource> | null

export interface Example extends SubjectExample {
  readonly subjects?: readonly SubjectExample[]
  readonly facts?: readonly (Partial<Omit<FactChange, 'fact'>> & { readonly fact?: Partial<FactChange['fact']> })[]
  readonly sources?: readonly {
    readonly path: string
    readonly kind: SourcePair['kind']
    readonly base?: SideExample
    readonly head?: SideExample
  }[]
  readonly policy?: Partial<Policy>
  readonly options?: RuleContext['options']
  readonly mode?: Mode
  readonly finds: readonly string[]
}

/** The examples of a page, in order. */
export function examplesOf(page: string): readonly Example[] {
  return [...page.matchAll(/^```json example\n([\s\S]*?)^```$/gm)].map(([, text]) => JSON.parse(text ?? '') as Example)
}

/** Message ids that a rule reports for an example. */
export function runExample(rule: Rule, example: Example): readonly string[] {
  return run(rule, toContext(example)).map(({ id }) => id)
}

function toContext(example: Example): Partial<RuleContext> {
  const alone = example.after === undefined ? [] : [example]
  const subjects = (example.subjects ?? alone).map(toSubject)
  const sources = (example.sources ?? []).map((pair) => toPair(pair))
  const policy = aPolicy(example.policy)
  return {
    catalogue: RULES,
    // In a pull request, every waiver of an example concerns it.
    metWaivers: example.mode === 'audit' ? [] : policy.waivers,
    subjects,
    sources: sources.length > 0 ? sources : [toPair({ path: 'package-lock.json', kind: 'npm-lockfile', head: {} })],
    head: { sources: [...sourcesOf(subjects), ...sources.flatMap(({ head }) => head ?? [])] },
    base: { sources: sources.flatMap(({ base }) => base ?? []) },
    facts: (example.facts ?? []).map(aFactChange),
    policy,
    options: example.options ?? {},
    mode: example.mode ?? 'gate',
    tierOf: (source, id) =>
      subjects.find(({ component }) => component.source === source && component.id === id)?.change.tier ?? 'other',
  }
}

function toSubject(example: SubjectExample): Subject {
  const component = aComponent(example.after)
  const replaces = example.before ? aComponent({ ...example.after, ...example.before }) : null
  const kind = example.kind ?? (replaces ? 'updated' : 'added')
  const before = replaces ? [replaces] : []
  const change = aChange({ after: [component], before, kind, tier: example.tier ?? 'server' })
  const fitting = entries(example.allow)
  return aSubject({
    change,
    component,
    replaces,
    evidence: toEvidence(component, example.evidence ?? {}),
    evidenceBefore: replaces && toEvidence(replaces, example.evidenceBefore ?? {}),
    allow: { named: [...entries(example.named), ...fitting], fitting },
    impersonates: example.imitates ?? null,
  })
}

function entries(allow: readonly Partial<AllowedPackage>[] | undefined): readonly AllowEntry[] {
  return (allow ?? []).map((entry) => anAllowedPackage(entry))
}

function toEvidence({ purl, name, version }: Component, { packument, release, ...rest }: SeenEvidence): Evidence {
  const own = toRelease(version ?? '1.0.0', typeof release === 'object' ? release : {})
  return someEvidence({
    purl,
    packument: typeof packument === 'string' ? unseen(packument) : observed(toPackage(name, own, packument ?? {})),
    release: typeof release === 'string' ? unseen(release) : observed(own),
    ...(Object.fromEntries(Object.entries(rest).map(([kind, seen]) => [kind, toObservation(seen)])) as Rest),
  })
}

function toObservation(seen: unknown): Observation<unknown> {
  return typeof seen === 'string' ? unseen(seen as UnavailableReason | 'absent') : observed(seen)
}

function unseen(why: UnavailableReason | 'absent'): Absent | Unavailable {
  return why === 'absent' ? absent : unavailable(why, 'as the example says')
}

function toPackage(name: string, own: ReleaseFacts, { created, releases, times, ...rest }: Package): PackageFacts {
  const others = Object.entries(releases ?? {}).map(([version, release]) => toRelease(version, release))
  const all = [own, ...others]
  return aPackage({
    name,
    releases: new Map(all.map((release) => [release.version, release])),
    times: times
      ? new Map(Object.entries(times).map(([version, time]) => [version, Date.parse(time)]))
      : new Map(all.flatMap(({ version, published }) => (published === null ? [] : [[version, published]]))),
    latest: own.version,
    distTags: { latest: own.version },
    ...(created === undefined ? {} : { created: Date.parse(created) }),
    ...rest,
  })
}

function toRelease(version: string, { published, ...rest }: Release): ReleaseFacts {
  const time = published === undefined ? {} : { published: published === null ? null : Date.parse(published) }
  return aRelease({ version, ...time, ...rest })
}

function toPair({ path, kind, base, head }: NonNullable<Example['sources']>[number]): SourcePair {
  return { path, kind, base: toSource(path, kind, base ?? null), head: toSource(path, kind, head ?? null) }
}

function toSource(path: string, kind: SourcePair['kind'], side: SideExample): Source | null {
  if (side === null) return null
  if (side.status !== undefined && side.status !== 'read')
    return anUnreadSource({ path, kind, ...side } as UnreadSource)
  const components = (side as Partial<ReadSource>).components ?? []
  return aReadSource({
    path,
    kind,
    ...(side as Partial<ReadSource>),
    components: components.map((component) => aComponent({ ...component, source: path })),
  })
}

function sourcesOf(subjects: readonly Subject[]): readonly ReadSource[] {
  return subjects.map(({ component }) => aReadSource({ path: component.source, components: [component] }))
}
