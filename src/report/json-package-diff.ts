// What changed inside a package, as JSON; lists are bounded.
import { type Observation, observedValue } from '../model/observation.ts'
import type { Compared, ContentDiff, DependencyDiff, PackageDiff, ProvedSource } from '../model/package-diff.ts'
import { maskSecrets } from './escape.ts'
import { compareUrl } from './package-source.ts'

const ITEMS = 200

/** Who published is the registry's word; `source` is what verified provenance proves. */
export function packageDiffJson(diff: PackageDiff) {
  const { name, purl, before, after, contents, dependencies, publishing, source } = diff
  return {
    name,
    purl: maskSecrets(purl),
    before,
    after,
    contents: comparedJson(contents, contentsJson),
    dependencies: comparedJson(dependencies, dependenciesJson),
    publishing: { before: publishing.before, after: publishing.after },
    source: {
      before: source.before && sourceJson(source.before),
      after: sourceJson(source.after),
      compare: compareUrl(source.before && observedValue(source.before), observedValue(source.after)),
    },
  }
}

function comparedJson<T>(compared: Compared<T>, valueJson: (value: T) => unknown) {
  if (compared.status === 'observed') return { status: 'observed', value: valueJson(compared.value) }
  return { status: 'unavailable', reason: compared.reason, detail: maskSecrets(compared.detail) }
}

function contentsJson({ files, sizeBefore, sizeAfter, capabilities, scripts }: ContentDiff) {
  const count = (kind: string) => files.filter((file) => file.kind === kind).length
  return {
    added: count('added'),
    removed: count('removed'),
    changed: count('changed'),
    sizeBefore,
    sizeAfter,
    files: files.slice(0, ITEMS).map(({ path, kind, before, after }) => ({ path, kind, before, after })),
    capabilities: capabilities
      .slice(0, ITEMS)
      .map(({ kind, detail, file, line }) => ({ kind, detail: maskSecrets(detail), file, line })),
    scripts: scripts.map(({ kind, event, command, sha256, file }) => ({
      kind,
      event,
      command: maskSecrets(command),
      sha256,
      file,
    })),
  }
}

function dependenciesJson(dependencies: readonly DependencyDiff[]) {
  const masked = (range: string | null) => (range === null ? null : maskSecrets(range))
  return dependencies.slice(0, ITEMS).map(({ name, before, after }) => ({
    name,
    before: masked(before),
    after: masked(after),
  }))
}

function sourceJson(source: Observation<ProvedSource>) {
  if (source.status === 'absent') return { status: source.status }
  return comparedJson(source, ({ repository, commit, issuer }) => ({ repository, commit, issuer }))
}
