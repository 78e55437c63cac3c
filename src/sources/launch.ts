// A server's command line: what it really fetches and runs. One line per launcher.
import { docker } from './launch-containers.ts'
import { bun, bunx, deno, dx, fileOf, node } from './launch-js.ts'
import { corepack, npm, npx, pnpm, pnpx, yarn } from './launch-npm.ts'
import { dnx, dotnet, go, inline, nix, pip } from './launch-others.ts'
import type { Project } from './launch-project.ts'
import { pipx, python, uv, uvx } from './launch-python.ts'
import {
  combine,
  installedAs,
  type Launcher,
  type Line,
  local,
  NOTHING,
  type Reading,
  unreadableLine,
  withoutLocal,
} from './launch-reading.ts'
import { relayedBy } from './launch-relays.ts'
import { cmd, cmdStart, posixShell, powershell, readShellText } from './launch-shells.ts'
import { baseName, holdsPlaceholder, splitLine, type Word } from './launch-words.ts'
import { wrapperNamed } from './launch-wrappers.ts'
import { isWithinReach } from './reach.ts'

const LAUNCHERS: Readonly<Record<string, Launcher>> = {
  npx,
  npm,
  pnpm,
  pnpx,
  pnx: pnpx,
  nlx: pnpx,
  yarn,
  yarnpkg: yarn,
  vp: pnpm,
  vpx: pnpx,
  bunx,
  bun,
  node,
  nodejs: node,
  deno,
  dx,
  uvx,
  uv,
  pipx,
  python,
  py: python,
  docker,
  podman: docker,
  nerdctl: docker,
  finch: docker,
  container: docker,
  go,
  dnx,
  dotnet,
  nix,
  corepack,
  start: cmdStart,
  call: cmdStart,
  sh: posixShell,
  bash: posixShell,
  zsh: posixShell,
  dash: posixShell,
  ash: posixShell,
  ksh: posixShell,
  fish: posixShell,
  rbash: posixShell,
  mksh: posixShell,
  csh: posixShell,
  tcsh: posixShell,
  nu: posixShell,
  elvish: posixShell,
  xonsh: posixShell,
  pip,
  pip3: pip,
  cargo: pip,
  gem: pip,
  perl: inline,
  ruby: inline,
  php: inline,
  lua: inline,
  osascript: inline,
  cmd,
  powershell,
  pwsh: powershell,
}

const MAX_DEPTH = 8
/** The longest lines of real configs have some dozens. */
const MAX_WORDS = 1000

/** What a command with its arguments fetches and runs. Never throws, whatever the words are. */
export function readLaunch(words: readonly Word[], project: Project): Reading {
  return readWords(words, project, 0)
}

/** Words of a `command` that may hold a whole line, followed by its arguments. */
export function wordsOfCommand(command: Word): readonly Word[] {
  const text = command.text.trim()
  if (!/\s/.test(text) || text.length > MAX_TEXT || launcherOf(baseName(text)) !== null) return [{ ...command, text }]
  const words = /^["']/.test(text) ? splitLine(text) : (splitAfterPath(text) ?? splitLine(text))
  return words.map((word) => ({ ...command, text: word }))
}

/** True where a whole line stands in one string and needs a shell to run. */
export function needsShell(words: readonly Word[]): boolean {
  return words.some(({ text }) => /^(?:&&|\|\|?|;|&|>>?|<)$/.test(text)) || words.some(({ text }) => text.endsWith(';'))
}

/** A line in one string that only a shell can run. */
export function readShellLine(command: Word, project: Project): Reading {
  return { ...readShellText(command, lineOf(command, project, 0)), shell: true }
}

function readWords(words: readonly Word[], project: Project, depth: number): Reading {
  const [command, ...rest] = words
  if (command === undefined) return NOTHING
  const line = lineOf(command, project, depth)
  if (depth > MAX_DEPTH) return unreadableLine(line, 'it has too many levels')
  if (words.length > MAX_WORDS || command.text.length > MAX_TEXT) return unreadableLine(line, 'it is too long')
  if (line.launcher === '') return unreadableLine(line, 'no command is named')
  if (holdsPlaceholder(line.launcher)) return unreadableLine(line, 'a placeholder stands where the command belongs')
  const launcher = launcherOf(line.launcher)
  if (launcher !== null) return withOwnFile(launcher(splitRest(line.launcher, rest), line), line)
  return combine(ownCommand(command, rest, line), othersOf(rest, line))
}

/** A file of the repository can have a launcher's name: what its line names is read, and the file is told. */
function withOwnFile(reading: Reading, line: Line): Reading {
  const { text } = line.command
  if (!/[/\\]/.test(text) || !isWithinReach(text)) return reading
  const own = /^[/\\]{2}/.test(text) ? unreadableLine(line, 'the command lies on another host') : local(line)
  return combine(own, withoutLocal(reading))
}

/** Code in the line of an interpreter, and a command that installs, whosever it is. */
function othersOf(words: readonly Word[], line: Line): Reading {
  const isCode =
    INTERPRETERS.test(line.launcher) && words.some(({ text }) => /^(?:-e|-p|-c|--eval|--print)(?:=|$)/.test(text))
  const installs = !/[/\\]/.test(line.command.text) && words.some(({ text }) => INSTALLS.test(text))
  const detail = isCode ? 'code stands in the line itself' : 'the line installs rather than runs'
  return isCode || installs ? { ...unreadableLine(line, detail), targets: [] } : NOTHING
}

const INTERPRETERS = /^(?:tsx|ts-node|ts-node-esm|esno|esr|jiti|vite-node|babel-node|zx|swc-node|sucrase-node)$/
const INSTALLS = /^(?:install|binstall|dlx|--install-extension|pip-install)$/

/** A path into an installed package, a command by its name, or a file of the project. */
function ownCommand(command: Word, rest: readonly Word[], line: Line): Reading {
  if (/node_modules[/\\](?!\.bin)/.test(command.text)) return fileOf(command, rest, line)
  const isInstalled = !/[/\\]/.test(command.text) || /node_modules[/\\]\.bin[/\\][^/\\]+$/.test(command.text)
  return combine(isInstalled ? installedAs(line.launcher, line) : local(line), relayedBy(line.launcher, rest, line))
}

/** Some files hold the whole rest in the first word: `["-y pkg"]`, `["run -i image"]`. */
function splitRest(launcher: string, words: readonly Word[]): readonly Word[] {
  const [first, ...rest] = words
  const whole = FETCHERS.test(launcher) ? /^--?[A-Za-z][\w-]*\s+\S/ : /^(?:--?[A-Za-z][\w-]*|[a-z]+)\s+\S/
  if (first === undefined || !TAKES_LINES.test(launcher) || !whole.test(first.text)) return words
  return [...splitLine(first.text).map((text) => ({ ...first, text })), ...rest]
}

const FETCHERS = /^(?:npx|pnpx|pnx|bunx|uvx|dx|dnx)$/
const TAKES_LINES = /^(?:npx|pnpx|pnx|bunx|uvx|dx|dnx|npm|pnpm|yarn|bun|deno|uv|pipx|docker|podman|nerdctl|go)$/

function lineOf(command: Word, project: Project, depth: number): Line {
  return {
    launcher: baseName(command.text),
    command,
    project,
    read: (words) => readWords(words, project, depth + 1),
    knows: (name) => launcherOf(baseName(name)) !== null,
  }
}

function launcherOf(name: string): Launcher | null {
  const bare = /^python\d?(?:\.\d+)*w?$/.test(name) ? 'python' : name
  const own = Object.hasOwn(LAUNCHERS, bare) ? LAUNCHERS[bare] : undefined
  return own ?? wrapperNamed(bare)
}

/** More than a shell takes as one line. */
const MAX_TEXT = 100_000

/** A folder's name has few blanks in it. */
const MAX_PATH_PARTS = 32

/** `C:\Program Files\nodejs\npx.cmd -y x`: the shortest beginning that is a path to a launcher. */
function splitAfterPath(text: string): readonly string[] | null {
  const parts = text.split(/(\s+)/)
  for (let end = 1; end <= Math.min(parts.length, MAX_PATH_PARTS); end += 2) {
    const command = parts.slice(0, end).join('')
    if (/[/\\]/.test(command) && launcherOf(baseName(command)) !== null)
      return [command, ...splitLine(parts.slice(end).join(''))]
  }
  return null
}
