// The input `source: git`: both sides from a checkout that an earlier step made.
import { InputError } from '../errors.ts'
import type { NamedCommit } from '../github/events.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { openCommit } from '../snapshot/git.ts'
import { findRepository, resolveCommit } from '../snapshot/git-refs.ts'

/** Errors: InputError `not-a-repository`, `unknown-ref`, with what the workflow lacks; SourceError `git-failed`. */
export async function openCheckout(workspace: string, commit: NamedCommit): Promise<Snapshot> {
  try {
    const directory = await findRepository(workspace)
    await resolveCommit(directory, commit.sha)
    return openCommit(directory, commit)
  } catch (cause) {
    throw cause instanceof InputError ? lacking(cause, commit) : cause
  }
}

function lacking(cause: InputError, { ref, sha }: NamedCommit): InputError {
  if (cause.code === 'unknown-ref')
    return new InputError(
      'unknown-ref',
      `The checkout lacks ${sha.slice(0, 12)} (${ref}), which \`source: git\` reads`,
      {
        hint: 'Give actions/checkout `fetch-depth: 0`, or leave out the input `source`.',
        cause,
      },
    )
  return new InputError(
    cause.code,
    'The input `source` is git, and the workspace is no git repository that can be read',
    {
      hint: 'Run actions/checkout with `fetch-depth: 0` before this step (in a container, allow the folder by safe.directory), or leave out the input `source`.',
      cause,
    },
  )
}
