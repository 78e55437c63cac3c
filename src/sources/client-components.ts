// One server entry to components and facts: what it launches or reaches, and what its fields say beside that.
import type { Component, Ecosystem } from '../model/component.ts'
import type { Route } from '../model/location.ts'
import { isSecret, MASK, maskText, maskUrl, maskWords } from '../model/masking.ts'
import type { SourceFact } from '../model/source.ts'
import { ambiguousFact, digestOf, digestOfAll, fact } from './client-facts.ts'
import type { ServerEntry } from './client-servers.ts'
import { variantsOf } from './client-servers.ts'
import { environmentFacts } from './environment.ts'
import { needsShell, readLaunch, readShellLine, wordsOfCommand } from './launch.ts'
import { readImage } from './launch-containers.ts'
import { NO_PROJECT, type Project } from './launch-project.ts'
import { targetPurl } from './launch-purl.ts'
import { type Assignment, aTarget, combine, NOTHING, type Reading, type Target, targets } from './launch-reading.ts'
import { remoteTarget } from './launch-relays.ts'
import { holdsPlaceholder, type Word } from './launch-words.ts'
import { fieldsOf, type ServerFields } from './server-fields.ts'

export interface Parts {
  readonly components: readonly Component[]
  readonly facts: readonly SourceFact[]
}

/** Where the server stands, and what its project knows. */
export interface Setting {
  readonly path: string
  readonly client: string
  readonly project: Project
}

/** Components and facts of one entry; of both readings where a key in it stands twice. */
export function partsOfServer(entry: ServerEntry, setting: Setting): Parts {
  const variants = variantsOf(entry.node)
  const parts = variants.map((node) => partsOf({ ...entry, node }, setting))
  const twice =
    variants.length > 1
      ? [ambiguousFact(entry, 'a key of this server stands twice, and clients differ in which one they take')]
      : []
  return {
    components: parts.flatMap(({ components }) => components),
    facts: [...twice, ...parts.flatMap(({ facts }) => facts)],
  }
}

function partsOf(entry: ServerEntry, { path, client, project }: Setting): Parts {
  const fields = fieldsOf(entry.node, entry.route)
  const words = fields.command === null ? [] : [...wordsOfCommand(fields.command), ...fields.args]
  const launched = launchOf(entry, fields, { words, project: fields.isMoved ? NO_PROJECT : project })
  const reading = combine(launched, ...fields.urls.map(reached))
  const masked = maskWords(words.map(({ text }) => text))
  const hidden = [...fields.environment, ...fields.headers, ...fields.others, ...reading.assignments].filter(
    ({ name, value }) => isSecret(name, value),
  )
  const folder = fields.folder === null ? [] : ['', fields.folder]
  const launch = {
    client,
    argv: hideValues(masked.shown, hidden),
    digest: digestOfAll([
      ...words.map(({ text }) => text),
      '',
      ...fields.urls.map(({ text }) => text),
      '',
      ...environmentNames(fields),
      ...folder,
    ]),
    // The policy names lines that start in the workspace.
    commandDigest: digestOfAll([...words.map(({ text }) => text), ...folder]),
    environment: [...new Set(fields.environment.map(({ name }) => name))].sort(),
    shell: reading.shell,
    commands: [...new Set(reading.commands)].sort(),
  }
  const toComponent = (target: Target, at: number): Component =>
    componentOf(target, { id: `${entry.route.join('/')}#${at}`, source: path, server: entry.name, launch })
  const components = reading.targets.map(toComponent)
  return {
    components,
    facts: [
      ...secretFacts(entry, fields, { words, secretAt: masked.secretAt, hidden }),
      ...lineFacts(entry, fields, reading),
    ],
  }
}

interface Started {
  readonly words: readonly Word[]
  readonly project: Project
}

function launchOf(entry: ServerEntry, fields: ServerFields, { words, project }: Started): Reading {
  const faults: Reading = { ...NOTHING, unreadable: fields.faults }
  const image =
    fields.image === null
      ? NOTHING
      : readImage(fields.image, {
          launcher: 'container',
          command: fields.image,
          project,
          read: () => NOTHING,
          knows: () => false,
        })
  if (words.length === 0 || fields.command?.text.trim() === '') {
    if (fields.urls.length > 0 || fields.image !== null) return combine(image, faults)
    const nothing = aTarget({ ecosystem: 'unknown', pinned: false, route: fields.command?.route ?? entry.route })
    return { ...targets(nothing), unreadable: ['neither a command nor an address is given', ...fields.faults] }
  }
  const isShellLine = fields.command !== null && fields.args.length === 0 && words.length > 1 && needsShell(words)
  const reading =
    isShellLine && fields.command !== null ? readShellLine(fields.command, project) : readLaunch(words, project)
  const { targets: started } = reading
  const nothing = aTarget({ ecosystem: 'unknown', pinned: false, route: fields.command?.route ?? entry.route })
  const whole =
    started.length > 0
      ? reading
      : { ...reading, targets: [nothing], unreadable: [...reading.unreadable, 'it starts nothing that has a name'] }
  return combine(whole, image, faults)
}

function reached(url: Word): Reading {
  const target = remoteTarget(url, null)
  const host = /^[a-z][\w+.-]*:\/\/([^/?#]*)/i.exec(url.text)?.[1] ?? url.text
  return {
    ...targets(target),
    unreadable: holdsPlaceholder(host) ? ['a placeholder stands where the host belongs'] : [],
  }
}

function environmentNames({ environment, headers }: ServerFields): readonly string[] {
  return [...environment, ...headers].map(({ name }) => name).sort()
}

/** More are too many to look for in every word: then no word is shown. */
const MAX_HIDDEN = 200

/** A secret of the environment may stand in the arguments once more. */
function hideValues(argv: readonly string[], hidden: readonly Assignment[]): readonly string[] {
  const values = hidden
    .map(({ value }) => value.replace(/^(?:bearer|basic|token)\s+/i, ''))
    .filter((value) => value.length >= 6)
  if (values.length > MAX_HIDDEN) return argv.map(() => MASK)
  return argv.map((word) => values.reduce((text, value) => text.replaceAll(value, MASK), word))
}

interface Identity {
  readonly id: string
  readonly source: string
  readonly server: string | null
  readonly launch: Component['launch']
}

/** A target as a component of the model. */
export function componentOf(target: Target, { id, source, server, launch }: Identity): Component {
  const name = shownName(target.name) ?? server ?? 'unnamed'
  const { ecosystem, version, spec, pinned, launcher, url, urlDigest, alias, lockedIn, resolved, route } = target
  return {
    id,
    source,
    ecosystem,
    name,
    version,
    spec: spec === null ? null : maskText(spec).text,
    purl: targetPurl({ ...target, name }),
    integrity: null,
    resolved,
    archive: null,
    scope: 'launch',
    direct: true,
    pinned: HAS_PIN.has(ecosystem) ? pinned === true : null,
    installScript: null,
    bundled: false,
    alias,
    server,
    launcher,
    url,
    urlDigest,
    dependsOn: [],
    launch,
    lockedIn,
    route,
  }
}

const HAS_PIN: ReadonlySet<Ecosystem> = new Set<Ecosystem>(['npm', 'pypi', 'oci', 'golang', 'cargo', 'unknown'])

/** A credential that stands where a name belongs is none the less one. */
function shownName(name: string | null): string | null {
  return name === null || !isSecret(null, name) ? name : MASK
}

interface Shown {
  readonly words: readonly Word[]
  readonly secretAt: readonly number[]
  readonly hidden: readonly Assignment[]
}

function secretFacts(
  entry: ServerEntry,
  fields: ServerFields,
  { words, secretAt, hidden }: Shown,
): readonly SourceFact[] {
  const inWords = secretAt.flatMap((at) => {
    const word = words[at]
    return word === undefined ? [] : [secretFact(entry, word.route, word.text)]
  })
  const inUrls = fields.urls
    .filter(({ text }) => maskUrl(text).hasSecret)
    .map(({ route, text }) => secretFact(entry, route, text))
  return [...inWords, ...inUrls, ...hidden.map(({ route, value }) => secretFact(entry, route, value))]
}

function secretFact(entry: ServerEntry, route: Route, value: string): SourceFact {
  const where = route.slice(entry.route.length).join('.')
  return fact('secret-inline', entry, { args: { where }, key: `${where}:${digestOf(value).slice(0, 8)}`, route })
}

function lineFacts(entry: ServerEntry, fields: ServerFields, reading: Reading): readonly SourceFact[] {
  const route = fields.command?.route ?? entry.route
  const helper = fields.headersHelper
  return [
    ...(reading.shell ? [fact('shell-wrapped', entry, { args: {}, key: 'shell', route })] : []),
    ...[...new Set(reading.unreadable)].map((detail) =>
      fact('unreadable-launch', entry, { args: { detail }, key: detail, route }),
    ),
    ...reading.registries.map(({ flag, url, route: at }) =>
      fact('registry-overridden', entry, {
        args: { url: maskUrl(url).text, option: flag },
        key: `${flag}:${digestOf(url).slice(0, 8)}`,
        route: at,
      }),
    ),
    ...environmentFacts(entry, [...fields.environment, ...reading.assignments]),
    ...(helper === null
      ? []
      : [
          fact('neighbour', entry, {
            args: { what: 'headers-helper', key: 'headersHelper', detail: maskText(helper.text).text },
            key: `headersHelper:${digestOf(helper.text)}`,
            route: helper.route,
          }),
        ]),
  ]
}
