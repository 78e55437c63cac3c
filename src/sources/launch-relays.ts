// Packages that are only a way to another server: what they reach, or what they start, is a component of its own.
import { addressDigest } from '../model/address.ts'
import { maskUrl } from '../model/masking.ts'
import {
  aTarget,
  combine,
  type Line,
  local,
  NOTHING,
  onlyNamed,
  type Reading,
  targets,
  unreadableLine,
  withoutLocal,
} from './launch-reading.ts'
import { readShellText } from './launch-shells.ts'
import { baseName, holdsPlaceholder, type Word } from './launch-words.ts'

/** What a relay of this name reaches with these words; nothing for any other name. */
export function relayedBy(name: string, words: readonly Word[], line: Line): Reading {
  const kind = RELAYS.get(name)
  if (kind === undefined) return startedBehind(words, line)
  if (kind === 'smithery') return smithery(words, line)
  if (kind === 'url') return combine(remotes(name, words, true), startedBehind(words, line))
  const isElsewhere = words.some(({ text }) => SERVERS_FILE.test(text))
  const unreadable = isElsewhere ? ['its servers are named in another file'] : []
  return combine(remotes(name, words, false), started(words, line), { ...NOTHING, unreadable })
}

/** Only the addresses that a relay of this name is given. */
export function reachedBy(name: string, words: readonly Word[]): Reading {
  const kind = RELAYS.get(name)
  return kind === 'url' || kind === 'command' ? remotes(name, words, kind === 'url') : NOTHING
}

/** A line that fetches, behind a command that may start it: from the first word that is a launcher, or in one word. */
export function startedBehind(words: readonly Word[], line: Line): Reading {
  const at = words.findIndex(({ text }) => STARTS.test(baseName(text.trim().split(/\s/, 1)[0] ?? '')))
  const first = words[at]
  const inside = words.some(({ text }) => WITHIN.test(text))
    ? unreadableLine(line, 'a command stands within a word')
    : NOTHING
  if (first === undefined) return inside
  const started = onlyNamed(/\s/.test(first.text.trim()) ? readShellText(first, line) : line.read(words.slice(at)))
  return started === NOTHING ? inside : started
}

const STARTS =
  /^(?:npx|pnpx|pnx|nlx|bunx|uvx|dx|dnx|npm|pnpm|yarn|bun|deno|uv|pipx|docker|podman|nerdctl|sh|bash|zsh|cmd|powershell|pwsh)$/
/** In code of another language, or in an option's value. */
const WITHIN = /["'`=!;&|({[\s](?:npx|pnpx|bunx|uvx|npm (?:x|exec)|(?:pnpm|yarn) dlx|pipx run|uv tool run)\s+[-@\w]/

/** `url`: connects to an address. `command`: starts a command as well. */
const RELAYS: ReadonlyMap<string, 'url' | 'command' | 'smithery'> = new Map([
  ['mcp-remote', 'url'],
  ['mcp-remote-client', 'url'],
  ['@geelen/mcp-remote', 'url'],
  ['supergateway', 'command'],
  ['mcp-proxy', 'command'],
  ['mcp-http-proxy', 'url'],
  ['mcp-streamablehttp-client', 'url'],
  ['mcpo', 'command'],
  ['mcp-auth-proxy', 'command'],
  ['@modelcontextprotocol/inspector', 'command'],
  ['@mcpjam/inspector', 'command'],
  ['mcporter', 'command'],
  ['cross-env', 'command'],
  ['cross-env-shell', 'command'],
  ['dotenv', 'command'],
  ['dotenv-cli', 'command'],
  ['@dotenvx/dotenvx', 'command'],
  ['dotenvx', 'command'],
  ['env-cmd', 'command'],
  ['@smithery/cli', 'smithery'],
  ['smithery', 'smithery'],
])

/** A scheme is enough: for these, URL parsers add the slashes themselves. */
const ADDRESS = /^(?:https?|sse|wss?):/i
/** Options whose value is an address of something else than the server. */
const OTHER_ADDRESS =
  /^--(?:header|headers|proxy|oauth.*|.*origin.*|cors|callback.*|redirect.*|resource|static.*|authorize.*|host|log.*)$/i
const OWN_ADDRESS = /^--(?:sse|url|streamable-?http|remote|endpoint|server-url)(?:=(.+))?$/is

function remotes(name: string, words: readonly Word[], isOnlyAddress: boolean): Reading {
  const own = withoutOtherValues(words).map((word) => ({ ...word, text: addressIn(word.text) }))
  const found = own.filter(({ text }) => ADDRESS.test(text))
  const [first = own.length] = own.flatMap(({ text }, at) => (ADDRESS.test(text) ? [at] : []))
  const isOpen = isOnlyAddress
    ? own.length > 0 && (found.length === 0 || own.slice(0, first).some(({ text }) => holdsPlaceholder(text)))
    : own.some(({ text }, at) => OWN_ADDRESS.test(text) && holdsPlaceholder(own[at + 1]?.text ?? ''))
  const unreadable = isOpen ? ['the address that it connects to cannot be told'] : []
  return { ...targets(...found.map((word) => remoteTarget(word, name))), unreadable }
}

/** Without options for something else and their values; a value may look like an option itself. */
function withoutOtherValues(words: readonly Word[]): readonly Word[] {
  const own: Word[] = []
  let isValue = false
  for (const word of words) {
    const isOption: boolean = !isValue && OTHER_ADDRESS.test(word.text)
    if (!isValue && !isOption) own.push(word)
    isValue = isOption
  }
  return own
}

function addressIn(text: string): string {
  return asParsed(OWN_ADDRESS.exec(text)?.[1] ?? text)
}

/** As URL parsers take it: blanks around it and line breaks within are nothing, `https:host` and `https:\\host` have a host. */
function asParsed(text: string): string {
  const plain = withoutEnds(text.replace(/[\t\n\r]/g, ''))
  if (!ADDRESS.test(plain)) return plain
  return plain.replace(/^[^?#]*/, (front) => front.replaceAll('\\', '/')).replace(/^(\w+):\/*/, '$1://')
}

/** Without blanks and control characters at its ends. */
function withoutEnds(text: string): string {
  let [start, end] = [0, text.length]
  while (start < end && text.charCodeAt(start) <= 32) start++
  while (start < end && text.charCodeAt(end - 1) <= 32) end--
  return text.slice(start, end)
}

/** An endpoint as a component; its name is host and path. */
export function remoteTarget(word: Word, launcher: string | null): ReturnType<typeof aTarget> {
  const address = asParsed(word.text)
  const { text } = maskUrl(address)
  const name = text
    .replace(/^[a-z][\w+.-]*:\/\//i, '')
    .replace(/^[^/?#]*@/, '')
    .replace(/[?#].*$/s, '')
    .replace(/\/+$/, '')
  return aTarget({
    ecosystem: 'remote',
    name: name === '' ? null : name,
    url: text,
    urlDigest: addressDigest(address),
    launcher,
    route: word.route,
  })
}

/** Each `--stdio "npx …"`, else what follows `--`, or the first word that is a launcher. */
function started(words: readonly Word[], line: Line): Reading {
  const texts = words.flatMap((word, at) => {
    const [option, own] = COMMAND_OPTION.exec(word.text) ?? []
    if (option === undefined) return []
    return own === undefined ? (words[at + 1] ?? []) : { ...word, text: own }
  })
  if (texts.length > MAX_COMMANDS) return { ...NOTHING, unreadable: ['it starts more commands than anybody reads'] }
  if (texts.length > 0) return withoutLocal(combine(...texts.map((text) => readShellText(text, line))))
  const dashes = words.findIndex((word) => word.text === '--')
  if (dashes >= 0) return withoutLocal(line.read(words.slice(dashes + 1)))
  const first = words.findIndex((word) => !word.text.startsWith('-') && line.knows(word.text))
  if (first >= 0) return withoutLocal(line.read(words.slice(first)))
  const isOwn = words.some(({ text }) => /^\.{0,2}[/\\]|^~/.test(text))
  return combine(isOwn ? local(line) : NOTHING, startedBehind(words, line))
}

const MAX_COMMANDS = 50
const SERVERS_FILE = /^--(?:config|named-server-config|servers?-config)(?:=|$)/
const COMMAND_OPTION = /^--(?:stdio|cmd|command)(?:=(.*))?$/s

/** `run ID`: the id is Smithery's, no package name. */
function smithery(words: readonly Word[], line: Line): Reading {
  const at = words.findIndex(({ text }) => text === 'run' || text === 'connect' || text === 'install')
  const id = words.slice(at + 1).find(({ text }) => !text.startsWith('-'))
  if (at < 0 || id === undefined) return NOTHING
  if (holdsPlaceholder(id.text)) return unreadableLine(line, 'a placeholder stands where the server belongs')
  return targets(aTarget({ ecosystem: 'unknown', name: id.text, pinned: false, launcher: 'smithery', route: id.route }))
}
