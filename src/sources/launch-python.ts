// Launch lines of Python: uvx, uv tool run, uv run, pipx run, python -m.

import { maskUrl } from '../model/masking.ts'
import { type Flags, type FlagTable, flagTable, flagValues, hasFlag, readFlags } from './launch-flags.ts'
import { INLINE, unknownOption } from './launch-npm.ts'
import {
  aTarget,
  combine,
  type Launcher,
  type Line,
  local,
  NOTHING,
  type Reading,
  type RegistryFlag,
  targets,
  unreadableLine,
  withoutLocal,
} from './launch-reading.ts'
import { relayedBy } from './launch-relays.ts'
import { commitOf } from './launch-spec.ts'
import { baseName, holdsPlaceholder, type Word } from './launch-words.ts'
import { isWithinReach } from './reach.ts'

const UV: FlagTable = flagTable(
  `--from --with --with-editable --with-requirements -w -p --python -c --constraints --constraint -b --build-constraints
  --build-constraint --overrides --override --index-url -i --index --default-index --extra-index-url -f --find-links
  --index-strategy --keyring-provider --directory --project --config-file --cache-dir --color --env-file --extra --group
  --only-group --no-group --no-extra --package --resolution --prerelease --fork-strategy --exclude-newer --link-mode -C
  --config-setting --config-settings --config-settings-package --refresh-package --reinstall-package -P
  --upgrade-package --upgrade-group --allow-insecure-host --no-binary-package --no-build-package
  --no-build-isolation-package --no-sources-package --python-platform --python-preference --torch-backend
  --exclude-newer-package --python-fetch --preview-features --no-editable-package --trusted-host --pip-args --spec
  --excludes --malware-check`,
  `-q --quiet -v --verbose --isolated --offline --native-tls --system-certs --refresh --reinstall -U --upgrade --no-cache -n
  --no-config --no-index --no-build --no-binary --no-sources --no-env-file --compile-bytecode --preview --managed-python
  --no-managed-python --locked --frozen --no-sync --dev --no-dev --only-dev --all-extras --all-groups --all-packages
  --no-project --no-default-groups --exact --active --no-active -s --script --gui-script --lfs -h --help -V --version
  --no-python-downloads --allow-python-downloads --no-progress --no-editable --no-build-isolation
  --show-resolution --generate-shell-completion -m --module`,
  true,
)

/** `uvx` and `uv tool run`: `--from` names the package, else the command does; each `--with` adds one. */
export const uvx: Launcher = (words, line) => {
  const flags = readFlags(words, UV)
  if (flags.unknown !== null) return unknownOption(line)
  const from = flagValues(flags, '--from')
  const [command, ...rest] = splitFirst(flags.rest)
  if (from.length === 0 && command === undefined) return unreadableLine(line, 'no package is named')
  const main = [...from, ...(from.length === 0 && command !== undefined ? [command] : [])]
  return combine(
    ...main.map((word) => readPythonSpec(word, line, true)),
    withPackages(flags, line),
    indexes(flags),
    relayedBy(bareName(command?.text ?? ''), rest, line),
    from.length > 0 && command !== undefined && line.knows(command.text)
      ? withoutLocal(line.read([command, ...rest]))
      : NOTHING,
  )
}

export const uv: Launcher = (words, line) => {
  const before = readFlags(words, UV)
  if (before.unknown !== null) return unknownOption(line)
  const [verb, ...rest] = before.rest
  if (verb?.text === 'tool' && rest[0]?.text === 'run') return combine(uvx(rest.slice(1), line), indexes(before))
  if (verb?.text === 'x') return combine(uvx(rest, line), indexes(before))
  if (verb?.text === 'run') return combine(uvRun(rest, line), indexes(before))
  if (/^(?:tool|pip|add|sync)$/.test(verb?.text ?? ''))
    return unreadableLine(line, 'the line installs rather than runs')
  return local(line)
}

/** The project's own command, and packages that `--with` adds to it. */
function uvRun(words: readonly Word[], line: Line): Reading {
  const flags = readFlags(words, UV)
  if (flags.unknown !== null) return unknownOption(line)
  const [command] = flags.rest
  const added = combine(withPackages(flags, line), indexes(flags))
  if (command === undefined || hasFlag(flags, '-m', '--module')) return combine(local(line), added)
  if (/^https?:/i.test(command.text)) {
    const address = maskUrl(command.text).text
    const script = aTarget({
      ecosystem: 'unknown',
      name: address,
      spec: address,
      resolved: address,
      pinned: false,
      launcher: line.launcher,
      route: command.route,
    })
    return combine(targets(script), added)
  }
  const inner = line.knows(command.text)
    ? line.read(flags.rest)
    : combine(local(line), relayedBy(baseName(command.text), flags.rest.slice(1), line))
  return combine(inner.targets.length === 0 ? combine(local(line), inner) : inner, added)
}

function withPackages(flags: Flags, line: Line): Reading {
  const added = flagValues(flags, '--with', '-w', '--with-editable').flatMap((word) =>
    word.text.split(/,(?![^[]*\])/).map((text) => ({ ...word, text })),
  )
  const files = flagValues(flags, ...NAMING).map(() => ({
    ...NOTHING,
    unreadable: ['packages are named in another file'],
  }))
  return combine(...added.map((word) => readPythonSpec(word, line, true)), ...files, interpreter(flags, line))
}

/** Files that add packages, or say that one comes from an address. */
const NAMING = [
  ...['--with-requirements', '--overrides', '--override', '--constraints', '--constraint', '-c'],
  ...['--build-constraints', '--build-constraint', '-b'],
]

/** A program of the repository in place of Python. */
function interpreter(flags: Flags, line: Line): Reading {
  const isOwn = flagValues(flags, '--python', '-p').some(({ text }) => /[/\\]/.test(text) && isWithinReach(text))
  return isOwn ? local(line) : NOTHING
}

function indexes({ flags }: Flags): Reading {
  const registries = flags.flatMap(({ name, value }): readonly RegistryFlag[] =>
    value !== null && (INDEX.test(name) || (/^--(?:cache-dir|config-file)$/.test(name) && isWithinReach(value.text)))
      ? [{ flag: name, url: value.text, route: value.route }]
      : [],
  )
  return { ...NOTHING, registries }
}

const INDEX = /^(?:-i|-f|--(?:default-index|index|index-url|extra-index-url|find-links|trusted-host|pip-args))$/

const PIPX = flagTable(
  '--spec --python --index-url -i --pip-args --with --path --fetch-missing-python --suffix --backend',
  '--no-cache --verbose -v --quiet -q --system-site-packages --editable -e --pypackages -h --help --no-path-check --path',
)

export const pipx: Launcher = (words, line) => {
  const before = readFlags(words, PIPX)
  const [verb, ...rest] = before.rest
  if (verb?.text !== 'run')
    return verb === undefined ? local(line) : unreadableLine(line, 'the line installs rather than runs')
  const flags = readFlags(rest, PIPX)
  // pipx takes any beginning of an option's name that fits no other option.
  const isShort = flags.flags.some(({ name }) => !PIPX.values.has(name) && !PIPX.switches.has(name))
  if (flags.unknown !== null || isShort) return unknownOption(line)
  const spec = flagValues(flags, '--spec')
  const [command, ...after] = splitFirst(flags.rest)
  const main = spec.length > 0 ? spec : command === undefined ? [] : [command]
  if (main.length === 0) return unreadableLine(line, 'no package is named')
  if (/^https?:\/\/.*\.py$/i.test(main[0]?.text ?? '')) return unreadableLine(line, 'a script from an address is run')
  const added = flagValues(flags, '--with').map((word) => readPythonSpec(word, line, false))
  return combine(
    ...main.map((word) => readPythonSpec(word, line, false)),
    ...added,
    indexes(flags),
    interpreter(flags, line),
    relayedBy(bareName(command?.text ?? ''), after, line),
  )
}

const PYTHON = flagTable(
  '-W -X --check-hash-based-pycs',
  '-u -B -E -I -s -S -O -OO -v -q -b -d -i -P -x -3 -2 -V',
  true,
)

export const python: Launcher = (words, line) => {
  const flags = readFlags(
    words.filter(({ text }) => !/^-\d[\d.]*$/.test(text)),
    PYTHON,
  )
  if (flags.unknown === '-c' || flags.unknown?.startsWith('-c'))
    return combine(local(line), { ...unreadableLine(line, INLINE), targets: [] })
  if (flags.unknown !== '-m') return local(line)
  const [module, ...rest] = flags.rest
  if (module === undefined || !/^(?:uv|pipx|uvx|pip)$/.test(module.text))
    return combine(local(line), withoutLocal(relayedBy((module?.text ?? '').replaceAll('_', '-'), rest, line)))
  return line.read([module, ...rest])
}

/** A requirement: exact only by `==` or `===` without a wildcard, by uv's `@version`, or by a full commit. */
export function readPythonSpec(word: Word, line: Line, takesAt: boolean): Reading {
  const text = word.text.trim()
  const base = { launcher: line.launcher, route: word.route }
  if (/^(?:git\+|https?:|ssh:|hg\+|svn\+|bzr\+)/i.test(text))
    return holdsPlaceholder(text) ? placeholder(line) : targets(fromAddress(text, null, base))
  if (
    /^(?:file:|\.{1,2}(?:[/\\]|$)|[~/]|[A-Za-z]:[\\/]|\$\{\w+\}\/)/.test(text) ||
    /\.(?:whl|tar\.gz|zip|py)$/i.test(text)
  )
    return targets(aTarget({ ...base, ecosystem: 'local', spec: text }))
  const [, name, , rest = ''] = REQUIREMENT.exec(text) ?? []
  if (name === undefined)
    return holdsPlaceholder(text)
      ? placeholder(line)
      : unreadableLine(line, 'the package is not a requirement that Python knows')
  const spec = rest.replace(/;.*$/s, '').trim()
  if (holdsPlaceholder(spec)) {
    const target = aTarget({ ...base, ecosystem: 'pypi', name, spec, pinned: false })
    return { ...targets(target), unreadable: [PLACEHOLDER] }
  }
  const address = spec.startsWith('@') && spec.includes(':') ? spec.slice(1).trimStart() : null
  if (address !== null) return targets(fromAddress(address, name, base))
  const version = exactPython(spec, takesAt)
  if (version === null && spec !== '' && !/^(?:[(\s]*(?:[<>=!~]=?=?)|@)/.test(spec))
    return unreadableLine(line, 'the package is not a requirement that Python knows')
  return targets(
    aTarget({
      ...base,
      ecosystem: 'pypi',
      name,
      version,
      spec: spec === '' ? null : spec.replace(/^@/, ''),
      pinned: version !== null,
    }),
  )
}

const PLACEHOLDER = 'a placeholder stands where the package or its version belongs'
const REQUIREMENT = /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(\[[^\]]*\])?\s*(.*)$/s
const VERSION =
  /^v?(?:\d+!)?\d+(?:\.\d+)*(?:[-_.]?(?:a|b|c|rc|alpha|beta|pre|preview)[-_.]?\d*)?(?:-\d+|[-_.]?(?:post|rev|r)[-_.]?\d*)?(?:[-_.]?dev[-_.]?\d*)?(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?$/i

function placeholder(line: Line): Reading {
  return unreadableLine(line, PLACEHOLDER)
}

function exactPython(spec: string, takesAt: boolean): string | null {
  const version = /^===?\s*([^\s,]+)$/.exec(spec)?.[1] ?? (takesAt ? /^@\s*(\S+)$/.exec(spec)?.[1] : undefined)
  return version !== undefined && VERSION.test(version) ? version : null
}

function fromAddress(
  text: string,
  name: string | null,
  base: { readonly launcher: string; readonly route: Word['route'] },
): ReturnType<typeof aTarget> {
  const address = maskUrl(text).text
  const [, repository = address, committish] = /^([^#]*?)(?:@([^@/#]+))?(?:#.*)?$/s.exec(address) ?? []
  const commit = /^git\+/i.test(address) ? commitOf(committish) : null
  return aTarget({
    ...base,
    ecosystem: 'pypi',
    name: name ?? repository,
    version: commit,
    spec: address,
    resolved: address,
    pinned: commit !== null,
  })
}

function bareName(text: string): string {
  return REQUIREMENT.exec(text)?.[1] ?? text
}

/** Some files hold all arguments in one word. */
function splitFirst(words: readonly Word[]): readonly Word[] {
  const [first, ...rest] = words
  if (first === undefined || !/^[\w.@[\]-]+\s+-/.test(first.text)) return words
  return [
    ...first.text
      .trim()
      .split(/\s+/)
      .map((text) => ({ ...first, text })),
    ...rest,
  ]
}
