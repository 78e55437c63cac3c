// What a pull request may bring along: allow entries that it only adds and that an approver of the base has approved.
import type { AllowEntry, AllowedPackage, Policy } from '../model/policy.ts'
import { exactVersion } from './ranges.ts'

/** One review that approves and was neither dismissed nor followed by another of the same person. */
export interface Approval {
  readonly login: string
  /** The commit that was reviewed. */
  readonly sha: string
  /** Teams of the base's approvers that this person is a member of, as `@org/team`. */
  readonly teams: readonly string[]
}

export interface ApprovalRequest {
  readonly base: Policy
  /** The pull request's own policy; only its allow entries are looked at. */
  readonly head: Policy
  readonly headSha: string
  readonly author: string
  /** Everybody who pushed to the pull request. */
  readonly pushers: readonly string[]
  readonly approvals: readonly Approval[]
}

export interface Approved {
  /** The base's policy, with the added entries where they count. */
  readonly policy: Policy
  /** Entries that the pull request adds and that could count. */
  readonly added: readonly AllowEntry[]
  /** Who approved exactly this commit; null where nobody who may has. */
  readonly by: string | null
}

/**
 * The base's policy with the entries that count. An entry counts when it is new, names exact versions each with integrity
 * (an image: its digest), and replaces nothing. Logins are compared without case, as GitHub does.
 */
export function withApprovedEntries(request: ApprovalRequest): Approved {
  const { base, head } = request
  const added = addedEntries(base.allow, head.allow)
  const by = added.length === 0 ? null : approverOf(request)
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

function approverOf({ base, headSha, author, pushers, approvals }: ApprovalRequest): string | null {
  const involved = [author, ...pushers].map((login) => login.toLowerCase())
  const approvers = base.approvers.map((approver) => approver.toLowerCase())
  const approval = approvals.find(
    ({ login, sha, teams }) =>
      sha === headSha &&
      !involved.includes(login.toLowerCase()) &&
      [login, ...teams.filter((team) => team.startsWith('@'))].some((name) => approvers.includes(name.toLowerCase())),
  )
  return approval?.login ?? null
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
