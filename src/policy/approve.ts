// What a pull request may bring along: allow entries that it only adds and that an approver of the base has approved.
import type { AllowEntry, AllowedPackage, Policy } from '../model/policy.ts'
import { exactVersion } from './ranges.ts'

export interface ApprovalRequest {
  readonly base: Policy
  /** The pull request's own policy; only its allow entries are looked at. */
  readonly head: Policy
  /** Approvers of the base who approved exactly the head that is judged, neither its author nor who pushed to it. */
  readonly approvedBy: readonly string[]
}

export interface Approved {
  /** The base's policy, with the added entries where they count. */
  readonly policy: Policy
  /** Entries that the pull request adds and that could count. */
  readonly added: readonly AllowEntry[]
  /** Who approved; null where nobody did or nothing that counts was added. */
  readonly by: string | null
}

/**
 * The base's policy with the entries that count. An entry counts when it is new, names exact versions each with integrity
 * (an image: its digest), and replaces nothing.
 */
export function withApprovedEntries(request: ApprovalRequest): Approved {
  const { base, head, approvedBy } = request
  const added = addedEntries(base.allow, head.allow)
  const by = added.length === 0 ? null : (approvedBy[0] ?? null)
  const policy = by === null ? base : { ...base, allow: [...base.allow, ...added] }
  return { policy, added, by }
}

function addedEntries(base: readonly AllowEntry[], head: readonly AllowEntry[]): readonly AllowEntry[] {
  const [known, kept] = [new Set(base.map(contentOf)), new Set(head.map(contentOf))]
  // An entry that goes while another of its name comes is an edit, and edits wait for the merge.
  const edited = new Set(base.filter((entry) => !kept.has(contentOf(entry))).map(nameOf))
  return head.filter((entry) => !known.has(contentOf(entry)) && !edited.has(nameOf(entry)) && isPinned(entry))
}

function isPinned(entry: AllowEntry): entry is AllowedPackage {
  if (entry.kind !== 'package') return false
  if (entry.ecosystem === 'oci') return entry.digest !== null && entry.versions.length === 0
  return entry.versions.length > 0 && entry.versions.every((version) => isPinnedVersion(entry, version))
}

function isPinnedVersion({ integrity }: AllowedPackage, text: string): boolean {
  const version = exactVersion(text)
  return version !== null && Object.hasOwn(integrity, version)
}

function nameOf(entry: AllowEntry): string {
  return entry.kind === 'package' ? `${entry.ecosystem}\0${entry.name}` : `${entry.kind}\0`
}

// Equal contents are one entry, wherever it stands and in whatever order its keys are.
function contentOf({ place: _, ...content }: AllowEntry): string {
  return JSON.stringify(content, (__, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
}
