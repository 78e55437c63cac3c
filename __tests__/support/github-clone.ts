// A git checkout of what the GitHub stand-in holds, object by object, so that both have the same commits.
import { execFileSync } from 'node:child_process'
import type { Github } from './github.ts'

interface Identity {
  readonly name: string
  readonly email: string
  readonly date: string
}

interface Commit {
  readonly sha: string
  readonly tree: { readonly sha: string }
  readonly parents: readonly { readonly sha: string }[]
  readonly author: Identity
  readonly committer: Identity
  readonly message: string
}

interface Tree {
  readonly tree: readonly {
    readonly path: string
    readonly mode: string
    readonly type: string
    readonly sha: string
  }[]
}

/** Makes `directory` a repository with these branches of `origin`, `depth` commits deep, as `actions/checkout` would. */
export async function cloneTo(
  directory: string,
  github: Github,
  { branches, depth = Number.POSITIVE_INFINITY }: { readonly branches: readonly string[]; readonly depth?: number },
): Promise<void> {
  const git = gitIn(directory)
  git(['init', '--quiet', '--template=', '--initial-branch=main'])
  for (const branch of branches) {
    const tip = await github.tipOf(branch)
    await copyHistory({ git, github }, tip, depth)
    git(['update-ref', `refs/remotes/origin/${branch}`, tip])
  }
}

type Git = (args: readonly string[], input?: string | Uint8Array) => string

function gitIn(directory: string): Git {
  return (args, input = '') =>
    execFileSync('git', ['-C', directory, ...args], { input, stdio: ['pipe', 'pipe', 'pipe'] })
      .toString()
      .trim()
}

interface Copying {
  readonly git: Git
  readonly github: Github
}

async function copyHistory(copying: Copying, tip: string, depth: number): Promise<void> {
  const { git, github } = copying
  const waiting = [{ sha: tip, left: depth }]
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { sha, left } = next
    const commit = (await github.ask('GET', `/repos/${github.repo}/git/commits/${sha}`)) as Commit
    await copyTree(copying, commit.tree.sha)
    git(['hash-object', '-t', 'commit', '-w', '--literally', '--stdin'], textOf(commit))
    if (left > 1) waiting.push(...commit.parents.map((parent) => ({ sha: parent.sha, left: left - 1 })))
  }
}

async function copyTree({ git, github }: Copying, sha: string): Promise<void> {
  const { tree } = (await github.ask('GET', `/repos/${github.repo}/git/trees/${sha}`)) as Tree
  for (const item of tree) {
    if (item.type === 'tree') await copyTree({ git, github }, item.sha)
    if (item.type !== 'blob') continue
    const blob = (await github.ask('GET', `/repos/${github.repo}/git/blobs/${item.sha}`)) as { content: string }
    git(['hash-object', '-w', '--stdin'], Buffer.from(blob.content, 'base64'))
  }
  git(['mktree', '--missing'], tree.map(({ mode, type, sha, path }) => `${mode} ${type} ${sha}\t${path}\n`).join(''))
}

function textOf({ tree, parents, author, committer, message }: Commit): string {
  const who = ({ name, email, date }: Identity) => `${name} <${email}> ${Math.floor(Date.parse(date) / 1000)} +0000`
  const lines = [
    `tree ${tree.sha}`,
    ...parents.map(({ sha }) => `parent ${sha}`),
    `author ${who(author)}`,
    `committer ${who(committer)}`,
  ]
  return `${lines.join('\n')}\n\n${message.replace(/\n?$/, '\n')}`
}
