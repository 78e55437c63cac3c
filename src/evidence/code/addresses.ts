// Hosts and e-mail addresses that a source names in its texts; comments do not count.
import type { Hit } from './hit.ts'
import { joinedLiterals } from './joined.ts'
import { isImported } from './modules.ts'
import type { Literal, Tokens } from './tokens.ts'

const SCHEMES =
  'https?|wss?|ftps?|tcp|udp|tls|mqtts?|rediss?|postgres(?:ql)?|mysql|mongodb(?:\\+srv)?|amqps?|smtps?|socks[45]?h?'
const URLS = new RegExp(
  String.raw`\b(?:${SCHEMES}):\/\/(?:[^\s/@"'<>]{0,200}@)?(\[[0-9a-f:.]{2,45}\]|[a-z0-9_.-]{1,253})(:\d{1,5})?(\/[^\s"'<>?#]{0,200})?`,
  'gi',
)
const EMAILS = /[a-z0-9._%+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?![\w.-]*[/:])/gi
const IPV4 = /^(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?$/
// A bare name is a host only with an ending that is a domain's and no file's.
const ENDINGS =
  'com|net|org|io|dev|ai|co|app|xyz|club|shop|online|site|website|space|top|icu|cloud|info|biz|live|pro|tech|store|fun|link|click|work|digital|agency|me|tk|ml|ga|cf|gq|pw|cc|ws|su|ru|cn|us|uk|eu|de|fr|nl|in|br|jp|kr|ch|se|no|es|it|pl|ca|au|onion|test|example|internal|local'
const HOST = new RegExp(String.raw`^(?:[a-z0-9-]{1,63}\.){1,8}(?:${ENDINGS})(?::\d{1,5})?(?:\/\S{0,200})?$`, 'i')
const HOST_REST = new RegExp(String.raw`^\.((?:[a-z0-9-]{1,63}\.){1,8}(?:${ENDINGS}))(?=[/:?#]|$)`, 'i')
const FILE_ENDING = /\.(?:png|jpe?g|gif|svg|webp|ico|[cm]?[jt]sx?|json|md|html?|css|tgz|map)$/i

/** Texts with an address: honest files of data have some ten thousand. */
const MAX_TEXTS = 200_000

/**
 * Each host (of a URL, or alone) and each e-mail address. On hosts that serve everybody's content, with the path's
 * beginning. Null where there are more than can be searched.
 */
export function addressesIn(tokens: Tokens): readonly Hit[] | null {
  const found: Hit[] = []
  const known = new Map<string, readonly string[]>()
  let texts = 0
  for (const literal of joinedLiterals(tokens, '+', '')) {
    if (isImported(literal, tokens.code) || !mayHold(literal)) continue
    const before = known.get(literal.value)
    const details = before ?? addressesOf(literal)
    if (before === undefined && details.length > 0) {
      known.set(literal.value, details)
      texts += 1
      for (const detail of details) found.push({ kind: 'address', detail, at: literal.start })
    }
    if (texts > MAX_TEXTS) return null
  }
  return found
}

function mayHold({ value }: Literal): boolean {
  return value.length >= 5 && (/[.:]/.test(value) || value.startsWith('aHR0c'))
}

function addressesOf({ value }: Literal): readonly string[] {
  const text = decoded(value)
  if (text.length < 5 || !/[.:]/.test(text)) return []
  const urls = [...text.matchAll(URLS)].flatMap(([, host = '', port = '', path = '']) => hostOf(host, port, path))
  const rest = text.replace(URLS, ' ')
  const emails = [...partsWithAt(rest).join('\n').matchAll(EMAILS)].flatMap(([email]) => emailOf(email))
  return [...new Set([...urls, ...emails, ...bareOf(text)])]
}

/** What stands around each `@`, as far as an e-mail address can reach: the rest of a long text has none. */
function partsWithAt(text: string): readonly string[] {
  const parts: string[] = []
  let start = -1
  let end = -1
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (end < 0 || at - BEFORE > end) {
      if (end >= 0) parts.push(text.slice(start, end))
      start = Math.max(0, at - BEFORE)
    }
    end = at + AFTER
  }
  return end < 0 ? [] : [...parts, text.slice(start, end)]
}

const BEFORE = 65
const AFTER = 700

function bareOf(text: string): readonly string[] {
  const partial = HOST_REST.exec(text)?.[1]
  if (partial !== undefined) return [`*.${partial.toLowerCase()}`]
  if (!HOST.test(text) && !IPV4.test(text)) return []
  const url = URL.canParse(`http://${text}`) ? new URL(`http://${text}`) : null
  return url === null ? [] : hostOf(url.hostname, url.port === '' ? '' : `:${url.port}`, url.pathname)
}

// `aHR0c` is `http` in base64: the plainest way to hide an address.
function decoded(value: string): string {
  const hidden = /^aHR0c[\w+/]{8,2000}={0,2}$/.test(value)
  return hidden ? Buffer.from(value, 'base64').toString('utf8') : value
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\]|255\.255\.255\.255)$/
const SHARED =
  /^(?:(?:canary\.|ptb\.)?discord(?:app)?\.com|hooks\.slack\.com|api\.telegram\.org|(?:www\.)?(?:github|gitlab)\.com|raw\.githubusercontent\.com|gist\.github(?:usercontent)?\.com|pastebin\.com|webhook\.site|script\.google\.com|docs\.google\.com|drive\.google\.com|storage\.googleapis\.com|s3\.amazonaws\.com|firebasestorage\.googleapis\.com|transfer\.sh|bit\.ly|t\.me)$/

function hostOf(written: string, port: string, path: string): readonly string[] {
  const host = written.toLowerCase().replace(/\.+$/, '')
  const named = host.startsWith('[') || (host.includes('.') && !host.startsWith('.') && /[a-z0-9]/.test(host))
  if (!named || LOOPBACK.test(host)) return []
  const usual = port === ':443' || port === ':80' ? '' : port
  const folders = SHARED.test(host)
    ? path
        .split('/')
        .filter((part) => part !== '')
        .slice(0, 3)
    : []
  return [[`${host}${usual}`, ...folders].join('/')]
}

function emailOf(email: string): readonly string[] {
  // `git@host` is how a repository is written.
  return FILE_ENDING.test(email) || /^git@/i.test(email) ? [] : [email.toLowerCase()]
}
