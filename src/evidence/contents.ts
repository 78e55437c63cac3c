// Facts of a tarball's contents: files, manifest, install scripts, capabilities.
import type { Capability, TarballFacts, TarballFile } from '../model/evidence.ts'
import { type Observation, observed, unavailable } from '../model/observation.ts'
import type { Bounds } from './bounds.ts'
import { type Scan, scanSource } from './code/capabilities.ts'
import { isAside, isSource, pointsAside } from './code/source-files.ts'
import { installCommands, toInstallScripts } from './install-scripts.ts'
import { type Fields, parseJson, textOf, textRecordOf, toFields } from './json.ts'
import { binsOf } from './release.ts'
import { type UnpackedFile, unpack } from './unpack.ts'

interface Reading {
  readonly integrity: string
  readonly bounds: Bounds
  readonly deadline: number
}

/** Everything the model tells of a tarball. Unavailable where it is broken, or beyond a bound. */
export async function readContents(tarball: Buffer, reading: Reading): Promise<Observation<TarballFacts>> {
  const notes: Notes = { files: new Map(), scans: new Map(), kept: new Map(), run: new Set() }
  const { files, scans, kept, run } = notes
  const read = (wants: (path: string) => boolean) =>
    unpack(tarball, {
      ...reading,
      keep: (path, size) => wants(path) && size <= reading.bounds.sourceBytes,
      onFile: (file) => note(file, notes),
    })
  const fault = await read((path) => path === MANIFEST || (isSource(path) && !isAside(path)))
  if (fault !== null) return fault
  const manifest = toFields(parseJson(kept.get(MANIFEST) ?? Buffer.from('null')))
  const scripts = installCommands(manifest, files)
  for (const path of scripts.flatMap((script) => script.runs)) run.add(path)
  const aside = pointsAside(manifest, scans) || [...run].some(isAside)
  // Read once more, for what only the manifest and the sources have now named.
  const again = run.size > 0 || aside ? await read((path) => run.has(path) || (aside && isSource(path))) : null
  if (again !== null) return again
  const capabilities = capabilitiesOf(files, scans)
  if (capabilities.length > reading.bounds.capabilities || unread(files, { scans, aside }))
    return unavailable('over-limit', 'the tarball holds more code than can be searched')
  return observed({
    integrity: reading.integrity,
    files: [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
    unpackedSize: [...files.values()].reduce((sum, { size }) => sum + size, 0),
    manifest: toManifest(manifest),
    installScripts: toInstallScripts(scripts, { files, kept }),
    capabilities,
  })
}

const MANIFEST = 'package.json'

interface Notes {
  readonly files: Map<string, TarballFile>
  readonly scans: Map<string, Scan>
  /** Bytes of the manifest and of what install scripts run. */
  readonly kept: Map<string, Buffer>
  /** Paths that install scripts run. */
  readonly run: Set<string>
}

// A later file of the same path replaces the earlier one, as it does on disk.
function note({ bytes, ...file }: UnpackedFile, { files, scans, kept, run }: Notes): void {
  files.set(file.path, file)
  if (bytes === null) return
  if (file.path === MANIFEST || run.has(file.path)) kept.set(file.path, bytes)
  if (isSource(file.path)) noteScan(file.path, scanSource(file.path, bytes.toString('utf8')), scans)
}

function noteScan(path: string, scan: Scan, scans: Map<string, Scan>): void {
  if (scan.complete) scans.set(path, scan)
  else scans.delete(path)
}

function capabilitiesOf(
  files: ReadonlyMap<string, TarballFile>,
  scans: ReadonlyMap<string, Scan>,
): readonly Capability[] {
  // Readable sources first, so that a place to look at is one that can be read.
  const ordered = [...scans.entries()]
    .filter(([path]) => files.has(path))
    .sort(([a, one], [b, other]) => Number(one.minified) - Number(other.minified) || (a < b ? -1 : 1))
  const seen = new Map<string, Capability>()
  for (const capability of ordered.flatMap(([, scan]) => scan.capabilities)) {
    const key = `${capability.kind} ${capability.detail}`
    if (!seen.has(key)) seen.set(key, capability)
  }
  return [...seen.values()]
}

// A source too large to be searched must not pass for one that can do nothing.
function unread(
  files: ReadonlyMap<string, TarballFile>,
  { scans, aside }: { readonly scans: ReadonlyMap<string, Scan>; readonly aside: boolean },
): boolean {
  return [...files.keys()].some((path) => isSource(path) && (aside || !isAside(path)) && !scans.has(path))
}

function toManifest(manifest: Fields | null): TarballFacts['manifest'] {
  return {
    name: textOf(manifest, 'name'),
    version: textOf(manifest, 'version'),
    dependencies: textRecordOf(manifest, 'dependencies'),
    optionalDependencies: textRecordOf(manifest, 'optionalDependencies'),
    peerDependencies: textRecordOf(manifest, 'peerDependencies'),
    scripts: textRecordOf(manifest, 'scripts'),
    bin: binsOf(manifest),
    mcpName: textOf(manifest, 'mcpName'),
  }
}
