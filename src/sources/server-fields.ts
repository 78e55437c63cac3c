// The fields of one server entry, in the words of all clients: command line, environment, addresses, headers.
import type { Route } from '../model/location.ts'
import { type DocumentMap, type DocumentNode, entriesOf, type Located, textOf } from './document.ts'
import type { Assignment } from './launch-reading.ts'
import { splitLine, type Word } from './launch-words.ts'

export interface ServerFields {
  /** Null where no command is given; its text may be empty. */
  readonly command: Word | null
  readonly args: readonly Word[]
  readonly image: Word | null
  readonly urls: readonly Word[]
  readonly environment: readonly Assignment[]
  readonly headers: readonly Assignment[]
  /** Texts under other keys, by key: some are tokens. */
  readonly others: readonly Assignment[]
  /** A folder the server is started in, unless it is the workspace itself. */
  readonly isMoved: boolean
  /** That folder as it is written. */
  readonly folder: string | null
  readonly headersHelper: Word | null
  /** Plain sentences on what could not be read. */
  readonly faults: readonly string[]
}

/** Fields of an entry, those of a nested `transport` and the like among them. */
export function fieldsOf(entry: DocumentMap, route: Route): ServerFields {
  const fields = gather({ node: entry, route }, 0)
  const [commands, more] = [wordsAt(fields, COMMAND), wordsAt(fields, ARGS)]
  const [command = null, ...rest] = commands.words
  const images = wordsAt(fields, IMAGE).words
  const [folder = null] = fields.filter(({ key }) => FOLDER.test(key)).flatMap(({ node }) => elsewhere(textOf(node)))
  return {
    command,
    args: [...rest, ...more.words],
    image: tagged(images[0] ?? null, fields),
    urls: fields
      .flatMap((field) => (URL_KEY.test(field.key) ? wordOf(field) : []))
      .filter(({ text }) => text.trim() !== ''),
    environment: fields.flatMap((field) => (ENVIRONMENT.test(field.key) ? pairsOf(field) : [])),
    headers: fields.flatMap((field) => (HEADERS.test(field.key) ? pairsOf(field) : [])),
    others: fields.flatMap((field) => (isOther(field.key) ? textsOf(field, 0) : [])),
    isMoved: folder !== null,
    folder,
    headersHelper: fields.flatMap((field) => (field.key === 'headersHelper' ? wordOf(field) : []))[0] ?? null,
    faults: [...new Set([...commands.faults, ...more.faults, ...ownCode(fields)])],
  }
}

interface Field extends Located {
  readonly key: string
}

/** In any case: readers in some languages find `Command` where they look for `command`. */
const COMMAND = /^(?:command|cmd)$/i
const ARGS = /^(?:args|arguments|commandArgs)$/i
const FOLDER = /^(?:cwd|working_?directory|dir)$/i
const IMAGE = /^(?:container|image)$/i
const URL_KEY = /^(?:url|httpUrl|serverUrl|server_url|baseUrl|base_url|uri|endpoint|sseUrl|remoteUrl|sse|http)$/i
const ENVIRONMENT = /^(?:env|environment|envs|environmentVariables)$/i
const HEADERS = /^(?:headers|http_headers|httpHeaders|customHeaders|custom_headers)$/i
/** Maps that only group fields. */
const GROUPS = /^(?:transport|stdio|http|sse|remote|server|requestInit|request_init|command|options|streamable_http)$/i
/** Values under these are names of variables, not values. */
const NAMES_ONLY =
  /^(?:env_http_headers|env_vars|env_keys|bearer_token_env_var|bearerTokenEnv|bearerTokenEnvVar|envFile|alwaysAllow|autoApprove|tools|disabledTools|enabledTools|enabled_tools|disabled_tools|description|name|type|title|icon|gallery|version)$/

function gather({ node, route }: Located, depth: number): readonly Field[] {
  if (node.kind !== 'map') return []
  return entriesOf(node).flatMap(({ key, value }): readonly Field[] => {
    const field = { key, node: value, route: [...route, key] }
    if (value.kind === 'map' && GROUPS.test(key) && depth < 3) return gatherGroup(field, depth)
    return [field]
  })
}

/** Zed wrote `command: { path, args, env }`. */
function gatherGroup(field: Field, depth: number): readonly Field[] {
  const inner = gather(field, depth + 1)
  return field.key.toLowerCase() === 'command'
    ? inner.map((each) => (each.key.toLowerCase() === 'path' ? { ...each, key: 'command' } : each))
    : inner
}

function wordsAt(
  fields: readonly Field[],
  key: RegExp,
): { readonly words: readonly Word[]; readonly faults: readonly string[] } {
  const found = fields.filter((field) => key.test(field.key))
  return {
    words: found.flatMap((field) => wordsOf(field, key === ARGS)),
    faults: [
      ...(found.some(({ node }) => isOdd(node)) ? ['a word of the command line is no text'] : []),
      ...(found.length > 1 ? ['its command line is written twice, and clients differ in which one they take'] : []),
    ],
  }
}

/** Goose runs this in place of any command. */
function ownCode(fields: readonly Field[]): readonly string[] {
  const isCode = fields.some(({ key, node }) => key.toLowerCase() === 'type' && /^inline/i.test(textOf(node) ?? ''))
  return isCode ? ['code stands in the entry itself'] : []
}

function wordsOf(field: Field, isArgs: boolean): readonly Word[] {
  const { node, route } = field
  if (node.kind === 'list') return node.items.flatMap((item, at) => wordOf({ node: item, route: [...route, at] }))
  const [word] = wordOf(field)
  if (word === undefined) return []
  return isArgs ? splitLine(word.text).map((text) => ({ text, route })) : [word]
}

function wordOf({ node, route }: Located): readonly Word[] {
  const text = textOf(node)
  return text === null ? [] : [{ text, route }]
}

function isOdd(node: DocumentNode): boolean {
  if (node.kind === 'map') return true
  return node.kind === 'list' && node.items.some((item) => textOf(item) === null)
}

/** gh-aw writes an image's tag under `version`. */
function tagged(image: Word | null, fields: readonly Field[]): Word | null {
  const version = fields.find(({ key }) => key === 'version')
  const tag = version === undefined ? null : textOf(version.node)
  if (image === null || tag === null || /[:@][^/]*$/.test(image.text)) return image
  return { ...image, text: `${image.text}:${tag}` }
}

/** `{K: v}`, `["K=v"]`, `[{name: K, value: v}]`. */
function pairsOf({ node, route }: Located): readonly Assignment[] {
  if (node.kind === 'map') return entriesOf(node).flatMap(({ key, value }) => pair(key, value, [...route, key]))
  if (node.kind !== 'list') return []
  return node.items.flatMap((item, at) => {
    const text = textOf(item)
    if (text !== null) {
      const equals = text.search(/[=:]/)
      return equals < 0
        ? []
        : [{ name: text.slice(0, equals).trim(), value: text.slice(equals + 1).trim(), route: [...route, at] }]
    }
    if (item.kind !== 'map') return []
    const entries = entriesOf(item)
    const name = textOf(entries.find(({ key }) => key === 'name' || key === 'key')?.value ?? null)
    return entries.flatMap(({ key, value }) => (key === 'value' ? pair(name ?? '', value, [...route, at, key]) : []))
  })
}

/** A list as JavaScript makes a text of it. */
function pair(name: string, node: DocumentNode, route: Route): readonly Assignment[] {
  const text = node.kind === 'list' ? node.items.map((item) => textOf(item) ?? '').join(',') : textOf(node)
  return text === null ? [] : [{ name, value: text, route }]
}

function isOther(key: string): boolean {
  return ![COMMAND, ARGS, IMAGE, URL_KEY, ENVIRONMENT, HEADERS, NAMES_ONLY].some((pattern) => pattern.test(key))
}

/** Texts below a key: each under its nearest key. */
function textsOf({ key, node, route }: Field, depth: number): readonly Assignment[] {
  if (node.kind === 'scalar') return pair(key, node, route)
  if (depth >= 4 || node.kind === 'list') return []
  return entriesOf(node).flatMap((entry) =>
    NAMES_ONLY.test(entry.key)
      ? []
      : textsOf({ key: entry.key, node: entry.value, route: [...route, entry.key] }, depth + 1),
  )
}

/** The folder, unless it is the workspace itself. */
function elsewhere(folder: string | null): readonly string[] {
  const isHere = /^(?:\.\/?|\$\{workspaceFolder\}\/?|\$\{CLAUDE_PROJECT_DIR\}\/?|)$/.test(folder?.trim() ?? '')
  return folder === null || isHere ? [] : [folder]
}
