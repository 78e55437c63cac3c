// Reports files that decide what is installed and could not be read, disagree with each other, or are gone.
import type { RuleFinding } from '../model/finding.ts'
import { defineRule, type Message, type Report, type RuleContext } from '../model/rule.ts'
import type { ReadSource, Source, SourceKind, SourcePair } from '../model/source.ts'

const messages = {
  unreadable: {
    severity: 'high',
    text: '{path} cannot be read: {reason}. What it would install was not judged.',
    remedy: 'Mend it, or write it anew with the tool that made it.',
  },
  unsupported: {
    severity: 'high',
    text: '{path} has a form that is not supported: {reason}. What it would install was not judged.',
    remedy: 'Use a format that is supported, or have the file ignored in the policy.',
  },
  'out-of-sync': {
    severity: 'high',
    text: '{path} contradicts itself or its manifest: {detail}.',
    remedy: 'Write the lockfile anew with your package manager, and commit it together with the manifest.',
  },
  removed: {
    severity: 'high',
    text: '{path} is removed while {manifest} still has dependencies: nothing says any more which bytes are meant.',
    remedy: 'Restore it, or commit the lockfile of the package manager that takes over.',
  },
  'too-large': {
    severity: 'high',
    text: '{path} is too large to be judged: {reason}.',
    remedy: 'Make it smaller, or split the project.',
  },
} as const satisfies Record<string, Message>

type Say = Report<typeof messages>

export const sourceUnread = defineRule({
  id: 'source-unread',
  summary: 'Every file that decides what is installed must be readable and must agree with the others.',
  tiers: [],
  controls: ['CWE-636', 'CWE-829', 'OWASP-MCP04', 'NIST-SSDF/PW.4.4', 'MCP-SUPPLY-02/7'],
  options: {},
  messages,
  check: (context, report) => {
    const sides = sidesOf(context)
    return [
      ...context.sources.flatMap((pair) => judgePair(pair, sides, report)),
      ...context.facts.flatMap(({ source, fact }) => {
        if (fact.kind !== 'out-of-sync') return []
        const about = { source, name: fact.name, location: { path: source, route: fact.route } }
        const args = { path: source, detail: fact.args['detail'] ?? 'its parts differ' }
        return [report('out-of-sync', about, { args })]
      }),
    ]
  },
})

/** What is looked up for every source that is gone. */
interface Sides {
  readonly heads: ReadonlyMap<string, Source>
  /** Paths that the head has no more. */
  readonly gone: ReadonlySet<string>
  /** Folders in which the head has a lockfile. */
  readonly governed: ReadonlySet<string>
}

function sidesOf({ head, sources }: RuleContext): Sides {
  const heads = new Map(head.sources.map((source) => [source.path, source]))
  const governing = [...heads.keys()].filter((path) => GOVERNING.test(path))
  return {
    heads,
    gone: new Set(sources.filter((pair) => pair.head === null).map(({ path }) => path)),
    governed: new Set(governing.map(folderOf)),
  }
}

function judgePair(pair: SourcePair, sides: Sides, report: Say): readonly RuleFinding[] {
  const { path, head, kind } = pair
  // What these say is never obeyed, and that they change is for the rule `policy-change`.
  if (kind === 'policy' || kind === 'workflow') return []
  const about = { source: path, location: { path, route: [] } }
  if (head === null) {
    const manifest = orphanedBy(pair, sides)
    return manifest === null ? [] : [report('removed', about, { args: { path, manifest } })]
  }
  if (head.status === 'read') return []
  return [
    report(head.status, about, {
      args: { path, reason: head.reason },
      facts: [{ label: 'remedy', value: head.remedy }],
    }),
  ]
}

const LOCKFILES: readonly SourceKind[] = ['npm-lockfile', 'pnpm-lockfile', 'yarn-lockfile', 'bun-lockfile']

// The manifest beside a removed lockfile that no other lockfile governs; null where the removal leaves nothing open.
function orphanedBy({ path, kind, base }: SourcePair, { heads, gone, governed }: Sides): string | null {
  if (!LOCKFILES.includes(kind) || base === null) return null
  const folder = folderOf(path)
  const manifest = `${folder}package.json`
  // A lockfile beside it governs the manifest, and is judged by itself.
  if (governed.has(folder)) return null
  const head = heads.get(manifest)
  if (head?.status === 'read') return isOpen(head) ? manifest : null
  return gone.has(manifest) ? null : manifest
}

// The very names that package managers look for: another case, or a branch's name in it, is read by none of them here.
const GOVERNING = /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lockb?)$/

function isOpen({ components }: ReadSource): boolean {
  return components.some(
    ({ ecosystem, lockedIn, scope }) => ecosystem !== 'local' && scope !== 'peer' && lockedIn === null,
  )
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1)
}
