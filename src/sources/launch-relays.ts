// Packages that are only a way to another server: what they reach, or what they start, is a component of its own.
import {
  aTarget,
  combine,
  type Line,
  NOTHING,
  type Reading,
  targets,
  unreadableLine,
  withoutLocal,
} from './launch-reading.ts'
import { readShellText } from './launch-shells.ts'
import { holdsPlaceholder, type Word } from './launch-words.ts'
import { maskUrl } from './masking.ts'

/** What a relay of this name reaches with these words; nothing for any other name. */
export function relayedBy(name: string, words: readonly Word[], line: Line): Reading {
  const kind = RELAYS.get(name)
  if (kind === undefined) return NOTHING
  if (kind === 'smithery') return smithery(words, line)
  return combine(remotes(name, words), kind === 'url' ? NOTHING : started(words, line))
}

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

const ADDRESS = /^(?:https?|sse|wss?):\/\//i
/** Options whose value is an address of something else than the server. */
const OTHER_ADDRESS =
  /^--(?:header|headers|proxy|oauth.*|.*origin.*|cors|callback.*|redirect.*|resource|static.*|authorize.*|host|log.*)$/i

function remotes(name: string, words: readonly Word[]): Reading {
  return targets(
    ...words.flatMap((word, at) => {
      const address =
        /^--(?:sse|url|streamable-?http|remote|endpoint|server-url)=(.+)$/i.exec(word.text)?.[1] ?? word.text
      if (!ADDRESS.test(address) || OTHER_ADDRESS.test(words[at - 1]?.text ?? '')) return []
      return [remoteTarget({ ...word, text: address }, name)]
    }),
  )
}

/** An endpoint as a component; its name is host and path. */
export function remoteTarget(word: Word, launcher: string | null): ReturnType<typeof aTarget> {
  const { text } = maskUrl(word.text)
  const name = text
    .replace(/^[a-z][\w+.-]*:\/\//i, '')
    .replace(/^[^/?#]*@/, '')
    .replace(/[?#].*$/s, '')
    .replace(/\/+$/, '')
  return aTarget({ ecosystem: 'remote', name: name === '' ? null : name, url: text, launcher, route: word.route })
}

/** `--stdio "npx …"`, what follows `--`, or the first word that is a launcher. */
function started(words: readonly Word[], line: Line): Reading {
  const at = words.findIndex(({ text }) => /^--(?:stdio|cmd|command)$/.test(text))
  const text = words[at + 1]
  if (at >= 0 && text !== undefined) return withoutLocal(readShellText(text, line))
  const dashes = words.findIndex((word) => word.text === '--')
  if (dashes >= 0) return withoutLocal(line.read(words.slice(dashes + 1)))
  const first = words.findIndex((word) => !word.text.startsWith('-') && line.knows(word.text))
  return first < 0 ? NOTHING : withoutLocal(line.read(words.slice(first)))
}

/** `run ID`: the id is Smithery's, no package name. */
function smithery(words: readonly Word[], line: Line): Reading {
  const at = words.findIndex(({ text }) => text === 'run' || text === 'connect' || text === 'install')
  const id = words.slice(at + 1).find(({ text }) => !text.startsWith('-'))
  if (at < 0 || id === undefined) return NOTHING
  if (holdsPlaceholder(id.text)) return unreadableLine(line, 'a placeholder stands where the server belongs')
  return targets(aTarget({ ecosystem: 'unknown', name: id.text, pinned: false, launcher: 'smithery', route: id.route }))
}
