// Reports what MCP client configs launch or reach: new and changed servers, and lines that hide what they run.
import { addressDigest } from '../model/address.ts'
import type { Component } from '../model/component.ts'
import { renderRemoteEntry } from '../model/entry.ts'
import type { Fact, RuleFinding } from '../model/finding.ts'
import { defineRule, type Message, type Report, type RuleContext, type Subject } from '../model/rule.ts'
import type { FactChange, SourceFact, SourceKind, SourcePair } from '../model/source.ts'
import { silencing } from './shared/central.ts'
import { offeredCommand } from './shared/entry.ts'
import { hasExpired } from './shared/expiry.ts'
import { differ, difference, serversOf } from './shared/launch.ts'

const messages = {
  'server-added': {
    severity: 'low',
    text: 'The server {server} is new: {what}.',
    remedy: 'Review what it may do before you merge; clients start it for everybody who opens this repository.',
  },
  'command-changed': {
    severity: 'high',
    text: 'The server {server} keeps its name and is launched otherwise than before.',
    remedy: 'Review the line as that of a new server: clients that approved the name may start it without asking.',
  },
  'remote-not-allowlisted': {
    severity: 'high',
    text: 'The server {server} connects to {url}, which is not on the allowlist.',
    remedy: 'Review who runs it, then add the address to `allow` in {policy} on the base branch.',
  },
  'secret-inline': {
    severity: 'high',
    text: 'The server {server} has a secret written into the file, at {place}.',
    remedy: 'Revoke it, since it stays in the history, and refer to an environment variable in its place.',
  },
  'shell-wrapped': {
    severity: 'high',
    text: 'The server {server} is started by a shell, which can run more than the line shows.',
    remedy: 'Write the command and its arguments as a list, without a shell.',
  },
  'unreadable-launch': {
    severity: 'high',
    text: 'What the server {server} runs cannot be told: {detail}.',
    remedy: 'Launch one package in an exact version, or allow exactly this command line in the policy.',
  },
  'registry-overridden': {
    severity: 'high',
    text: 'The server {server} sets {option} to {url}: its packages do not come from where the policy says.',
    remedy: 'Remove the setting; registries are a matter of the policy.',
  },
  'local-command': {
    severity: 'moderate',
    text: 'The server {server} runs {what}, which no rule about packages can judge.',
    remedy: 'Review what it runs, then allow exactly this command line in {policy} on the base branch.',
  },
  'neighbour-setting': {
    severity: 'moderate',
    text: '{path} sets {key}, which runs code, approves servers or weakens a tool: {detail}.',
    remedy: 'Remove it, or have the people who open this repository agree to it.',
  },
} as const satisfies Record<string, Message>

/** Workflows hand configs to the agents they start. */
const HOLD_SERVERS: ReadonlySet<SourceKind> = new Set(['client-config', 'workflow'])

type Say = Report<typeof messages>

export const clientConfig = defineRule({
  id: 'client-config',
  summary: 'What an MCP client config starts must be known, reviewed and free of secrets.',
  tiers: ['server'],
  controls: [
    'CWE-78',
    'CWE-798',
    'CWE-829',
    'OWASP-MCP04',
    'OWASP-MCP09',
    'NIST-SSDF/PO.3.2',
    'MCP-SUPPLY-02/3',
    'MCP-SUPPLY-02/7',
  ],
  options: {},
  messages,
  check: (rules, report) => {
    const context = { ...rules, known: knownServers(rules), ...groupsOf(rules) }
    return [
      ...context.subjects.flatMap((subject) => judgeServer(subject, context, report)),
      ...context.sources.flatMap((pair) => judgePair(pair, context, report)),
      ...context.facts.flatMap((change) => judgeFact(change, context, report)),
    ]
  },
})

/** With what is looked up for every server: a pull request may bring thousands. */
interface Context extends RuleContext {
  /** Servers that each source had before. */
  readonly known: ReadonlyMap<string, ReadonlyMap<string, unknown>>
  readonly byId: ReadonlyMap<string, Subject>
  readonly byServer: ReadonlyMap<string, readonly Subject[]>
}

function groupsOf({ subjects }: RuleContext): Pick<Context, 'byId' | 'byServer'> {
  return {
    // The first of one id speaks.
    byId: new Map(subjects.toReversed().map((one) => [keyOf(one.component.source, one.component.id), one])),
    byServer: Map.groupBy(subjects, ({ component: { source, server } }) => keyOf(source, server)),
  }
}

function keyOf(source: string, name: string | null): string {
  return JSON.stringify([source, name])
}

function judgeServer(subject: Subject, context: Context, report: Say): readonly RuleFinding[] {
  const { component, change } = subject
  const { server, ecosystem, launch, source } = component
  if (server === null) return []
  const args = { server, policy: context.policyPath }
  const isAllowed = isHeld(subject, context.now)
  const isNew = change.kind === 'added' && !context.known.get(source)?.has(server)
  const url = component.url ?? ''
  const what = describe(component)
  return [
    ...(isNew ? [report('server-added', subject, { args: { server, what } })] : []),
    ...(ecosystem === 'remote' && !isAllowed
      ? [report('remote-not-allowlisted', subject, { args: { ...args, url }, ...remoteRemedy(component) })]
      : []),
    ...(ecosystem === 'local' && launch !== null && !isAllowed
      ? [report('local-command', subject, { args: { ...args, what }, paste: offeredCommand(launch) })]
      : []),
  ]
}

// A server that keeps its name and gets another package or address is not new but changed.
function knownServers({ sources }: RuleContext): Context['known'] {
  const holding = sources.filter(({ kind }) => HOLD_SERVERS.has(kind)).toReversed()
  return new Map(
    holding.map(({ path, base }) => [path, serversOf(base?.status === 'read' ? base.components : [])] as const),
  )
}

function isHeld({ allow }: Subject, now: number): boolean {
  return allow.fitting.some(({ expires }) => !hasExpired(expires, now))
}

function describe({ ecosystem, name, version, spec, url, launch }: Component): string {
  if (ecosystem === 'remote') return url ?? name
  if (ecosystem === 'local' || ecosystem === 'unknown') return launch?.argv.join(' ').slice(0, SHOWN) ?? name
  return `${ecosystem} ${name} ${version ?? spec ?? ''}`.trim()
}

const SHOWN = 200

/** An entry to paste, and where it would lack what is hidden here, and so be none of this address, a word on why there is none. */
function remoteRemedy({ url, urlDigest }: Component): { paste: string | null; facts?: readonly Fact[] } {
  if (url === null || addressDigest(url) !== urlDigest) return { paste: null, facts: [noPaste(url)] }
  return { paste: url.startsWith('https://') ? renderRemoteEntry(url) : null }
}

/** A policy may hold a tenant's name, and no credential. */
function noPaste(url: string | null): Fact {
  const value = url?.includes('***')
    ? 'the address holds what looks like a secret; have the config take it from the environment first'
    : 'a part of the address is hidden here; write the entry with the whole address, as the config has it'
  return { label: 'no entry to paste', value }
}

function judgePair({ kind, base, head }: SourcePair, context: Context, report: Say): readonly RuleFinding[] {
  if (!HOLD_SERVERS.has(kind) || base?.status !== 'read' || head?.status !== 'read') return []
  const [before, after] = [serversOf(base.components), serversOf(head.components)]
  return [...after].flatMap(([server, components]) => {
    const former = before.get(server)
    const [first] = components
    if (former === undefined || first === undefined || !differ(former, components)) return []
    // The policy allows exactly this line or address: then it does not matter what stood there before.
    const subject = context.byId.get(keyOf(head.path, first.id))
    if (subject !== undefined && namesAllOfIt(subject, former, context)) return []
    const about = {
      source: head.path,
      name: first.name,
      version: first.version,
      location: { path: head.path, route: first.route },
    }
    return [
      report('command-changed', about, {
        args: { server },
        facts: [{ label: 'launch', value: difference(former, components), code: 'diff' }],
      }),
    ]
  })
}

function namesAllOfIt(subject: Subject, former: readonly Component[], { policy, now }: RuleContext): boolean {
  const entries = silencing(subject.allow.fitting, clientConfig.id, policy)
  const exact = entries.filter(({ kind, expires }) => kind !== 'package' && !hasExpired(expires, now))
  const [before, after] = [former[0]?.launch, subject.component.launch]
  return exact.length > 0 && JSON.stringify(before?.environment ?? []) === JSON.stringify(after?.environment ?? [])
}

function judgeFact({ source, sourceKind, fact }: FactChange, context: Context, report: Say): readonly RuleFinding[] {
  if (!HOLD_SERVERS.has(sourceKind)) return []
  const server = fact.name ?? 'of this file'
  const about = { source, name: fact.name, location: { path: source, route: fact.route } }
  const { detail = 'nothing more is known', where = '', key = '', url = '', option = '' } = fact.args
  switch (fact.kind) {
    case 'secret-inline':
      return [report('secret-inline', about, { args: { server, place: where } })]
    case 'registry-overridden':
      return [report('registry-overridden', about, { args: { server, url, option } })]
    case 'neighbour':
      return [report('neighbour-setting', about, { args: { key, detail, path: source } })]
    case 'shell-wrapped':
      return isLineAllowed(source, fact, context) ? [] : [report('shell-wrapped', about, { args: { server } })]
    case 'unreadable-launch':
      return fact.args['beside'] === undefined && isLineAllowed(source, fact, context)
        ? []
        : [report('unreadable-launch', about, { args: { server, detail } })]
    default:
      return []
  }
}

// The whole line is in the policy, so that whatever it hides was there to be reviewed; what stands beside it was not, nor
// another entry of the same name.
function isLineAllowed(source: string, fact: SourceFact, { byServer, policy, now }: Context): boolean {
  const subjects = byServer.get(keyOf(source, fact.name)) ?? []
  const own = subjects.filter(({ component }) => fact.key.startsWith(`${component.id.replace(/#\d+(?:~\d+)?$/, '')}:`))
  return own.some(({ allow }) =>
    silencing(allow.fitting, clientConfig.id, policy).some(
      ({ kind, expires }) => kind === 'command' && !hasExpired(expires, now),
    ),
  )
}
