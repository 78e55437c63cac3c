// Compares the package.json a registry shows with the one in the tarball, beyond what publishing itself rewrites.
import { clean } from 'semver'
import type { ReleaseFacts, TarballFacts } from '../../model/evidence.ts'

/** One value that the registry shows and the tarball ships differently; null where one side has none. */
export interface Difference {
  readonly field: string
  readonly key: string
  readonly shown: string | null
  readonly shipped: string | null
}

type Values = Readonly<Record<string, string>>

/** Differences in what decides what is installed and run, sorted by field and key. */
export function differencesOf(name: string, release: ReleaseFacts, tarball: TarballFacts): readonly Difference[] {
  const { manifest } = tarball
  const shipped = { name: manifest.name, version: clean(manifest.version ?? '') ?? manifest.version }
  return [
    ...compare(
      'identity',
      toValues({ name, version: release.version, mcpName: release.mcpName }),
      toValues({ ...shipped, mcpName: manifest.mcpName }),
    ),
    // Registries list optional dependencies among the others, package.json does not.
    ...compare('dependencies', dependenciesOf(release), dependenciesOf(manifest)),
    ...compare('peerDependencies', release.peerDependencies, manifest.peerDependencies),
    ...compare('scripts', ...scriptsOf(release, tarball)),
    // A folder of commands is spelled out in the registry only, so a command too many counts on one side alone.
    ...compare('bin', toBins(release.bin), toBins(manifest.bin)).filter(({ shown }) => shown === null),
  ]
}

function compare(field: string, shown: Values, shipped: Values): readonly Difference[] {
  const keys = [...new Set([...Object.keys(shown), ...Object.keys(shipped)])].sort()
  return keys
    .map((key) => ({ field, key, shown: valueAt(shown, key), shipped: valueAt(shipped, key) }))
    .filter((difference) => difference.shown !== difference.shipped)
}

function valueAt(values: Values, key: string): string | null {
  return Object.hasOwn(values, key) ? toSpec(values[key] ?? '') : null
}

// Publishing writes the short forms of a spec out.
function toSpec(value: string): string {
  return value.trim().replace(/^github:/, '') || '*'
}

function toValues(values: Readonly<Record<string, string | null>>): Values {
  return Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (value === null ? [] : [[key, value]])))
}

function dependenciesOf(manifest: Pick<ReleaseFacts, 'dependencies' | 'optionalDependencies'>): Values {
  return { ...manifest.dependencies, ...manifest.optionalDependencies }
}

function toBins(names: readonly string[]): Values {
  return Object.fromEntries(names.map((name) => [name.slice(name.lastIndexOf('/') + 1), 'a command']))
}

/** Scripts of both, as far as they can be compared. */
function scriptsOf(release: ReleaseFacts, { manifest, files }: TarballFacts): readonly [Values, Values] {
  const [shown, shipped] = [installOnly(release.installScripts), installOnly(manifest.scripts)]
  // Some registries tell only that there is a script.
  if (release.hasInstallScript && Object.keys(shown).length === 0) return [shipped, shipped]
  // npm writes this one into the registry by itself, for a package that has a binding.gyp.
  const isImplied = shipped['install'] === undefined && files.some(({ path }) => path === 'binding.gyp')
  return [
    shown,
    isImplied && shown['install'] === 'node-gyp rebuild' ? { ...shipped, install: shown['install'] } : shipped,
  ]
}

function installOnly({ preinstall, install, postinstall }: Values): Values {
  return toValues({ preinstall: preinstall ?? null, install: install ?? null, postinstall: postinstall ?? null })
}

/** As lines of a diff from what is shown to what is shipped. */
export function toLines({ field, key, shown, shipped }: Difference): readonly string[] {
  const line = (sign: string, value: string | null) => (value === null ? [] : [`${sign} ${field}.${key}: ${value}`])
  return [...line('-', shown), ...line('+', shipped)]
}
