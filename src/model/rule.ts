// The form of a rule: metadata from which docs, schema and SARIF derive, and one pure function.
import type { Change } from './change.ts'
import type { Component, Tier } from './component.ts'
import type { Evidence, ObservationName } from './evidence.ts'
import type { Args, Fact, RuleFinding, Suggestion } from './finding.ts'
import type { Impersonation } from './impersonation.ts'
import type { Location } from './location.ts'
import type { AllowMatch, OptionValue, Policy, Waiver } from './policy.ts'
import type { Severity } from './severity.ts'
import type { FactChange, Inventory, SourcePair } from './source.ts'

/**
 * One thing a rule can say. `text` and `remedy` hold `{placeholders}` for args; renderers show each value as code.
 * `needs`: the observations this message is decided by; where one is unavailable, `evidence-unavailable` speaks for it.
 * `needsBefore`: the same of the version that is replaced. `gravest`: where the evidence decides the severity, how grave it
 * can be.
 */
export interface Message {
  readonly severity: Severity
  readonly text: string
  readonly remedy: string
  readonly needs?: readonly ObservationName[]
  readonly needsBefore?: readonly ObservationName[]
  readonly gravest?: Severity
  /** Args that tell apart several findings of this message about one component; they are part of its fingerprint. */
  readonly distinguishedBy?: readonly string[]
}

export interface OptionSpec {
  readonly type: 'integer' | 'boolean' | 'string' | 'strings'
  readonly default: OptionValue
  readonly description: string
  readonly minimum?: number
  /** Which way the option gets stricter. Not given: where the rule is locked it must stay as it is. */
  readonly stricter?: 'higher' | 'lower' | 'fewer'
}

type Placeholders<T extends string> = T extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never

/** Exactly the args a message's text and remedy name. */
export type ArgsOf<M extends Message> = { readonly [Name in Placeholders<M['text'] | M['remedy']>]: string }

/** A component after the change, with all that is known of it. One for each distinct version of a change that is not `removed`. */
export interface Subject {
  readonly change: Change
  readonly component: Component
  /** The version it replaces: the nearest older one that is gone, else null. */
  readonly replaces: Component | null
  readonly evidence: Evidence
  /** Evidence of `replaces`; null where there is none. */
  readonly evidenceBefore: Evidence | null
  readonly allow: AllowMatch
  /** The protected name this one imitates; null where it imitates none. */
  readonly impersonates: Impersonation | null
  /** Evidence of the package that is imitated; null where none is, or nobody asked. */
  readonly original: Evidence | null
}

export type Mode = 'gate' | 'audit' | 'inspect'

/** Everything a rule may look at. Values only: no clock, no environment, no network. */
export interface RuleContext<Options = Readonly<Record<string, OptionValue>>> {
  readonly mode: Mode
  /** Milliseconds since 1970. */
  readonly now: number
  readonly policy: Policy
  readonly options: Options
  /** Only subjects of the rule's tiers. */
  readonly subjects: readonly Subject[]
  readonly changes: readonly Change[]
  readonly sources: readonly SourcePair[]
  readonly facts: readonly FactChange[]
  readonly head: Inventory
  readonly base: Inventory | null
  /** Where the policy file stands, or would stand. */
  readonly policyPath: string
  /** Waivers that some finding of the other rules met, expired ones included; the rule `waiver` runs last and needs it. */
  readonly metWaivers: readonly Waiver[]
  /** Metadata of all rules, for a rule that speaks for others. */
  readonly catalogue: RuleCatalogue
  /** Tier of a component of a source in the head, by id. */
  tierOf(source: string, componentId: string): Tier
}

/** What a rule hands to `report`; the rest is filled in from the subject and the metadata. */
export interface ReportDetails {
  readonly args: Args
  readonly location?: Location
  readonly related?: readonly Location[]
  readonly facts?: readonly Fact[]
  readonly suggestion?: Suggestion | null
  readonly paste?: string | null
  /** Only where the evidence decides the severity (an advisory says it, or strength of a likeness). Policy still overrides it. */
  readonly severity?: Severity
}

export type Report<Messages extends Record<string, Message>> = <Id extends keyof Messages & string>(
  id: Id,
  about:
    | Subject
    | {
        readonly source: string
        readonly name?: string | null
        readonly version?: string | null
        readonly location: Location
      },
  details: Omit<ReportDetails, 'args'> & { readonly args: ArgsOf<Messages[Id]> },
) => RuleFinding

export type OptionsOf<Specs extends Record<string, OptionSpec>> = {
  readonly [Name in keyof Specs]: Specs[Name]['type'] extends 'integer'
    ? number
    : Specs[Name]['type'] extends 'boolean'
      ? boolean
      : Specs[Name]['type'] extends 'string'
        ? string
        : readonly string[]
}

export interface RuleSpec<Messages extends Record<string, Message>, Specs extends Record<string, OptionSpec>> {
  /** Equal to the file's name. */
  readonly id: string
  readonly summary: string
  /** Tiers judged by default; empty where the rule is about sources and not about components. */
  readonly tiers: readonly Tier[]
  /** Controls it serves, e.g. 'CWE-494', 'OWASP-MCP04', 'SLSA', 'MCP-SUPPLY-02/1'. */
  readonly controls: readonly string[]
  /** Modes it runs in; all where not given. */
  readonly modes?: readonly Mode[]
  readonly options: Specs
  readonly messages: Messages
  readonly check: (context: RuleContext<OptionsOf<Specs>>, report: Report<Messages>) => readonly RuleFinding[]
}

/** A rule as the pipeline runs it and as catalogues list it. */
export interface Rule {
  readonly id: string
  readonly summary: string
  readonly tiers: readonly Tier[]
  readonly controls: readonly string[]
  readonly modes: readonly Mode[]
  readonly options: Readonly<Record<string, OptionSpec>>
  readonly messages: Readonly<Record<string, Message>>
  check(context: RuleContext): readonly RuleFinding[]
}

/** The rules' metadata, handed by the pipeline to the stages that need it (policy schema, renderers). */
export type RuleCatalogue = readonly Omit<Rule, 'check'>[]

/** Makes a rule; message ids and their args are checked by the compiler. */
export function defineRule<
  const Messages extends Record<string, Message>,
  const Specs extends Record<string, OptionSpec>,
>(spec: RuleSpec<Messages, Specs>): Rule {
  const report: Report<Messages> = (id, about, details) => toFinding(spec.id, id, messageOf(spec, id), about, details)
  return {
    id: spec.id,
    summary: spec.summary,
    tiers: spec.tiers,
    controls: spec.controls,
    modes: spec.modes ?? ['gate', 'audit', 'inspect'],
    options: spec.options,
    messages: spec.messages,
    check: (context) => spec.check(context as RuleContext<OptionsOf<Specs>>, report),
  }
}

function messageOf<Messages extends Record<string, Message>>(
  spec: { readonly messages: Messages },
  id: keyof Messages,
): Message {
  const message = spec.messages[id]
  if (message === undefined) throw new Error(`no message ${String(id)}`)
  return message
}

function toFinding(
  rule: string,
  id: string,
  message: Message,
  about: Subject | { source: string; name?: string | null; version?: string | null; location: Location },
  details: ReportDetails,
): RuleFinding {
  const subject = 'component' in about ? about : null
  const component = subject?.component ?? null
  const bare = 'component' in about ? null : about
  return {
    rule,
    id,
    severity: details.severity ?? message.severity,
    purl: component?.purl ?? null,
    name: component?.name ?? bare?.name ?? null,
    version: component?.version ?? bare?.version ?? null,
    source: component?.source ?? bare?.source ?? '',
    args: details.args,
    location: details.location ?? bare?.location ?? { path: component?.source ?? '', route: component?.route ?? [] },
    related: details.related ?? [],
    facts: details.facts ?? [],
    suggestion: details.suggestion ?? null,
    paste: details.paste ?? null,
  }
}
