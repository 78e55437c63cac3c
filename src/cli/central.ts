// --central: a clone of the repository whose policy is extended; the pinned commit is read from it, whatever is checked out.
import { InputError } from '../errors.ts'
import type { OpenCentral } from '../pipeline/central.ts'
import { referenceText } from '../policy/reference.ts'
import { openCommit } from '../snapshot/git.ts'
import { findRepository, resolveCommit } from '../snapshot/git-refs.ts'
import type { Invocation } from './options.ts'

/** The command asks no GitHub: without a clone, a policy that extends another cannot be judged by. */
export function centralClone(invocation: Invocation): OpenCentral {
  return async (reference) => {
    const folder = invocation.text('central')
    const { owner, repo, sha } = reference
    if (folder === null) {
      throw new InputError('policy-missing', `the policy extends ${referenceText(reference)}, which is not at hand`, {
        hint: `Clone ${owner}/${repo} and name the folder with --central.`,
      })
    }
    const directory = await findRepository(folder)
    await resolveCommit(directory, sha).catch((cause: unknown) => {
      if (!(cause instanceof InputError)) throw cause
      throw new InputError('policy-missing', `the clone has no commit ${sha}, which the policy extends`, {
        path: folder,
        hint: `Fetch it there: git fetch origin ${sha}`,
        cause,
      })
    })
    return openCommit(directory, { ref: sha, sha })
  }
}
