// Settings of npm, pnpm, yarn and bun, and code that these run at installation: only compared between two commits, never obeyed.
import { sha256 } from '../model/digest.ts'
import type { Source, SourceFact } from '../model/source.ts'
import { readAttributes } from './manager-config-attributes.ts'
import { fileNameOf } from './manager-config-flat.ts'
import { documentLeaves, type Leaves } from './manager-config-leaves.ts'
import { readNpmrc } from './manager-config-npmrc.ts'
import { factsOf } from './manager-config-settings.ts'
import { toolComponents } from './manager-config-tools.ts'
import { readYarnrc } from './manager-config-yarnrc.ts'
import { type SourceContext, toReadSource, toUnreadSource } from './source.ts'
import type { Fault, TextFile } from './text.ts'
import { readToml } from './toml.ts'
import { readYaml } from './yaml.ts'

/**
 * Facts about registries, install scripts, overrides, weakened settings and protections. pnpm's `configDependencies` are
 * components too, because they run code before anything else is installed.
 */
export function readManagerConfig(file: TextFile, _context: SourceContext): Source {
  const { path, text } = file
  const read = readerFor(path)
  if (read === null) return readCode(file)
  const leaves = read(text)
  if (leaves.status !== 'leaves') return toUnreadSource(path, KIND, leaves)
  return toReadSource({
    path,
    kind: KIND,
    components: toolComponents(path, leaves.all),
    facts: distinct(leaves.all.flatMap(factsOf)),
    lineOf: leaves.lineOf,
  })
}

const KIND = 'manager-config'

/** The first of each; of a protection that stands several times the weakest one holds, so these all stay. */
function distinct(facts: readonly SourceFact[]): readonly SourceFact[] {
  const byIdentity = new Map<string, SourceFact>()
  for (const fact of facts) {
    const identity = `${fact.kind}\n${fact.key}\n${fact.args['level'] ?? ''}`
    if (!byIdentity.has(identity)) byIdentity.set(identity, fact)
  }
  return [...byIdentity.values()]
}

type Reader = (text: string) => Leaves | Fault

const READERS: readonly (readonly [RegExp, Reader])[] = [
  [/^\.npmrc$/, readNpmrc],
  [/^\.gitattributes$/, readAttributes],
  [/^\.yarnrc$/, readYarnrc],
  [/^(?:\.yarnrc\.yml|pnpm-workspace\.yaml)$/, (text) => documentLeaves(text, readYaml)],
  [/^\.?bunfig\.toml$/, (text) => documentLeaves(text, readToml)],
]

/** Null for files that hold code. What lies in yarn's folders is code, whatever it is called. */
function readerFor(path: string): Reader | null {
  if (/(?:^|\/)\.yarn\/(?:releases|plugins)\//i.test(path)) return null
  const name = fileNameOf(path).toLowerCase()
  return READERS.find(([pattern]) => pattern.test(name))?.[1] ?? null
}

/** Code is known by its digest alone: another text is another fact. */
function readCode({ path, text }: TextFile): Source {
  const digest = sha256(text)
  const args = { key: fileNameOf(path), value: `code with sha256 ${digest}` }
  const fact = { kind: 'install-policy', key: digest, name: null, component: null, args, route: [] } as const
  return toReadSource({ path, kind: KIND, components: [], facts: [fact], lineOf: () => 1 })
}
