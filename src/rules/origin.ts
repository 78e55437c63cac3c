// Reports packages that come from elsewhere than a trusted registry, or whose address names something else.
import { parse } from 'semver'
import type { Component } from '../model/component.ts'
import type { RuleFinding } from '../model/finding.ts'
import type { TrustedRegistry } from '../model/policy.ts'
import { defineRule, type Message, type Report, type RuleContext, type Subject } from '../model/rule.ts'
import { liesBelow, namedTarball, registriesFor } from './shared/address.ts'

const messages = {
  'registry-not-trusted': {
    severity: 'high',
    text: '{name} {version} comes from {host}, which is not a trusted registry for it.',
    remedy: 'Install it from a registry that `registries` in the policy lists, or have that registry added there.',
  },
  'not-registry': {
    severity: 'high',
    text: '{name} {version} comes from {address}, which is no registry: nobody but its author keeps it unchanged.',
    remedy: 'Depend on a published version instead.',
  },
  'name-mismatch': {
    severity: 'critical',
    text: 'The address of {name} {version} is that of another package: {address}.',
    remedy: 'Do not install it: the other package would be installed. Restore the entry or write the lockfile anew.',
  },
  'version-mismatch': {
    severity: 'high',
    text: 'The address of {name} {version} is that of version {other}.',
    remedy: 'Remove the entry and write the lockfile anew: what is installed is {other}.',
  },
  'insecure-scheme': {
    severity: 'high',
    text: '{name} {version} is fetched over plain http: anyone on the way can replace it.',
    remedy: 'Change the address to https.',
  },
  'alias-undeclared': {
    severity: 'high',
    text: 'The lockfile installs {name} under the name {alias}, and nothing that depends on it asks for that.',
    remedy: 'Remove the entry and write the lockfile anew.',
  },
  overridden: {
    severity: 'high',
    text: '{mechanism} replaces what depends on {name} by {spec}.',
    remedy: 'Remove the override, or review what it puts in place and waive this with a reason.',
  },
} as const satisfies Record<string, Message>

type Say = Report<typeof messages>

export const origin = defineRule({
  id: 'origin',
  summary: 'Every package must come from a trusted registry, from the address that its name and version have there.',
  tiers: ['server', 'closure', 'other'],
  controls: ['CWE-829', 'CWE-494', 'OWASP-MCP04', 'NIST-SSDF/PW.4.1', 'MCP-SUPPLY-02/3'],
  options: {},
  messages,
  check: (context, report) => [
    ...context.subjects.flatMap((subject) => judgeAddress(subject, context.policy.registries, report)),
    ...judgeFacts(context, report),
  ],
})

function judgeAddress(subject: Subject, registries: readonly TrustedRegistry[], report: Say): readonly RuleFinding[] {
  const { component } = subject
  const { resolved } = component
  // What a lockfile decides is judged there, by the address it has there.
  if (resolved === null || component.ecosystem === 'local' || component.lockedIn !== null) return []
  const args = argsOf(component)
  const place = { location: { path: component.source, route: addressRoute(component) } }
  const url = /^https?:/i.test(resolved) && URL.canParse(resolved) ? new URL(resolved) : null
  const named = url === null ? null : namedTarball(url)
  if (url === null || (named === null && !claimsTarball(url))) {
    return [report('not-registry', subject, { args: { ...args, address: shown(resolved) }, ...place })]
  }
  const trusted = isTrusted(url, component, registries)
  return [
    ...(trusted ? [] : [report('registry-not-trusted', subject, { args: { ...args, host: url.host }, ...place })]),
    ...(trusted && isInsecure(url, registries) ? [report('insecure-scheme', subject, { args, ...place })] : []),
    ...judgePath(subject, named, report),
  ]
}

// The host is compared without the scheme, so that plain http to a trusted registry is told as what it is.
function isTrusted(url: URL, { name }: Component, registries: readonly TrustedRegistry[]): boolean {
  return registriesFor(name, registries).some((registry) => liesBelow(url, registry.url, { ignoreScheme: true }))
}

function isInsecure(url: URL, registries: readonly TrustedRegistry[]): boolean {
  return url.protocol === 'http:' && !registries.some(({ url: own }) => liesBelow(url, own, { ignoreScheme: false }))
}

// It has a registry's form without being readable as one: encodings or steps hide what it names.
function claimsTarball(url: URL): boolean {
  return url.pathname.includes('/-/') || /%(?!40|2f)|%2f\.\.|\.\.%2f/i.test(url.pathname)
}

function judgePath(subject: Subject, named: ReturnType<typeof namedTarball>, report: Say): readonly RuleFinding[] {
  const { component } = subject
  const args = argsOf(component)
  const location = { path: component.source, route: addressRoute(component) }
  if (named === null || named.name !== component.name) {
    return [report('name-mismatch', subject, { args: { ...args, address: shown(component.resolved ?? '') }, location })]
  }
  if (component.version === null || sameVersion(named.version, component.version)) return []
  return [report('version-mismatch', subject, { args: { ...args, other: named.version }, location })]
}

// Build metadata is no part of a published version.
function sameVersion(a: string, b: string): boolean {
  return a === b || (parse(a) !== null && parse(a)?.version === parse(b)?.version)
}

function judgeFacts(context: RuleContext, report: Say): readonly RuleFinding[] {
  const relevant = context.facts.filter(({ fact }) => fact.kind === 'alias-undeclared' || fact.kind === 'override')
  if (relevant.length === 0) return []
  const serving = namesServing(context)
  return relevant.flatMap(({ source, fact }) => {
    const about = { source, name: fact.name, location: { path: source, route: fact.route } }
    const { alias = '', mechanism = 'An override', spec = '' } = fact.args
    const name = fact.name ?? 'a package'
    if (fact.kind === 'alias-undeclared') return [report('alias-undeclared', about, { args: { name, alias } })]
    // One that can't be told to concern something harmless is taken to concern a server.
    if (fact.name !== null && !serving.has(fact.name)) return []
    return [report('overridden', about, { args: { name, mechanism, spec } })]
  })
}

// Names of servers and of what is installed because of them; those on the allowlist too, whose lockfile may be unchanged.
function namesServing({ head, policy, tierOf }: RuleContext): ReadonlySet<string> {
  const read = head.sources.filter((source) => source.status === 'read')
  const listed = policy.allow.flatMap((entry) => (entry.kind === 'package' ? [entry.name] : []))
  return new Set([
    ...listed,
    ...read.flatMap(({ path, components }) =>
      components
        .filter(({ id }) => tierOf(path, id) !== 'other')
        .flatMap(({ name, alias }) => (alias === null ? [name] : [name, alias])),
    ),
  ])
}

function argsOf({ name, version, spec }: Component) {
  return { name, version: version ?? spec ?? '' }
}

function addressRoute({ route, scope, spec }: Component): Component['route'] {
  return spec !== null || scope === 'launch' ? route : [...route, 'resolved']
}

/** An address without user, password and query: these may hold secrets. */
function shown(address: string): string {
  return address
    .replace(/\/\/[^/]*@/, '//')
    .replace(/\?[^#]*/, '')
    .slice(0, 200)
}
