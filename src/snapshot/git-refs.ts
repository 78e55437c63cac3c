// Names of commits in a local repository: what the user wrote, the default branch, the merge base.
import { InputError } from '../errors.ts'
import { askGit } from './git-run.ts'

/** The top folder of the repository that `directory` is in. Errors: InputError `not-a-repository`. */
export async function findRepository(directory: string): Promise<string> {
  const answer = await askGit(directory, ['rev-parse', '--show-toplevel'])
  if (answer.exit === 0) return answer.stdout.toString().replace(/\n$/, '')
  const untrusted = answer.stderr.includes('dubious ownership')
  throw new InputError('not-a-repository', `${directory} is not a git repository that can be read`, {
    path: directory,
    hint: untrusted
      ? 'It belongs to another user: allow it with git config --global --add safe.directory.'
      : 'Give --repo a folder inside a git repository with a working tree.',
    cause: answer.stderr,
  })
}

/** Two commits, where their histories part, and the repository they are in. */
export interface Fork {
  readonly directory: string
  readonly base: string
  readonly head: string
  readonly mergeBase: string
}

/**
 * The answers of findRepository, resolveCommit and mergeBase from one git process; null where anything is out of the
 * ordinary, a wrong ref or several merge bases: the three say what it is.
 */
export async function findFork(directory: string, base: string, head: string): Promise<Fork | null> {
  // What git would take for an option or a range is left to the careful way.
  if ([base, head].some((ref) => ref.startsWith('-') || ref.includes('..'))) return null
  const asked = ['--show-toplevel', `${base}^{commit}`, `${head}^{commit}`, `${base}...${head}`]
  const { exit, stdout } = await askGit(directory, ['rev-parse', ...asked, '--'])
  const lines = stdout.toString().trimEnd().split('\n')
  const [top, baseSha, headSha, , , fork, end] = lines
  if (exit !== 0 || lines.length !== 7 || end !== '--') return null
  if (top === undefined || baseSha === undefined || headSha === undefined || !fork?.startsWith('^')) return null
  return { directory: top, base: baseSha, head: headSha, mergeBase: fork.slice(1) }
}

/** The commit a ref names. Errors: InputError `unknown-ref`. */
export async function resolveCommit(directory: string, ref: string): Promise<string> {
  const answer = await askGit(directory, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`])
  if (answer.exit === 0) return answer.stdout.toString().trim()
  throw new InputError('unknown-ref', `no commit is named ${JSON.stringify(ref)} here`, {
    hint: 'Fetch it first, or name a branch, tag or commit that git rev-parse knows.',
  })
}

/** The merge base of two commits. Errors: InputError `unknown-ref` where they share no history, as in a shallow clone. */
export async function mergeBase(directory: string, one: string, other: string): Promise<string> {
  const answer = await askGit(directory, ['merge-base', one, other])
  if (answer.exit === 0) return answer.stdout.toString().trim()
  throw new InputError('unknown-ref', 'base and head share no commit that this clone knows', {
    path: directory,
    hint: 'Fetch more history (git fetch --unshallow), or name another base with --base.',
  })
}

/** The default branch as this clone knows it. Errors: InputError `unknown-ref`. */
export async function defaultBranch(directory: string): Promise<string> {
  const remote = await askGit(directory, ['symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD'])
  if (remote.exit === 0) return remote.stdout.toString().trim()
  for (const name of ['origin/main', 'origin/master', 'main', 'master']) {
    const known = await askGit(directory, ['rev-parse', '--verify', '--quiet', `${name}^{commit}`])
    if (known.exit === 0) return name
  }
  if (!(await hasCommits(directory)))
    throw new InputError('unknown-ref', 'there is no commit here yet, so nothing to compare with', {
      path: directory,
      hint: 'Commit first, or judge all that is there with mcp-gate audit.',
    })
  throw new InputError('unknown-ref', 'the default branch cannot be told from this clone', {
    path: directory,
    hint: 'Name the branch to compare with: --base origin/main, for example.',
  })
}

/** True where the repository has at least one commit. */
export async function hasCommits(directory: string): Promise<boolean> {
  return (await askGit(directory, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'])).exit === 0
}
