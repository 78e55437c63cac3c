// Reports what a server's code can do that its last version could not: reach, run, read or hide something new.
import type { Capability } from '../model/evidence.ts'
import type { Fact, RuleFinding } from '../model/finding.ts'
import { absent, observedValue } from '../model/observation.ts'
import { defineRule, type Message, type Report, type Subject } from '../model/rule.ts'

const messages = {
  'network-added': about('{name} {version} can reach the network by {what}; {before} could not.'),
  'process-added': about('{name} {version} can start programs by {what}; {before} could not.'),
  'environment-added': about('{name} {version} reads {what} from the environment; {before} did not.'),
  'dynamic-code-added': about('{name} {version} makes code while it runs, by {what}; {before} did not.'),
  'client-config-written': about('{name} {version} touches the settings of MCP clients: {what}. {before} did not.'),
  obfuscated: about('{name} {version} holds code that is made hard to read: {what}. {before} did not.'),
  'address-added': { ...about('{name} {version} names {address}; {before} did not.'), distinguishedBy: ['address'] },
} as const satisfies Record<string, Message>

function about<const Text extends string>(text: Text) {
  const remedy = 'Read the lines below; stay with {before} until you know what they are for.'
  return { severity: 'moderate', text, remedy, needs: ['tarball'], needsBefore: ['tarball'] } as const
}

/** What one package version can hold is its publisher's choice: so many findings and lines are shown, the rest is counted. */
const MAX_ADDRESSES = 10
const MAX_LINES = 10

export const capabilities = defineRule({
  id: 'capabilities',
  summary: 'What a new version can do beyond the old one must be seen before it runs.',
  tiers: ['server'],
  controls: ['CWE-506', 'CWE-829', 'OWASP-MCP04', 'SAFE-T1201', 'NIST-SSDF/PW.4.4', 'MCP-SUPPLY-02/2'],
  options: {
    expected: {
      type: 'strings',
      default: [],
      stricter: 'fewer',
      description: 'Modules, variables, hosts and addresses that are no news, as the finding names them.',
    },
  },
  messages,
  check: ({ subjects, options }, report) =>
    subjects.flatMap((subject) => {
      const added = addedBy(subject).filter(({ detail }) => !options.expected.includes(detail))
      return [...judgeKinds(subject, added, report), ...judgeAddresses(subject, added, report)]
    }),
})

const IDS = {
  network: 'network-added',
  process: 'process-added',
  environment: 'environment-added',
  'dynamic-code': 'dynamic-code-added',
  'client-config': 'client-config-written',
  obfuscated: 'obfuscated',
} as const

/** Capabilities of a kind and detail that the replaced version had nowhere. Without its tarball nothing can be called new. */
function addedBy({ component, replaces, evidence, evidenceBefore }: Subject): readonly Capability[] {
  const [now, before] = [observedValue(evidence.tarball), observedValue(evidenceBefore?.tarball ?? absent)]
  if (now === null || before === null || replaces?.version === component.version) return []
  const known = new Set(before.capabilities.map(({ kind, detail }) => `${kind} ${detail}`))
  return now.capabilities.filter(({ kind, detail }) => !known.has(`${kind} ${detail}`))
}

function judgeKinds(subject: Subject, added: readonly Capability[], report: Report<typeof messages>) {
  return Object.entries(IDS).flatMap(([kind, id]): readonly RuleFinding[] => {
    const found = added.filter((one) => one.kind === kind)
    if (found.length === 0) return []
    const what = listed([...new Set(found.map(({ detail }) => detail))].sort())
    return [report(id, subject, { args: { ...argsOf(subject), what }, facts: toFacts(found) })]
  })
}

function judgeAddresses(subject: Subject, added: readonly Capability[], report: Report<typeof messages>) {
  const addresses = added.filter(({ kind }) => kind === 'address')
  const byAddress = [...Map.groupBy(addresses, ({ detail }) => detail)].sort(([a], [b]) => (a < b ? -1 : 1))
  const more = byAddress.slice(MAX_ADDRESSES).map(([address]) => address)
  return byAddress.slice(0, MAX_ADDRESSES).map(([address, found], index) => {
    const isLast = index === MAX_ADDRESSES - 1 && more.length > 0
    const rest = isLast ? [{ label: 'more new addresses', value: listed(more) }] : []
    return report('address-added', subject, {
      args: { ...argsOf(subject), address },
      facts: [...toFacts(found), ...rest],
    })
  })
}

function argsOf({ component, replaces }: Subject) {
  return { name: component.name, version: component.version ?? '', before: replaces?.version ?? '' }
}

function toFacts(found: readonly Capability[]): readonly Fact[] {
  const shown = found.slice(0, MAX_LINES)
  const more = found.length - shown.length
  const rest = more > 0 ? [{ label: 'more places', value: String(more) }] : []
  return [
    ...shown.map(({ file, line, excerpt }) => ({
      label: `${file}:${line}`,
      value: `+ ${excerpt}`,
      code: 'diff' as const,
    })),
    ...rest,
  ]
}

function listed(items: readonly string[]): string {
  const shown = items.slice(0, MAX_LINES).join(', ')
  return items.length > MAX_LINES ? `${shown} and ${items.length - MAX_LINES} more` : shown
}
