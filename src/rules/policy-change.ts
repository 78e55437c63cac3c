// Reports that a pull request changes the policy, the workflows, or settings that decide what is installed and from where.
import type { RuleFinding } from '../model/finding.ts'
import type { TrustedRegistry } from '../model/policy.ts'
import { defineRule, type Message, type Report } from '../model/rule.ts'
import type { FactChange, SourcePair } from '../model/source.ts'
import { liesBelow } from './shared/address.ts'

const messages = {
  'policy-edited': {
    severity: 'moderate',
    text: '{path} is edited here. This pull request is judged by the policy of the base branch.',
    remedy: 'Have the owners of the policy review the edit; it holds once it is merged.',
  },
  'registry-config-changed': {
    severity: 'high',
    text: '{key} is set to {url}: packages would be fetched from there.',
    remedy: 'Remove the setting, or have the registry added to `registries` in the policy first.',
  },
  'install-policy-weakened': {
    severity: 'moderate',
    text: '{key} is set to {value}, which lets more be installed or run.',
    remedy: 'Remove the setting, or have the owners of the policy agree to it.',
  },
  'archives-committed': {
    severity: 'moderate',
    text: '{count} that yarn installs from are added or changed here ({names}): no registry is asked about what they hold.',
    remedy: 'Have the build run yarn install --immutable --check-cache, which fetches every archive anew and compares.',
  },
  'modules-committed': {
    severity: 'moderate',
    text: '{count} below node_modules are added or changed here ({names}): who starts these packages runs these files.',
    remedy: 'Take node_modules out of the repository, or review what stands there as your own code.',
  },
  'workflow-edited': {
    severity: 'moderate',
    text: '{path} is edited here, and a workflow can turn this check off.',
    remedy: 'Review that the check still runs, and protect workflows by code owners or a ruleset.',
  },
} as const satisfies Record<string, Message>

type Say = Report<typeof messages>

export const policyChange = defineRule({
  id: 'policy-change',
  summary: 'A change of policy, workflows or package manager settings needs the eye of their owners.',
  tiers: [],
  controls: ['CWE-15', 'CWE-829', 'OWASP-MCP04', 'NIST-SSDF/PO.3.2', 'MCP-SUPPLY-02/3'],
  modes: ['gate'],
  options: {},
  messages,
  check: ({ facts, sources, policy }, report) => {
    const edits = facts.filter(({ fact, kind }) => fact.kind === 'content' && kind === 'added')
    const edited = new Set(edits.map(({ source }) => source))
    return [
      ...sources.flatMap((pair) => judgeFile(pair, edited, report)),
      ...facts.flatMap((change) => judgeSetting(change, policy.registries, report)),
    ]
  },
})

// A deleted policy or workflow has no facts in the head, and is edited all the same.
function judgeFile(
  { path, kind, base, head }: SourcePair,
  edited: ReadonlySet<string>,
  report: Say,
): readonly RuleFinding[] {
  const id = kind === 'policy' ? 'policy-edited' : kind === 'workflow' ? 'workflow-edited' : null
  if (id === null) return []
  const isUnread = head !== null && head.status !== 'read'
  if (!edited.has(path) && !isUnread && !(base !== null && head === null)) return []
  return [report(id, { source: path, location: { path, route: [] } }, { args: { path } })]
}

function judgeSetting(change: FactChange, registries: readonly TrustedRegistry[], report: Say): readonly RuleFinding[] {
  const { source, fact, kind } = change
  const { key = '', url = '', value = '' } = fact.args
  const about = { source, name: fact.name, location: { path: source, route: fact.route } }
  if (kind !== 'added') return []
  if (fact.kind === 'install-policy') {
    const severity = HIDING.has(key) ? ({ severity: 'high' } as const) : {}
    return [report('install-policy-weakened', about, { args: { key, value }, ...severity })]
  }
  if (fact.kind === 'committed-install') {
    const { count = '', names = '', held = '' } = fact.args
    return [report(held === 'modules' ? 'modules-committed' : 'archives-committed', about, { args: { count, names } })]
  }
  if (fact.kind !== 'registry') return []
  const severity = isListed(url, registries) ? ({ severity: 'moderate' } as const) : {}
  return [report('registry-config-changed', about, { args: { key, url }, ...severity })]
}

/** With these, what is installed or started is read from other files or bytes than those that are judged. */
const HIDING = new Set(['lockfileFilename', 'working-tree-encoding'])

function isListed(address: string, registries: readonly TrustedRegistry[]): boolean {
  const withSlash = address.endsWith('/') ? address : `${address}/`
  if (!URL.canParse(withSlash)) return false
  return registries.some(({ url }) => liesBelow(new URL(withSlash), url, { ignoreScheme: false }))
}
