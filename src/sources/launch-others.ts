// Launch lines of other ecosystems that fetch what they run: go, dotnet tools, nix.
import { flagTable, readFlags } from './launch-flags.ts'
import { INLINE, unknownOption } from './launch-npm.ts'
import {
  aTarget,
  combine,
  type Launcher,
  local,
  NOTHING,
  targets,
  unreadableLine,
  withoutLocal,
} from './launch-reading.ts'
import { holdsPlaceholder, type Word } from './launch-words.ts'

const GO = flagTable(
  '-C -exec -mod -modfile -tags -ldflags -gcflags -asmflags -p -o -overlay -pgo -pkgdir -toolexec -coverpkg -covermode -buildmode -compiler -installsuffix',
  '-race -msan -asan -v -x -n -a -work -trimpath -cover -buildvcs -linkshared -modcacherw -json',
)

/** `go run module@version`; folders and files are the project's. */
export const go: Launcher = (words, line) => {
  const [verb, ...rest] = words
  if (verb?.text === 'install' || verb?.text === 'get')
    return unreadableLine(line, 'the line installs rather than runs')
  if (verb?.text !== 'run') return local(line)
  const flags = readFlags(rest, GO)
  if (flags.unknown !== null) return unknownOption(line)
  const [module] = flags.rest
  if (module === undefined || !isModule(module.text)) return local(line)
  if (holdsPlaceholder(module.text.split('@')[0] ?? '')) return unreadableLine(line, PLACEHOLDER)
  const [name = '', spec = null] = module.text.split(/@(.*)/s)
  const isOwn = flags.flags.some(({ name }) => OWN_FILES.test(name))
  const version = spec !== null && /^v\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/.test(spec) ? spec : null
  const target = aTarget({
    ecosystem: 'golang',
    name,
    version,
    spec,
    pinned: version !== null,
    launcher: 'go',
    route: module.route,
  })
  const fetched = { ...NOTHING, targets: [target], unreadable: holdsPlaceholder(spec ?? '') ? [PLACEHOLDER] : [] }
  return isOwn ? combine(local(line), fetched) : fetched
}

/** Programs and code of the repository in place of the compiler, of the module's files or of what runs it. */
const OWN_FILES = /^--?(?:exec|toolexec|overlay|modfile)$/

const PLACEHOLDER = 'a placeholder stands where the package or its version belongs'

/** A module path starts with a host; `./x`, `main.go` and `.` do not. */
function isModule(text: string): boolean {
  return /^[\w-]+(?:\.[\w-]+)+\//.test(text) || (text.includes('@') && !/^\.{0,2}\//.test(text))
}

const DNX = flagTable(
  '--version --add-source --source --configfile --framework -f --verbosity -v --tool-path',
  '-y --yes --prerelease --allow-roll-forward --ignore-failed-sources --interactive',
)

/** `dnx PACKAGE@VERSION`: NuGet's way to run a tool. */
export const dnx: Launcher = (words, line) => {
  const flags = readFlags(words, DNX)
  if (flags.unknown !== null) return unknownOption(line)
  const [tool, ...rest] = flags.rest
  if (tool === undefined) return unreadableLine(line, 'no package is named')
  if (holdsPlaceholder(tool.text)) return unreadableLine(line, PLACEHOLDER)
  const [name = '', written] = tool.text.split(/@(.*)/s)
  const after = readFlags(rest, DNX)
  const named = [...flags.flags, ...after.flags].find((flag) => flag.name === '--version')?.value?.text
  const spec = written ?? named ?? null
  const version = spec !== null && /^\d+\.\d+\.\d+(?:\.\d+)?(?:-[\w.-]+)?$/.test(spec) ? spec : null
  return targets(
    aTarget({
      ecosystem: 'unknown',
      purlType: 'nuget',
      name,
      version,
      spec,
      pinned: version !== null,
      launcher: line.launcher,
      route: tool.route,
    }),
  )
}

export const dotnet: Launcher = (words, line) => {
  const [verb, next, ...rest] = words
  if (verb?.text === 'dnx') return dnx(words.slice(1), line)
  if (verb?.text === 'tool' && /^(?:exec|execute)$/.test(next?.text ?? '')) return dnx(rest, line)
  if (verb?.text === 'tool' && next?.text === 'install')
    return unreadableLine(line, 'the line installs rather than runs')
  return local(line)
}

/** `nix run ADDRESS`; what `-c` or `--command` starts in a shell of nix is read on. */
export const nix: Launcher = (words, line) => {
  const at = words.findIndex(({ text }) => text === '-c' || text === '--command')
  const inner = at < 0 ? NOTHING : withoutLocal(line.read(words.slice(at + 1)))
  const [verb, address] = (at < 0 ? words : words.slice(0, at)).filter(({ text }) => !text.startsWith('-'))
  if (!/^(?:run|shell|develop)$/.test(verb?.text ?? '') || address === undefined || isHere(address))
    return combine(local(line), inner)
  if (holdsPlaceholder(address.text)) return combine(unreadableLine(line, PLACEHOLDER), inner)
  const target = aTarget({
    ecosystem: 'unknown',
    name: address.text,
    spec: address.text,
    pinned: /[/=][0-9a-f]{40}(?:[#?&]|$)/.test(address.text),
    launcher: 'nix',
    route: address.route,
  })
  return combine(targets(target), inner)
}

function isHere({ text }: Word): boolean {
  return /^(?:[./~]|path:)/.test(text)
}

/** Tools whose only use on a launch line is to install, or to run what they install. */
export const pip: Launcher = (words, line) =>
  words.some(({ text }) => /^(?:install|binstall|download|exec)$/.test(text))
    ? unreadableLine(line, 'the line installs rather than runs')
    : local(line)

/** Interpreters that take code on their line. */
export const inline: Launcher = (words, line) => {
  const code = line.launcher === 'php' ? /^(?:-r|--run)/ : /^-(?!-)[A-Za-z]*[eE]/
  const file = words.findIndex(({ text }) => !text.startsWith('-'))
  const options = file < 0 ? words : words.slice(0, file)
  const isCode = options.some(({ text }) => code.test(text))
  return combine(local(line), isCode ? { ...unreadableLine(line, INLINE), targets: [] } : NOTHING)
}
