// Launch lines of npm and its kin: npx, npm exec, pnpm dlx, yarn dlx, and the scripts they run.
import { type Flags, type FlagTable, flagTable, flagValues, hasFlag, readFlags } from './launch-flags.ts'
import { bareName, installedBy, isOwnCommand, shadowedBy } from './launch-installed.ts'
import {
  type Assignment,
  combine,
  installedAs,
  type Launcher,
  type Line,
  local,
  NOTHING,
  onlyNamed,
  type Reading,
  type RegistryFlag,
  unreadableLine,
  withoutLocal,
} from './launch-reading.ts'
import { reachedBy, relayedBy } from './launch-relays.ts'
import { readShellText } from './launch-shells.ts'
import { readNpmSpec } from './launch-spec.ts'
import type { Word } from './launch-words.ts'
import { isWithinReach } from './reach.ts'

/** npm 11's options; `-p` means `--package` only to npx, and is read so for `npm exec` too, which fetches no more by it. */
const NPM: FlagTable = flagTable(
  `-p --package -c --call --registry --reg --cache --prefix -C --userconfig --globalconfig --loglevel -w --workspace
  --node-options --node-arg -n --shell --script-shell --_authToken --_auth --tag --omit --include --only --before --otp
  --scope --proxy --https-proxy --noproxy --ca --cafile --cert --key --user-agent --install-strategy --maxsockets --cpu
  --os --libc --location -L --fetch-retries --fetch-timeout --cache-max --cache-min --logs-dir --logs-max --git --umask
  --audit-level --access --which --local-address --init-module --min-release-age --allow-scripts --allow-git
  --allow-remote --allow-file --allow-directory --replace-registry-host`,
  `-y --yes --no --no-install -q --quiet -s --silent -d -dd -ddd --verbose --prefer-online --prefer-offline --offline
  --ignore-scripts --foreground-scripts --legacy-peer-deps --force -f --global -g --workspaces --ws -ws --color --fund
  --audit --progress --update-notifier --include-workspace-root --iwr --ignore-existing --always-spawn
  --shell-auto-fallback --version -v --help -h --json --long -l --parseable --unicode --timing --usage --save -S
  --if-present --strict-ssl --strict-peer-deps --engine-strict --dry-run --package-lock --production --dev --all -a -yes`,
  true,
)

/** To `npm exec` itself `-n` is a no to questions; npx takes it off, with the word behind it. */
const NPM_ITSELF: FlagTable = {
  ...NPM,
  values: new Set([...NPM.values].filter((name) => name !== '-n')),
  switches: new Set([...NPM.switches, '-n']),
}

/** npm 10 takes any beginning of an option's name that fits no other option. */
function inFull({ flags, ...others }: Flags): Flags {
  const whole = (name: string) => IN_FULL.find((option) => isShortFor(name, option)) ?? name
  return {
    ...others,
    flags: flags.map((flag) => (NPM.values.has(flag.name) ? flag : { ...flag, name: whole(flag.name) })),
  }
}

const IN_FULL = ['--package', '--call', '--prefix', '--cache', '--workspace', '--node-options', '--script-shell']

export const npx: Launcher = (words, line) => {
  const flags = inFull(readFlags(words, NPM))
  return combine(fetchedBy(flags, line, atHand(flags)), configuredBy(flags))
}

/**
 * What of the project a line may run instead of fetching: `preferred`: the version that is installed; `besides`: nothing,
 * but for a command of just that name that somebody else brings; `never`.
 */
type AtHand = 'preferred' | 'besides' | 'never'

/** Another folder's packages are not at hand. */
function atHand(flags: Flags): AtHand {
  return hasFlag(flags, '-y', '--yes', ...MOVED.npm) ? 'besides' : 'preferred'
}

export const npm: Launcher = (words, line) => {
  const before = readFlags(words, NPM_ITSELF)
  if (before.unknown !== null) return unknownOption(line)
  const [verb, ...rest] = before.rest
  if (verb !== undefined && /^(?:exec|x)$/.test(verb.text)) {
    const after = readAllFlags(rest)
    const flags = inFull({ ...after, flags: [...before.flags, ...after.flags] })
    return combine(fetchedBy(flags, line, atHand(flags)), configuredBy(flags))
  }
  const after = readFlags(rest, NPM_ITSELF)
  return scriptOrCommand(
    { verb, flags: inFull({ ...after, flags: [...before.flags, ...after.flags] }), moved: MOVED.npm },
    line,
  )
}

/** npm takes its options out of the whole line up to `--`, those behind the package among them. */
function readAllFlags(words: readonly Word[]): Flags {
  const dashes = words.findIndex(({ text }) => text === '--')
  const [own, passed] = dashes < 0 ? [words, []] : [words.slice(0, dashes), words.slice(dashes + 1)]
  const positional: Word[] = []
  const first = readFlags(own, NPM_ITSELF)
  const flags = [...first.flags]
  for (let next = first; next.rest.length > 0; ) {
    positional.push(...next.rest.slice(0, 1))
    next = readFlags(next.rest.slice(1), NPM_ITSELF)
    flags.push(...next.flags)
  }
  return { flags, rest: [...positional, ...passed], unknown: first.unknown }
}

const PNPM: FlagTable = flagTable(
  `--package --dir -C --filter -F --reporter --loglevel --registry --store-dir --virtual-store-dir --modules-dir
  --allow-build --shell --cpu --os --libc --workspace-concurrency --prefix --resume-from --node-options --test-pattern`,
  `-s --silent -r --recursive -w --workspace-root -y --yes -c --shell-mode --stream --parallel --aggregate-output
  --if-present --color --offline --prefer-offline --prefer-online --ignore-scripts --frozen-lockfile --use-stderr
  --report-summary --sequential --bail --ignore-workspace --no -h --help -v --version`,
)

export const pnpm: Launcher = (words, line) => {
  const before = readFlags(words, PNPM)
  if (before.unknown !== null) return unknownOption(line)
  const [verb, ...rest] = before.rest
  if (verb?.text === 'dlx') return fetchWithPnpm(before, rest, line)
  const flags = { ...readFlags(rest, PNPM) }
  return scriptOrCommand(
    { verb, flags: { ...flags, flags: [...before.flags, ...flags.flags] }, moved: MOVED.pnpm },
    line,
  )
}

/** `corepack pnpm@9 dlx …`: the manager in a version of its own, then its line. */
export const corepack: Launcher = (words, line) => {
  const [manager, ...rest] = words
  if (manager === undefined) return local(line)
  const url = /@([a-z][\w+.-]*:.*)$/is.exec(manager.text)?.[1]
  const registries = url === undefined ? [] : [{ flag: 'corepack', url, route: manager.route }]
  const inner = line.read([{ ...manager, text: manager.text.replace(/(?<=.)@.*$/s, '') }, ...rest])
  return combine(inner, { ...NOTHING, registries })
}

/** `pnpx`, which is `pnpm dlx`. */
export const pnpx: Launcher = (words, line) => fetchWithPnpm({ flags: [], rest: [], unknown: null }, words, line)

function fetchWithPnpm(before: Flags, words: readonly Word[], line: Line): Reading {
  const after = readFlags(words, PNPM)
  const flags = { ...after, flags: [...before.flags, ...after.flags] }
  if (hasFlag(flags, '-c', '--shell-mode')) return combine(packagesOf(flags, line), unreadableLine(line, INLINE))
  return combine(fetchedBy(flags, line, 'never'), configuredBy(flags))
}

const YARN: FlagTable = flagTable(
  '-p --package --cwd --registry --use-yarnrc',
  '-q --quiet -s --silent --offline -h --help -v --version',
)

export const yarn: Launcher = (words, line) => {
  const before = readFlags(words, YARN)
  if (before.unknown !== null) return unknownOption(line)
  const [verb, ...rest] = before.rest
  const after = readFlags(rest, YARN)
  const flags = { ...after, flags: [...before.flags, ...after.flags] }
  if (verb?.text === 'dlx') return combine(fetchedBy(flags, line, 'never'), configuredBy(flags))
  return scriptOrCommand({ verb, flags, moved: MOVED.yarn }, line)
}

export const INLINE = 'code stands in the line itself'

/** What flags and the first positional word fetch: every `--package`, else the positional, whose own line is read on. */
export function fetchedBy(flags: Flags, line: Line, installs: AtHand): Reading {
  if (flags.unknown !== null) return unknownOption(line)
  const packages = packagesOf(flags, line)
  if (hasFlag(flags, '-c', '--call')) return combine(packages, unreadableLine(line, INLINE))
  const [first, ...rest] = splitFirst(flags.rest)
  if (packages.targets.length + packages.unreadable.length > 0)
    return combine(packages, behindPackages(first, rest, line), ...relaysOf(packages, first, rest))
  if (first === undefined) return unreadableLine(line, 'no package is named')
  // npm takes these as the value of a switch before them, npx does not.
  if (/^(?:true|false|null)$/.test(first.text)) return unknownOption(line)
  const installed = installs === 'preferred' ? installedBy(first, line, hasFlag(flags, '--no', '--no-install')) : null
  const isOwn = installs !== 'never' && isOwnCommand(first, line)
  const fetched = isOwn ? local(line) : (installed ?? readNpmSpec(first, line))
  const others = isOwn || installs === 'never' ? NOTHING : shadowedBy(first, line, installed === null)
  return combine(fetched, others, relayedBy(bareName(first.text), rest, line), ...relaysOf(fetched, first, rest))
}

/** What relays reach that are called otherwise than their command: by an alias, or by one of several commands. */
function relaysOf({ targets }: Reading, first: Word | undefined, rest: readonly Word[]): readonly Reading[] {
  const known = bareName(first?.text ?? '')
  const names = new Set(targets.flatMap(({ name }) => (name === null || name === known ? [] : [name])))
  return [...names].map((name) => reachedBy(name, rest))
}

/** With packages named by options, the positional word is any command: a launcher among them fetches what its line says. */
export function behindPackages(first: Word | undefined, rest: readonly Word[], line: Line): Reading {
  if (first === undefined) return NOTHING
  return line.knows(first.text) ? line.read([first, ...rest]) : relayedBy(bareName(first.text), rest, line)
}

export function unknownOption(line: Line): Reading {
  return unreadableLine(line, 'an option is not known, so the word behind it may be its value or the package')
}

/** Registries, and what loads code, that options bring along. */
export function configuredBy({ flags }: Flags): Reading {
  const plain = flags.map((flag) => ({ ...flag, name: flag.name.replace(/^--config\./, '--') }))
  const registries = plain.flatMap(({ name, value }): readonly RegistryFlag[] =>
    value !== null && isRedirecting(name, value.text) ? [{ flag: name, url: value.text, route: value.route }] : [],
  )
  const assignments = plain.flatMap(({ name, value }): readonly Assignment[] => {
    const variable = LOADING.get(name)
    return value === null || variable === undefined ? [] : [{ name: variable, value: value.text, route: value.route }]
  })
  return { ...NOTHING, registries, assignments }
}

/** Options that load code, by the variables that do the same. */
const LOADING: ReadonlyMap<string, string> = new Map(
  ['node-options', 'node-arg', 'script-shell', 'shell', 'git', 'pnpmfile', 'global-pnpmfile'].map((name) => [
    `--${name}`,
    `npm_config_${name.replaceAll('-', '_')}`,
  ]),
).set('-n', 'npm_config_node_options')

function isRedirecting(name: string, value: string): boolean {
  if (/^--.+:registry$/.test(name) || isShortFor(name, ...REDIRECTING)) return true
  return FOLDERS.has(name) && isWithinReach(value)
}

const REDIRECTING = ['--registry', '--replace-registry-host', '--userconfig', '--globalconfig']
/** Folders whose settings, stored answers or packages stand in for what a registry serves. */
const FOLDERS = new Set(['--cache', '--cache-dir', '--store-dir', '--prefix', '-C', '--dir', '--cwd', '--modules-dir'])

/** npm takes any beginning of an option's name that fits no other option. */
function isShortFor(name: string, ...options: readonly string[]): boolean {
  return name.length > 4 && options.some((option) => option.startsWith(name))
}

function packagesOf(flags: Flags, line: Line): Reading {
  return combine(...flagValues(flags, '-p', '--package').map((word) => readNpmSpec(word, line)))
}

/** Some files hold all arguments in one word: `"args": ["pkg --stdio"]`. A range with blanks in it is no such word. */
function splitFirst(words: readonly Word[]): readonly Word[] {
  const [first, ...rest] = words
  if (first === undefined || !/^\S+\s+--?[A-Za-z]/.test(first.text.trim())) return words
  return [
    ...first.text
      .trim()
      .split(/\s+/)
      .map((text) => ({ ...first, text })),
    ...rest,
  ]
}

interface Command {
  readonly verb: Word | undefined
  readonly flags: Flags
  /** Options that move the command into another folder, whose scripts are not at hand. */
  readonly moved: readonly string[]
}

const MOVED = {
  npm: ['--prefix', '-C', '-w', '--workspace', '--workspaces', '--ws', '-ws'],
  pnpm: ['--dir', '-C', '--filter', '-F', '-r', '--recursive', '-w', '--workspace-root', '--prefix'],
  yarn: ['--cwd'],
}

/** Commands that change what is installed: a launch line has no business with them, and what they fetch is not told. */
const INSTALLING =
  /^(?:i|install|add|ci|create|init|innit|link|up|update|upgrade|global|import|workspace|workspaces|self-update|env)$/
/** Those of yarn and pnpm that exchange the manager itself, or add code to it. */
const EXCHANGING: ReadonlyMap<string, RegExp> = new Map([
  ['yarn', /^(?:set|plugin|policies)$/],
  ['yarnpkg', /^(?:set|plugin|policies)$/],
  ['pnpm', /^(?:with|runtime|setup)$/],
])

/** Commands of npm that run the script of that name. */
const STANDING = /^(?:start|stop|restart|test|tst|t)$/

function scriptOrCommand({ verb, flags, moved }: Command, line: Line): Reading {
  if (flags.unknown !== null) return unknownOption(line)
  if (verb === undefined) return local(line)
  const inner = flags.rest
  if (/^(?:exec|node|run-script|rum|urn|run)$/.test(verb.text) && inner[0] === undefined) return local(line)
  if (verb.text === 'exec' || verb.text === 'node')
    return installedCommand(verb.text === 'node' ? [verb, ...inner] : inner, line)
  if (INSTALLING.test(verb.text) || EXCHANGING.get(line.launcher)?.test(verb.text))
    return unreadableLine(line, 'the line installs rather than runs')
  const isNamed = /^(?:run|run-script|rum|urn)$/.test(verb.text)
  // npm takes short forms of its commands, and no script's name in their place.
  if (line.launcher === 'npm' && !isNamed && !STANDING.test(verb.text))
    return unreadableLine(line, 'the command of npm is not known')
  const script = isNamed ? inner[0] : verb
  if (script === undefined) return local(line)
  return readScript(script, line, hasFlag(flags, ...moved))
}

/** A command that the project has installed; a launcher among them still fetches what its line says. */
function installedCommand(words: readonly Word[], line: Line): Reading {
  const [whole, ...more] = words
  if (whole !== undefined && more.length === 0 && /\s/.test(whole.text))
    return combine(local(line), withoutLocal(readShellText(whole, line)))
  const inner = line.knows(words[0]?.text ?? '') ? withoutLocalTargets(line.read(words)) : NOTHING
  return inner.targets.length > 0
    ? inner
    : combine(whole === undefined ? local(line) : installedAs(whole.text, line), inner)
}

function withoutLocalTargets(reading: Reading): Reading {
  return { ...reading, targets: reading.targets.filter(({ ecosystem }) => ecosystem !== 'local') }
}

/** `npm run x` is the text of that script, with those that run before and after it. */
export function readScript(script: Word, line: Line, isElsewhere: boolean): Reading {
  const textOf = (name: string) => (isElsewhere ? null : line.project.scriptOf(name))
  const text = textOf(script.text)
  if (text === null) return installedAs(script.text, line)
  const around = [`pre${script.text}`, `post${script.text}`].flatMap((name) => textOf(name) ?? [])
  return combine(
    readShellText({ ...script, text }, line),
    ...around.map((other) => onlyNamed(readShellText({ ...script, text: other }, line))),
  )
}
