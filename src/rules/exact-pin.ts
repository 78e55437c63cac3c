// Reports servers whose version, image or lockfile leaves open what will be installed.
import { maxSatisfying, valid } from 'semver'
import type { Component } from '../model/component.ts'
import type { RuleFinding, Suggestion } from '../model/finding.ts'
import { defineRule, type Message, type Report, type RuleContext, type Subject } from '../model/rule.ts'
import type { Source, SourceKind } from '../model/source.ts'
import { launchSuggestion } from './shared/launch.ts'
import { newestAcceptable } from './shared/newest.ts'

const messages = {
  'spec-not-exact': {
    severity: 'high',
    text: '{name} is asked for as {spec}, so a new release can come in without a review.',
    remedy: 'Write {exact}.',
  },
  'launch-not-pinned': {
    severity: 'high',
    text: '{server} runs {name} at {spec}: each start can fetch another release, past any lockfile and review.',
    remedy: 'Pin it: {exact}.',
  },
  'image-not-digest': {
    severity: 'high',
    text: '{server} runs the image {name} by a tag, and a tag can be moved to other contents.',
    remedy: 'Append the digest: image:tag@sha256:….',
  },
  'lockfile-missing': {
    severity: 'high',
    text: '{manifest} asks for the server {name} and no lockfile says which bytes are meant.',
    remedy: 'Commit the lockfile that your package manager writes beside {manifest}.',
  },
  'launch-closure-floating': {
    severity: 'low',
    text: '{server} runs {name} {version} by {launcher}, which resolves its dependencies anew: they are not pinned.',
    remedy:
      'Make it a development dependency, so that the lockfile pins all of it, and launch it by `npx --no {name}`.',
  },
} as const satisfies Record<string, Message>

type Say = Report<typeof messages>

export const exactPin = defineRule({
  id: 'exact-pin',
  summary: 'Every server must be asked for in one exact version, image digest and lockfile.',
  tiers: ['server'],
  controls: ['CWE-829', 'CWE-1357', 'OWASP-MCP04', 'SLSA', 'NIST-SSDF/PW.4.1', 'MCP-SUPPLY-02/2'],
  options: {},
  messages,
  check: (context, report) => {
    const kinds = new Map(context.head.sources.map((source) => [source.path, source]))
    const versionsOf = directVersions(context)
    return [
      ...context.subjects.flatMap((subject) => {
        const source = kinds.get(subject.component.source)
        return source?.kind === 'manifest'
          ? judgeSpec(subject, source, { context, versionsOf, report })
          : judgeLaunch(subject, context, report)
      }),
      ...judgeLockfiles(context, report),
    ]
  },
})

interface Bench {
  readonly context: RuleContext
  readonly versionsOf: VersionsOf
  readonly report: Say
}

function judgeSpec(subject: Subject, source: Source, { context, versionsOf, report }: Bench): readonly RuleFinding[] {
  const { name, spec, ecosystem, pinned, scope } = subject.component
  // A range of a peer is a question to whoever installs it, not an answer.
  if (ecosystem !== 'npm' || spec === null || pinned !== false || scope === 'peer') return []
  const version = lockedVersion(subject.component, versionsOf) ?? newestAcceptable(subject, context)
  const exact = version === null ? null : exactSpec(spec, version)
  const severity = isPublishable(source) ? ({ severity: 'moderate' } as const) : {}
  const args = { name, spec, exact: exact ?? 'an exact version' }
  return [
    report('spec-not-exact', subject, {
      args,
      suggestion: exact === null ? null : replaceSpec(subject, exact),
      ...severity,
    }),
  ]
}

/** The valid versions that a lockfile's direct dependencies of a name have, each once. */
type VersionsOf = (lockfile: string | null, name: string) => readonly string[]

function directVersions({ head }: RuleContext): VersionsOf {
  const byPath = new Map(head.sources.map((source) => [source.path, source]))
  const read = new Map<string, ReadonlyMap<string, ReadonlySet<string>>>()
  return (lockfile, name) => {
    const source = byPath.get(lockfile ?? '')
    if (source?.status !== 'read') return []
    const known = read.get(source.path) ?? versionsByName(source.components)
    read.set(source.path, known)
    return [...(known.get(name) ?? [])]
  }
}

function versionsByName(components: readonly Component[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  for (const { name, version, direct } of components) {
    const own = direct ? valid(version) : null
    if (own !== null) found.set(name, (found.get(name) ?? new Set<string>()).add(own))
  }
  return found
}

// The version in the lockfile is what was reviewed and tested.
function lockedVersion({ name, spec, lockedIn }: Component, versionsOf: VersionsOf): string | null {
  const versions = versionsOf(lockedIn, name)
  const range = spec?.replace(/^npm:(@?[^@]+)@/, '') ?? ''
  return versions.length === 1 ? (versions[0] ?? null) : maxSatisfying(versions, range)
}

// Keeps what stands before the range of an alias: npm:name@range. Other protocols can't be rewritten safely.
function exactSpec(spec: string, version: string): string | null {
  const alias = /^(npm:@?[^@]+@).+$/.exec(spec)?.[1]
  if (alias !== undefined) return `${alias}${version}`
  return /^[a-z]+:/i.test(spec) || spec.includes('/') ? null : version
}

function replaceSpec({ component }: Subject, to: string): Suggestion {
  return { location: { path: component.source, route: component.route }, from: component.spec ?? '', to }
}

function isPublishable(source: Source): boolean {
  return source.status === 'read' && source.publishable
}

function judgeLaunch(subject: Subject, context: RuleContext, report: Say): readonly RuleFinding[] {
  const { component } = subject
  if (component.launch === null || component.lockedIn !== null) return []
  const { name, ecosystem, pinned, launcher, version } = component
  const server = component.server ?? name
  if (ecosystem === 'oci')
    return pinned === false ? [report('image-not-digest', subject, { args: { name, server } })] : []
  // A line of which nothing could be told names no package to pin; the rule `client-config` reports it.
  if (ecosystem === 'unknown' && component.spec === null) return []
  if (pinned === false) return [notPinned(subject, context, report)]
  if (ecosystem !== 'npm' || pinned !== true || version === null) return []
  return [
    report('launch-closure-floating', subject, { args: { name, server, version, launcher: launcher ?? 'a launcher' } }),
  ]
}

function notPinned(subject: Subject, context: RuleContext, report: Say): RuleFinding {
  const { name, spec, server, ecosystem } = subject.component
  const version = ecosystem === 'npm' ? newestAcceptable(subject, context) : null
  const exact = `${name}${ecosystem === 'pypi' ? '==' : '@'}${version ?? '<exact version>'}`
  const args = { name, server: server ?? name, spec: spec ?? 'no version', exact }
  return report('launch-not-pinned', subject, {
    args,
    suggestion: version === null ? null : launchSuggestion(subject.component, version),
  })
}

const LOCKFILES: readonly SourceKind[] = ['npm-lockfile', 'pnpm-lockfile', 'yarn-lockfile', 'bun-lockfile']

// One for each manifest, at its first server. A lockfile that can't be read is there: another rule reports it.
function judgeLockfiles({ subjects, head }: RuleContext, report: Say): readonly RuleFinding[] {
  const manifests = new Map(
    head.sources.filter(({ kind }) => kind === 'manifest').map((source) => [source.path, source]),
  )
  const unread = head.sources.some(({ kind, status }) => LOCKFILES.includes(kind) && status !== 'read')
  const open = subjects.filter(({ component }) => {
    const { source, ecosystem, lockedIn, scope } = component
    return manifests.has(source) && ecosystem === 'npm' && lockedIn === null && scope !== 'peer'
  })
  if (unread) return []
  const first = new Map(open.toReversed().map((subject) => [subject.component.source, subject]))
  return [...first.values()].toReversed().map((subject) => {
    const { name, source } = subject.component
    const manifest = manifests.get(source)
    const severity = manifest !== undefined && isPublishable(manifest) ? ({ severity: 'moderate' } as const) : {}
    return report('lockfile-missing', subject, { args: { name, manifest: source }, ...severity })
  })
}
