// package.json: what it asks for directly, and what it says about overrides and install scripts.
import type { Component, Scope } from '../model/component.ts'
import type { Source } from '../model/source.ts'
import { nearestLockfiles } from './classify.ts'
import { governs } from './governs.ts'
import { manifestFacts } from './manifest-facts.ts'
import { type Manifest, meaningOf, parseManifest, SPEC_FIELDS } from './manifest-specs.ts'
import { localPurl, npmPurl, originQualifier } from './purl.ts'
import { type SourceContext, toReadSource, toUnreadSource } from './source.ts'
import { type TextFile, unsupported } from './text.ts'

/** One component for each spec of a direct dependency. */
export function readManifest({ path, text }: TextFile, context: SourceContext): Source {
  if (!/\.json$/i.test(path)) return toUnreadSource(path, 'manifest', OTHER_FORMAT)
  const manifest = parseManifest(text)
  if (manifest.status !== 'manifest') return toUnreadSource(path, 'manifest', manifest)
  const lockedIn = nearestLockfiles(path, context.has).find((lock) => governs(lock, context.textOf(lock), path)) ?? null
  return toReadSource({
    path,
    kind: 'manifest',
    components: SPEC_FIELDS.flatMap(([field, scope]) =>
      Object.entries(manifest.specs[field]).map(([key, spec]) =>
        toComponent(key, spec, { path, field, scope, lockedIn }),
      ),
    ),
    facts: manifestFacts(manifest.value),
    lineOf: manifest.lineOf,
    publishable: isPublishable(manifest),
  })
}

const OTHER_FORMAT = unsupported(
  'manifests are read in JSON only',
  1,
  'Write the manifest as package.json, or leave this file out of the pull request.',
)

function isPublishable({ value }: Manifest): boolean {
  return value['private'] !== true && typeof value['name'] === 'string' && typeof value['version'] === 'string'
}

interface Entry {
  readonly path: string
  readonly field: string
  readonly scope: Scope
  readonly lockedIn: string | null
}

function toComponent(key: string, spec: string, { path, field, scope, lockedIn }: Entry): Component {
  const { kind, name, version, pinned } = meaningOf(key, spec)
  const resolved = kind === 'git' || kind === 'archive' ? spec : null
  return {
    id: `${field}/${key}`,
    source: path,
    ecosystem: kind === 'local' ? 'local' : 'npm',
    name,
    version,
    spec,
    purl: kind === 'local' ? localPurl(name, null) : npmPurl(name, version, originQualifier(resolved)),
    integrity: null,
    resolved,
    archive: null,
    scope,
    direct: true,
    pinned,
    installScript: null,
    bundled: false,
    alias: name === key ? null : key,
    server: null,
    launcher: null,
    url: null,
    urlDigest: null,
    dependsOn: [],
    launch: null,
    lockedIn,
    route: [field, key],
  }
}
