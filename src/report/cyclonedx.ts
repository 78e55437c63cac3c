// An inventory as a CycloneDX 1.6 SBOM: packages and images as components, remote endpoints as services, with tier and reasons.
import type { Component, Ecosystem, Scope } from '../model/component.ts'
import { sha256 } from '../model/digest.ts'
import type { PlacedComponent, Report } from '../model/report.ts'
import { byText } from './alike.ts'
import { maskSecrets, stringifySafely } from './escape.ts'
import type { InventoryResult } from './json.ts'

export interface CyclonedxOptions {
  readonly tool: Report['tool']
  /** Milliseconds since 1970: the time the document is made at. */
  readonly at: number
  /** The repository, e.g. `acme/app`. */
  readonly subject: string
}

/** What is the same purl with the same bytes, wherever it stands. */
interface Item {
  readonly ref: string
  readonly component: PlacedComponent
  readonly places: readonly PlacedComponent[]
}

const ALGORITHMS: Readonly<Record<string, readonly [string, number]>> = {
  sha1: ['SHA-1', 40],
  sha256: ['SHA-256', 64],
  sha384: ['SHA-384', 96],
  sha512: ['SHA-512', 128],
}
const SCOPES: Readonly<Record<Scope, 'required' | 'optional' | 'excluded'>> = {
  production: 'required',
  launch: 'required',
  config: 'excluded',
  optional: 'optional',
  peer: 'optional',
  development: 'excluded',
}
const TYPES: Readonly<Partial<Record<Ecosystem, string>>> = { oci: 'container', local: 'application' }

/** JSON, the same for the same inventory and time; its serial number is derived from its content. */
export function renderCyclonedx({ ref, components }: InventoryResult, options: CyclonedxOptions): string {
  const items = itemsOf(components)
  const remote = items.filter(({ component }) => component.ecosystem === 'remote')
  const installed = items.filter(({ component }) => component.ecosystem !== 'remote')
  const { edges, isComplete } = dependenciesOf(installed)
  const content = {
    metadata: {
      timestamp: new Date(options.at).toISOString(),
      tools: { components: [{ type: 'application', name: options.tool.name, version: options.tool.version }] },
      component: {
        type: 'application',
        'bom-ref': 'subject',
        name: options.subject || 'repository',
        version: ref.sha ?? ref.ref,
      },
    },
    components: installed.map(toComponent),
    services: remote.map(toService),
    dependencies: edges,
    compositions: [
      { aggregate: isComplete ? 'complete' : 'incomplete', dependencies: edges.map(({ ref: one }) => one) },
    ],
  }
  const serialNumber = `urn:uuid:${uuidOf(JSON.stringify(content))}`
  return `${stringifySafely({ bomFormat: 'CycloneDX', specVersion: '1.6', serialNumber, version: 1, ...content })}\n`
}

function itemsOf(components: readonly PlacedComponent[]): readonly Item[] {
  const groups = Map.groupBy(components, ({ purl, integrity, url }) =>
    JSON.stringify([maskSecrets(purl), integrity, url]),
  )
  const sorted = [...groups.values()].toSorted(
    (a, b) => byText(a[0]?.purl ?? '', b[0]?.purl ?? '') || byText(a[0]?.integrity ?? '', b[0]?.integrity ?? ''),
  )
  const seen = new Map<string, number>()
  return sorted.flatMap((places) => {
    const [component] = places
    if (component === undefined) return []
    const purl = maskSecrets(component.purl)
    const times = (seen.get(purl) ?? 0) + 1
    seen.set(purl, times)
    return [{ ref: times === 1 && purl !== '' ? purl : `${purl}#${times}`, component, places }]
  })
}

function toComponent({ ref, component, places }: Item) {
  const hashes = hashesOf(component.integrity)
  const distribution = distributionOf(component.resolved)
  return {
    type: TYPES[component.ecosystem] ?? 'library',
    'bom-ref': ref,
    name: component.name || '(unnamed)',
    ...(component.version !== null && { version: component.version }),
    scope: strongest(places),
    ...(hashes.length > 0 && { hashes }),
    purl: maskSecrets(component.purl),
    ...(distribution !== null && { externalReferences: [{ type: 'distribution', url: distribution }] }),
    properties: propertiesOf(component),
    evidence: { occurrences: places.map(({ location }) => ({ location: location.path, line: location.line })) },
  }
}

function toService({ ref, component }: Item) {
  const url = distributionOf(component.url)
  return {
    'bom-ref': ref,
    name: component.server || component.name || '(unnamed)',
    ...(url !== null && { endpoints: [url] }),
    properties: propertiesOf(component),
  }
}

function propertiesOf({ tier, reasons, pinned, installScript }: PlacedComponent) {
  return [
    { name: 'mcp-gate:tier', value: tier },
    ...reasons.map((reason) => ({ name: 'mcp-gate:reason', value: reason })),
    ...(pinned === null ? [] : [{ name: 'mcp-gate:pinned', value: String(pinned) }]),
    ...(installScript === null ? [] : [{ name: 'mcp-gate:install-script', value: String(installScript) }]),
  ]
}

/**
 * Lockfiles name dependencies by package name. Where one source holds several versions of a name, which of them is meant is
 * not told here, and the composition says that the edges are incomplete.
 */
function dependenciesOf(items: readonly Item[]) {
  const refs = new Map<string, Set<string>>()
  for (const { ref, places } of items) {
    for (const place of places)
      refs.set(sourceKey(place.source, place), (refs.get(sourceKey(place.source, place)) ?? new Set()).add(ref))
  }
  let isComplete = true
  const edges = items.map(({ ref, places }) => {
    const targets = new Set<string>()
    for (const { source, dependsOn } of places) {
      for (const name of dependsOn) {
        const found = [...(refs.get(sourceKey(source, { name })) ?? [])]
        if (found.length === 1 && found[0] !== undefined && found[0] !== ref) targets.add(found[0])
        else isComplete = false
      }
    }
    return { ref, dependsOn: [...targets].toSorted(byText) }
  })
  return { edges, isComplete }
}

function sourceKey(source: string, { name }: Pick<Component, 'name'>): string {
  return JSON.stringify([source, name])
}

/** Of an SRI, the hashes that are whole; anything else is no hash. */
function hashesOf(integrity: string | null) {
  return (integrity ?? '').split(/\s+/).flatMap((part) => {
    const [, name = '', value = ''] = /^(sha\d+)-([A-Za-z0-9+/]+={0,2})(?:\?|$)/.exec(part) ?? []
    const [alg, length] = (Object.hasOwn(ALGORITHMS, name) ? ALGORITHMS[name] : undefined) ?? []
    const content = Buffer.from(value, 'base64').toString('hex')
    return alg !== undefined && content.length === length ? [{ alg, content }] : []
  })
}

/** Only addresses of the web, in their normal form: a document for other tools must not carry what they may follow blindly. */
function distributionOf(resolved: string | null): string | null {
  if (resolved === null || !/^https?:/i.test(resolved)) return null
  const masked = maskSecrets(resolved)
  return URL.canParse(masked) ? new URL(masked).href : null
}

function strongest(places: readonly PlacedComponent[]): 'required' | 'optional' | 'excluded' {
  const scopes = new Set(places.map(({ scope }) => SCOPES[scope]))
  if (scopes.has('required')) return 'required'
  return scopes.has('optional') ? 'optional' : 'excluded'
}

/** A name-based UUID (RFC 9562, version 8) of the content. */
function uuidOf(content: string): string {
  const hex = sha256(content)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
