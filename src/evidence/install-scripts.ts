// What npm runs when a package is installed, and the files those commands start.
import { createHash } from 'node:crypto'
import type { TarballFacts, TarballFile } from '../model/evidence.ts'
import { type Fields, own, textOf, textRecordOf } from './json.ts'
import { installScriptsOf } from './release.ts'

export interface InstallCommand {
  readonly event: string
  readonly command: string
  /** The command with the scripts it calls by name. */
  readonly expanded: string
  /** Files of the package that it names, in order. */
  readonly runs: readonly string[]
}

type Files = ReadonlyMap<string, TarballFile>

/** Commands in the order npm runs them. A `binding.gyp` without scripts of its own is compiled, unless `gypfile` is false. */
export function installCommands(manifest: Fields | null, files: Files): readonly InstallCommand[] {
  const scripts = installScriptsOf(manifest)
  const own = 'install' in scripts || 'preinstall' in scripts
  const builds = files.has('binding.gyp') && !own && !optsOut(manifest)
  const all: Readonly<Record<string, string>> = builds ? { install: 'node-gyp rebuild', ...scripts } : scripts
  return Object.entries(all).map(([event, command]) => {
    const expanded = expand(command, textRecordOf(manifest, 'scripts'))
    const named = filesNamed(expanded, files)
    const runs = command === 'node-gyp rebuild' && files.has('binding.gyp') ? ['binding.gyp', ...named] : named
    return { event, command, expanded, runs }
  })
}

/** The model's form, with the beginning of the first file each one starts. */
export function toInstallScripts(
  commands: readonly InstallCommand[],
  { files, kept }: { readonly files: Files; readonly kept: ReadonlyMap<string, Buffer> },
): TarballFacts['installScripts'] {
  return commands.map(({ event, command, expanded, runs }) => {
    const [file = null] = runs
    const hash = createHash('sha256').update(expanded)
    for (const path of runs) hash.update('\0').update(files.get(path)?.sha256 ?? '')
    const excerpt = excerptOf(file === null ? undefined : kept.get(file))
    return { event, command, sha256: hash.digest('hex'), file, excerpt }
  })
}

function optsOut(manifest: Fields | null): boolean {
  return own(manifest, 'gypfile') === false
}

const CALLS = /\b(?:npm|pnpm|yarn|bun)\s+(?:run(?:-script)?\s+)?([\w:.-]+)/g

// Three steps deep, which also ends a circle.
function expand(command: string, scripts: Fields, depth = 3): string {
  if (depth === 0) return command
  const called = [...command.matchAll(CALLS)].flatMap(([, name]) => textOf(scripts, name ?? '') ?? [])
  return [command, ...called.map((text) => expand(text, scripts, depth - 1))].join('\n')
}

const ENDINGS = ['', '.js', '.cjs', '.mjs', '.ts', '/index.js']

function filesNamed(command: string, files: Files): readonly string[] {
  const words = command.split(/[\s"'`;&|()=,<>]+/).map((word) => word.replace(/^(\.\/)+/, ''))
  const named = words.flatMap((word) => {
    const ending = word === '' ? undefined : ENDINGS.find((candidate) => files.has(word + candidate))
    return ending === undefined ? [] : [word + ending]
  })
  return [...new Set(named)]
}

const LINES = 20
const LENGTH = 2000

function excerptOf(bytes: Buffer | undefined): string | null {
  if (bytes === undefined) return null
  const text = bytes.subarray(0, LENGTH * 4).toString('utf8')
  const lines = text.split(/\r\n|[\r\n]/).slice(0, LINES)
  return lines
    .map((line) => line.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, ' '))
    .join('\n')
    .slice(0, LENGTH)
}
