// One git process: hardened against what a repository can configure, output collected, failures coded.
import { spawn } from 'node:child_process'
import { SourceError } from '../errors.ts'

/** Nothing here may prompt, fetch, run a hook or a file-system monitor, or be swayed by replace refs. */
const HARDENED = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'core.quotePath=false']
const ENVIRONMENT = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_NO_LAZY_FETCH: '1',
  LC_ALL: 'C',
}

export interface GitAnswer {
  readonly exit: number
  readonly stdout: Buffer
  readonly stderr: string
}

interface Exchange {
  readonly input?: string
  /** Takes the output as it comes; what it takes is not in the answer. */
  readonly take?: (chunk: Buffer) => void
}

/** Runs git in `directory` and answers whatever its exit code was. Errors: SourceError `git-failed` where git cannot be started. */
export function askGit(directory: string, args: readonly string[], { input, take }: Exchange = {}): Promise<GitAnswer> {
  return new Promise((done, fail) => {
    const child = spawn('git', [...HARDENED, '-C', directory, ...args], {
      env: { ...process.env, ...ENVIRONMENT },
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    })
    const [out, err]: [Buffer[], Buffer[]] = [[], []]
    child.stdout?.on('data', take ?? ((chunk: Buffer) => out.push(chunk)))
    child.stderr?.on('data', (chunk: Buffer) => err.push(chunk))
    child.on('error', (cause) => fail(notStarted(cause)))
    child.on('close', (exit) =>
      done({ exit: exit ?? 1, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString() }),
    )
    // A git that ends early closes its input: its exit code tells, not the broken pipe.
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
  })
}

/** As askGit, but any exit code other than 0 is a SourceError `git-failed`. */
export async function runGit(directory: string, args: readonly string[], exchange: Exchange = {}): Promise<Buffer> {
  const answer = await askGit(directory, args, exchange)
  if (answer.exit === 0) return answer.stdout
  const said = answer.stderr.trim().split('\n')[0] ?? ''
  throw new SourceError('git-failed', `git ${args[0]} failed: ${said}`, {
    hint: 'Run the same git command by hand in the repository to see why.',
    cause: answer.stderr,
  })
}

function notStarted(cause: Error): SourceError {
  return new SourceError('git-failed', 'git could not be started', {
    hint: 'Install git and make sure it is on the PATH.',
    cause,
  })
}
