// Files that name what is launched without a command line: registry entries, plugin marketplaces, image catalogs.
import type { Route } from '../model/location.ts'
import { maskUrl } from '../model/masking.ts'
import { componentOf, type Parts, type Setting } from './client-components.ts'
import { digestOf, unreadableFact } from './client-facts.ts'
import { nodesAt } from './client-servers.ts'
import { type DocumentNode, type Located, lastValue, textOf } from './document.ts'
import { readImage } from './launch-containers.ts'
import { NO_PROJECT } from './launch-project.ts'
import { readPythonSpec } from './launch-python.ts'
import { aTarget, type Line, NOTHING, type Reading, type Target, targets } from './launch-reading.ts'
import { remoteTarget } from './launch-relays.ts'
import { commitOf, exactVersion, readNpmSpec } from './launch-spec.ts'
import type { Word } from './launch-words.ts'

/** MCP registry `server.json`: packages and remotes under the server's name. */
export function readRegistry(root: DocumentNode, setting: Setting): Parts {
  const server = textOf(lastValue(root, 'name')) ?? 'server'
  const body = lastValue(root, 'packages') === null && lastValue(root, 'remotes') === null ? ['server'] : []
  const packages = nodesAt({ node: root, route: [] }, [...body, 'packages', '*']).map(registryPackage)
  const remotes = nodesAt({ node: root, route: [] }, [...body, 'remotes', '*', 'url']).flatMap((found) =>
    wordsAt(found).map((word) => targets(remoteTarget(word, null))),
  )
  return toParts([...packages, ...remotes], server, setting)
}

/** Claude and Cursor plugin marketplaces: where each plugin is fetched from. */
export function readMarketplace(root: DocumentNode, setting: Setting): Parts {
  const parts = nodesAt({ node: root, route: [] }, ['plugins', '*']).map((found) => {
    const server = textOf(lastValue(found.node, 'name')) ?? 'plugin'
    return toParts(
      [pluginSource({ node: lastValue(found.node, 'source') ?? found.node, route: [...found.route, 'source'] })],
      server,
      setting,
    )
  })
  return { components: parts.flatMap(({ components }) => components), facts: parts.flatMap(({ facts }) => facts) }
}

/** Marketplaces that settings of Claude Code add: plugins come from there, with servers and hooks of their own. */
export function knownMarketplaces(root: DocumentNode, setting: Setting): Parts {
  const parts = nodesAt({ node: root, route: [] }, ['extraKnownMarketplaces', '*']).map(({ node, route }) =>
    toParts(
      [pluginSource({ node: lastValue(node, 'source') ?? node, route: [...route, 'source'] })],
      String(route.at(-1)),
      setting,
    ),
  )
  return { components: parts.flatMap(({ components }) => components), facts: parts.flatMap(({ facts }) => facts) }
}

/** Docker's MCP catalogs: an image or an address for each server. */
export function readCatalog(root: DocumentNode, setting: Setting): Parts {
  const many = nodesAt({ node: root, route: [] }, ['registry', '*'])
  const servers = many.length > 0 ? many : [{ node: root, route: [] as Route }]
  const parts = servers.map(({ node, route }) => {
    const server = many.length > 0 ? String(route.at(-1)) : (textOf(lastValue(node, 'name')) ?? 'server')
    const images = nodesAt({ node, route }, ['image'])
      .flatMap(wordsAt)
      .map((word) => readImage(word, lineFor('catalog', word)))
    const remotes = nodesAt({ node, route }, ['remote', 'url'])
      .flatMap(wordsAt)
      .map((word) => targets(remoteTarget(word, null)))
    return toParts([...images, ...remotes], server, setting)
  })
  return { components: parts.flatMap(({ components }) => components), facts: parts.flatMap(({ facts }) => facts) }
}

/** A start command that is JavaScript, run by the host: nobody can tell what it starts. */
export function readSmithery(root: DocumentNode, setting: Setting): Parts {
  const [found] = nodesAt({ node: root, route: [] }, ['startCommand', 'commandFunction'])
  if (found === undefined) return { components: [], facts: [] }
  const target = aTarget({ ecosystem: 'unknown', pinned: false, launcher: 'smithery', route: found.route })
  return toParts([{ ...targets(target), unreadable: ['a function makes its command line'] }], 'smithery', setting)
}

function registryPackage({ node, route }: Located): Reading {
  const kind = (
    textOf(lastValue(node, 'registryType') ?? lastValue(node, 'registry_type') ?? lastValue(node, 'registry_name')) ??
    ''
  ).toLowerCase()
  const key = lastValue(node, 'identifier') === null ? 'name' : 'identifier'
  const identifier = textOf(lastValue(node, key))
  const version = textOf(lastValue(node, 'version'))
  if (identifier === null) return { ...NOTHING, unreadable: ['a package has no identifier'] }
  const word = { text: identifier, route: [...route, key] }
  const line = lineFor(kind, word)
  const at = version === null ? '' : version
  if (kind === 'npm') return readNpmSpec({ ...word, text: at === '' ? identifier : `${identifier}@${at}` }, line)
  if (kind === 'pypi')
    return readPythonSpec({ ...word, text: at === '' ? identifier : `${identifier}==${at}` }, line, false)
  if (kind === 'oci' || kind === 'docker')
    return withoutPlaceholders(readImage({ ...word, text: tagged(identifier, at) }, line))
  return targets(otherPackage({ kind, word, version, sha256: textOf(lastValue(node, 'fileSha256')) }))
}

function tagged(image: string, version: string): string {
  return version === '' || /[:@][^/]*$/.test(image) ? image : `${image}:${version}`
}

/** `${VERSION}` is filled in when the entry is published. */
function withoutPlaceholders(reading: Reading): Reading {
  return reading.targets.some(({ ecosystem }) => ecosystem === 'oci') ? { ...reading, unreadable: [] } : reading
}

interface Other {
  readonly kind: string
  readonly word: Word
  readonly version: string | null
  readonly sha256: string | null
}

function otherPackage({ kind, word, version, sha256 }: Other): Target {
  const base = { launcher: kind === '' ? null : kind, route: word.route, spec: version }
  const exact = exactVersion(version ?? '')
  if (kind === 'cargo' || kind === 'crates')
    return aTarget({ ...base, ecosystem: 'cargo', name: word.text, version: exact, pinned: exact !== null })
  const isHashed = /^[0-9a-f]{64}$/i.test(sha256 ?? '')
  const name = maskUrl(word.text).text
  return aTarget({
    ...base,
    ecosystem: 'unknown',
    purlType: kind === 'nuget' ? 'nuget' : null,
    name,
    version: exact,
    resolved: kind === 'mcpb' ? name : null,
    pinned: kind === 'mcpb' ? isHashed : exact !== null,
  })
}

/** A folder of the repository, an npm package, or a git repository with or without a full commit. */
function pluginSource({ node, route }: Located): Reading {
  const text = textOf(node)
  if (text !== null && !ADDRESS.test(text)) return targets(aTarget({ ecosystem: 'local', spec: text, route }))
  if (text !== null) {
    const name = maskUrl(text).text
    return targets(
      aTarget({ ecosystem: 'unknown', name, spec: name, resolved: name, pinned: false, launcher: 'plugin', route }),
    )
  }
  const kind = textOf(lastValue(node, 'source')) ?? ''
  const value = (key: string): string | null => textOf(lastValue(node, key))
  if (kind === 'npm') {
    const name = value('package') ?? ''
    const word = {
      text: value('version') === null ? name : `${name}@${value('version')}`,
      route: [...route, 'package'],
    }
    return readNpmSpec(word, lineFor('plugin', word))
  }
  const folder = value('path')
  if (/^(?:local|directory|file)$/.test(kind) && folder !== null)
    return targets(aTarget({ ecosystem: 'local', spec: folder, route }))
  const key = value('repo') === null ? 'url' : 'repo'
  const address = value(key)
  if (address === null) return { ...NOTHING, unreadable: ['the plugin has no source that is known'] }
  const commit = commitOf(value('sha') ?? value('commit') ?? value('ref'))
  const name = maskUrl(address).text
  return targets(
    aTarget({
      ecosystem: 'unknown',
      name,
      version: commit,
      spec: value('ref') ?? name,
      resolved: name,
      pinned: commit !== null,
      launcher: 'plugin',
      route: [...route, key],
    }),
  )
}

/** `https:…`, `github:…`, `git@…`: no folder of the repository. */
const ADDRESS = /^[a-z][\w+.-]+:|^[\w.-]+@[\w.-]+:/i

function toParts(readings: readonly Reading[], server: string, { path, client }: Setting): Parts {
  const components = readings
    .flatMap((reading) => reading.targets)
    .map((target) => {
      const id = `${server}/${target.route.join('/')}`
      const digest = digestOf(JSON.stringify([target.name, target.spec, target.url]))
      const launch = { client, argv: [], digest, commandDigest: digest, environment: [], shell: false, commands: [] }
      return componentOf(target, { id, source: path, server, launch })
    })
  const facts = readings.flatMap((reading) =>
    reading.unreadable.map((detail) =>
      unreadableFact({ name: server, route: reading.targets[0]?.route ?? [] }, detail),
    ),
  )
  return { components, facts }
}

function lineFor(launcher: string, command: Word): Line {
  return { launcher, command, project: NO_PROJECT, read: () => NOTHING, knows: () => false }
}

function wordsAt({ node, route }: Located): readonly Word[] {
  const text = textOf(node)
  return text === null ? [] : [{ text, route }]
}
