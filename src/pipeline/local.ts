// The two sides of a comparison in a local repository: merge base to head, and the base's tip for the policy.
import type { Snapshot } from '../model/snapshot.ts'
import { openCommit } from '../snapshot/git.ts'
import { readBlobs } from '../snapshot/git-blobs.ts'
import {
  defaultBranch,
  type Fork,
  findFork,
  findRepository,
  hasCommits,
  mergeBase,
  resolveCommit,
} from '../snapshot/git-refs.ts'

export interface LocalSides {
  readonly directory: string
  /** The merge base: where the change starts. */
  readonly base: Snapshot
  readonly head: Snapshot
  /** The base's tip at run time: policy and waivers are read here. */
  readonly tip: Snapshot
}

interface Refs {
  readonly repo: string
  /** Null: the default branch. */
  readonly base: string | null
  /** Null: the working tree. */
  readonly head: string | null
}

/** Errors: InputError `not-a-repository`, `unknown-ref`. */
export async function openSides({ repo, base, head }: Refs): Promise<LocalSides> {
  const baseRef = base ?? (await defaultBranch(await findRepository(repo)))
  const fork = (await findFork(repo, baseRef, head ?? 'HEAD')) ?? (await findForkInSteps(repo, baseRef, head ?? 'HEAD'))
  const { directory } = fork
  const blobs = readBlobs(directory)
  const tip = openCommit(directory, { ref: baseRef, sha: fork.base }, blobs)
  return {
    directory,
    tip,
    base: fork.mergeBase === fork.base ? tip : openCommit(directory, { ref: baseRef, sha: fork.mergeBase }, blobs),
    head:
      head === null ? await openFolder(directory, blobs) : openCommit(directory, { ref: head, sha: fork.head }, blobs),
  }
}

/** One question at a time, so that the first thing amiss is named. */
async function findForkInSteps(repo: string, baseRef: string, headRef: string): Promise<Fork> {
  const directory = await findRepository(repo)
  const base = await resolveCommit(directory, baseRef)
  const head = await resolveCommit(directory, headRef)
  return { directory, base, head, mergeBase: await mergeBase(directory, base, head) }
}

/** One snapshot: a commit, or the working tree where no ref is named. Errors: as openSides. */
export async function openOne(repo: string, ref: string | null): Promise<{ directory: string; snapshot: Snapshot }> {
  const directory = await findRepository(repo)
  if (ref === null) return { directory, snapshot: await openFolder(directory) }
  return { directory, snapshot: openCommit(directory, { ref, sha: await resolveCommit(directory, ref) }) }
}

/** Where the policy of an audit is read: the default branch's tip, else what is audited itself. */
export async function openPolicySide(directory: string, audited: Snapshot): Promise<Snapshot> {
  if (audited.sha !== null || !(await hasCommits(directory))) return audited
  return openCommit(directory, { ref: 'HEAD', sha: await resolveCommit(directory, 'HEAD') })
}

async function openFolder(directory: string, blobs = readBlobs(directory)): Promise<Snapshot> {
  const { openWorkingTree } = await import('../snapshot/git-worktree.ts')
  return openWorkingTree(directory, blobs)
}
