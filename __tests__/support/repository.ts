// A git repository in a temporary folder, made of plain maps of files; removed when the test file ends.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** Path to content; null deletes; `{ link }` makes a symbolic link. */
export type Files = Readonly<Record<string, string | Uint8Array | null | { readonly link: string }>>

export interface TestRepository {
  readonly directory: string
  /** Writes files into the working tree without committing. */
  write(files: Files): void
  /** Writes and commits on the current branch; returns the commit's sha. */
  commit(files: Files, message?: string): string
  git(...args: readonly string[]): string
  remove(): void
}

export function makeRepository(files: Files = { 'README.md': '# Example\n' }): TestRepository {
  const directory = mkdtempSync(join(tmpdir(), 'mcp-gate-test-'))
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-C', directory, ...args], { env: ENVIRONMENT, stdio: ['ignore', 'pipe', 'pipe'] })
      .toString()
      .trim()
  const write = (changed: Files) => {
    for (const [path, content] of Object.entries(changed)) writeOne(join(directory, path), content)
  }
  const commit = (changed: Files, message = 'change') => {
    write(changed)
    git('add', '--all', '--force')
    git('commit', '--quiet', '--allow-empty', '--message', message)
    return git('rev-parse', 'HEAD')
  }
  git('init', '--quiet', '--template=', '--initial-branch=main')
  commit(files, 'base')
  return { directory, write, commit, git, remove: () => rmSync(directory, { recursive: true, force: true }) }
}

const ENVIRONMENT = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.test',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.test',
  GIT_AUTHOR_DATE: '2026-11-20T12:00:00Z',
  GIT_COMMITTER_DATE: '2026-11-20T12:00:00Z',
}

function writeOne(path: string, content: Files[string]): void {
  rmSync(path, { recursive: true, force: true })
  if (content === null || content === undefined) return
  mkdirSync(dirname(path), { recursive: true })
  if (typeof content === 'string' || content instanceof Uint8Array) writeFileSync(path, content)
  else symlinkSync(content.link, path)
}
