// Commands that only start another one: env, timeout, sudo, mise and such. The line behind them is what counts.
import { type FlagTable, flagTable, flagValues, hasFlag, readFlags } from './launch-flags.ts'
import { combine, type Launcher, local, NOTHING, unreadableLine } from './launch-reading.ts'
import { startedBehind } from './launch-relays.ts'
import { readShellText } from './launch-shells.ts'
import { readNpmSpec } from './launch-spec.ts'
import type { Word } from './launch-words.ts'

interface Wrapper {
  readonly flags: FlagTable
  /** Positional words of its own before the command. */
  readonly own: number
  /** Its command follows a word of this kind: a verb, without which it starts nothing. */
  readonly verb: RegExp | null
  /** What stands before `--` is its own, however much. */
  readonly needsDashes: boolean
}

function wrapper(values: string, switches: string, options: Partial<Omit<Wrapper, 'flags'>> = {}): Wrapper {
  return { flags: flagTable(values, switches, true), own: 0, verb: null, needsDashes: false, ...options }
}

/** By base name. Options as in their manuals. */
const WRAPPERS: Readonly<Record<string, Wrapper>> = {
  env: wrapper('-u --unset -C --chdir', '-i --ignore-environment -0 --null -v --debug'),
  timeout: wrapper('-s --signal -k --kill-after', '--foreground --preserve-status -v --verbose', { own: 1 }),
  gtimeout: wrapper('-s --signal -k --kill-after', '--foreground --preserve-status -v --verbose', { own: 1 }),
  sudo: wrapper(
    '-u --user -g --group -h --host -C -D --chdir -p --prompt -r -t -T -R',
    '-E -H -n -S -i -s -b -k -A --preserve-env --login --non-interactive',
  ),
  doas: wrapper('-u -C -a', '-n -s -L'),
  nice: wrapper('-n --adjustment', ''),
  ionice: wrapper('-c --class -n --classdata', '-t'),
  nohup: wrapper('', ''),
  setsid: wrapper('', '-c -f -w --ctty --fork --wait'),
  stdbuf: wrapper('-i --input -o --output -e --error', ''),
  unbuffer: wrapper('', '-p'),
  time: wrapper('-f --format -o --output', '-p -v -a'),
  command: wrapper('', '-p'),
  exec: wrapper('-a', '-c -l'),
  arch: wrapper('-e -d', '-arm64 -x86_64 -32 -64 -c -h'),
  caffeinate: wrapper('-t -w', '-d -i -m -s -u'),
  chronic: wrapper('', '-v -e'),
  'xvfb-run': wrapper('-n --server-num -s --server-args -e --error-file -f -p -w', '-a --auto-servernum -l'),
  'dbus-run-session': wrapper('--config-file --dbus-daemon', '', {}),
  wsl: wrapper('-d --distribution -u --user --cd --shell-type -e --exec', '--system'),
  'cross-env': wrapper('', ''),
  'cross-env-shell': wrapper('', ''),
  'env-cmd': wrapper(
    '-f --file -e --environments -r --rc-file',
    '--no-override --silent --verbose --use-shell -x --expand-envs --fallback --recursive',
  ),
  dotenv: wrapper('-e -v -p -f --file', '-o -c --override', { verb: /^run$/ }),
  dotenvx: wrapper(
    '-f --env-file -e --env -fv -fk --convention',
    '--quiet -q --debug --verbose --overload --strict --ignore',
    { verb: /^run$/ },
  ),
  op: wrapper('--env-file --account --config --format', '--no-masking --cache', { verb: /^run$/ }),
  doppler: wrapper(
    '-p --project -c --config -t --token --scope --fallback --mount --command',
    '--preserve-env --no-fallback --silent --forward-signals',
    { verb: /^run$/ },
  ),
  infisical: wrapper('--env --path --projectId --token --domain --command -c --tags', '--watch --silent --recursive', {
    verb: /^run$/,
  }),
  direnv: wrapper('', '', { verb: /^exec$/, own: 1 }),
  mise: wrapper('-C --cd -E --env -j --jobs -c --command', '-q --quiet -y --yes -v --verbose --raw', {
    verb: /^(?:x|exec)$/,
    needsDashes: true,
  }),
  rtx: wrapper('-C --cd -c --command', '-q -y', { verb: /^(?:x|exec)$/, needsDashes: true }),
  asdf: wrapper('', '', { verb: /^exec$/ }),
  fnm: wrapper('--using --fnm-dir --arch --log-level', '', { verb: /^exec$/ }),
  nvm: wrapper('', '--silent', { verb: /^(?:exec|run)$/, own: 1 }),
  volta: wrapper('--node --npm --yarn --pnpm --env', '--bundled-npm --no-yarn --quiet --verbose', { verb: /^run$/ }),
  conda: wrapper('-n --name -p --prefix --cwd', '--no-capture-output --live-stream -v', { verb: /^run$/ }),
  mamba: wrapper('-n --name -p --prefix --cwd', '--no-capture-output --live-stream -v', { verb: /^run$/ }),
  micromamba: wrapper('-n --name -p --prefix --cwd -r --root-prefix -a --attach', '-d', { verb: /^run$/ }),
  poetry: wrapper('-C --directory -P --project', '-q -v -n --no-interaction', { verb: /^run$/ }),
  pdm: wrapper('-p --project -c --config', '-q -v -s', { verb: /^run$/ }),
  pixi: wrapper('--manifest-path -e --environment', '-q -v --frozen --locked', { verb: /^run$/ }),
  rye: wrapper('--pyproject', '-q -v', { verb: /^run$/ }),
  hatch: wrapper('-e --env -p --project', '-q -v', { verb: /^run$/ }),
  pipenv: wrapper('', '-q -v', { verb: /^run$/ }),
  bundle: wrapper('--gemfile', '', { verb: /^exec$/ }),
}

/** The wrapper known by a base name; null for none. */
export function wrapperNamed(name: string): Launcher | null {
  const found = Object.hasOwn(WRAPPERS, name) ? WRAPPERS[name] : undefined
  return found === undefined ? null : (words, line) => unwrap(found, words, line)
}

const unwrap = (found: Wrapper, words: readonly Word[], line: Parameters<Launcher>[1]): ReturnType<Launcher> => {
  const split = splitOption(words)
  if (split !== null && line.launcher === 'env') return readShellText(split, line)
  const before = readFlags(words, found.flags)
  const afterVerb =
    found.verb === null
      ? before
      : found.verb.test(before.rest[0]?.text ?? '')
        ? readFlags(before.rest.slice(1), found.flags)
        : null
  if (afterVerb === null)
    return line.launcher === 'dotenv' ? run(before.rest, line) : combine(local(line), startedBehind(before.rest, line))
  if (before.unknown ?? afterVerb.unknown)
    return unreadableLine(line, 'an option is not known, so the command behind it cannot be told')
  const [text] = flagValues(afterVerb, '--command')
  if (text !== undefined && hasFlag(afterVerb, '--command')) return { ...readShellText(text, line), shell: true }
  const [exec] = flagValues(afterVerb, '-e', '--exec')
  if (line.launcher === 'wsl' && exec !== undefined) return run([exec, ...afterVerb.rest], line)
  if (!found.needsDashes) return run(afterVerb.rest.slice(found.own), line)
  const dashes = words.findIndex((word) => word.text === '--')
  const own = (dashes < 0 ? afterVerb.rest : words.slice(0, dashes)).flatMap((word) => installedFirst(word, line))
  return combine(dashes < 0 ? local(line) : run(words.slice(dashes + 1), line), ...own)
}

/** A tool that is installed for the command: by its own registry's name, where mise is told which. */
function installedFirst(word: Word, line: Parameters<Launcher>[1]): readonly ReturnType<Launcher>[] {
  const [, backend, spec = ''] =
    /^(npm|pipx|cargo|go|gem|ubi|github|gitlab|dotnet|spm|http|s3):(.+)$/.exec(word.text) ?? []
  if (backend === undefined) return []
  return [backend === 'npm' ? readNpmSpec({ ...word, text: spec }, line) : unreadableLine(line, INSTALLS)]
}

const INSTALLS = 'the line installs rather than runs'

/** `env -S "npx …"`. */
function splitOption(words: readonly Word[]): Word | null {
  const at = words.findIndex(({ text }) => /^(?:-S|--split-string)/.test(text))
  const word = words[at]
  if (word === undefined) return null
  const own = word.text.replace(/^(?:-S|--split-string=?)/, '')
  return own === '' ? (words[at + 1] ?? null) : { ...word, text: own }
}

function run(words: readonly Word[], line: Parameters<Launcher>[1]): ReturnType<Launcher> {
  const bare = words[0]?.text === '--' ? words.slice(1) : words
  const start = bare.findIndex(({ text }) => !/^[A-Za-z_]\w*=/.test(text))
  const set = start < 0 ? bare : bare.slice(0, start)
  const assignments = set.map(({ text, route }) => ({
    name: text.slice(0, text.indexOf('=')),
    value: text.slice(text.indexOf('=') + 1),
    route,
  }))
  const command = start < 0 ? [] : bare.slice(start)
  const inner = command[0]?.text === '--' ? command.slice(1) : command
  return combine({ ...NOTHING, assignments }, inner.length === 0 ? local(line) : line.read(inner))
}
