// Credentials in what a file says: found by the name they stand under and by their own shape, and never shown.

export const MASK = '***'
/** For what is nobody else's business though it is no credential: a policy may hold it, reports do not. */
const PRIVATE = 'REDACTED'

export interface Masked {
  readonly text: string
  /** True where a credential was hidden. */
  readonly hasSecret: boolean
}

/** True for a value that is a credential: by its own shape, or because its name says so. References and examples are none. */
export function isSecret(name: string | null, value: string): boolean {
  const bare = value.trim().replace(SCHEME, '')
  if (isReference(bare) || isExample(bare) || /^(?:bearer|basic|token|bot)$/i.test(bare)) return false
  if (hasSecretShape(bare)) return true
  if (/^(?:bearer|basic)\s/i.test(value.trim()) && bare.length > 3) return true
  return name !== null && isSecretName(name) && couldBeSecret(name, bare)
}

/** True where a client or a shell will put something else there: `${X}`, `$X`, `{{X}}`, `{env:X}`, `%X%`, `<x>`. */
export function holdsPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text)
}

const PLACEHOLDER = /\$\{|\$[A-Za-z_(]|\{\{|\{(?:env|file|input):|%[A-Za-z_]\w*%|<[^<>]*>|`/

/** An address without its credentials and private ids, and otherwise as it is written. */
export function maskUrl(url: string): Masked {
  const { text, hasSecret } = maskCredentials(url)
  const shown = text
    .replace(PARAMETER, (whole, lead: string, name: string, value: string) =>
      isPrivateId(name, value) ? `${lead}${name}=${PRIVATE}` : whole,
    )
    .replace(ORIGIN_AND_PATH, (_, origin: string, path: string) => {
      const segments = path.split('/').map((segment) => (UUID.test(segment) ? PRIVATE : segment))
      return `${origin}${segments.join('/')}`
    })
  return { text: shown, hasSecret }
}

/** An address without its credentials alone. */
export function maskCredentials(url: string): Masked {
  let hasSecret = false
  const hide = (shown: string): string => {
    hasSecret = true
    return shown
  }
  const text = url
    .replace(USER, (whole, scheme: string, user: string) => (isOpenUser(user) ? whole : hide(`${scheme}${MASK}@`)))
    .replace(PARAMETER, (whole, lead: string, name: string, value: string) =>
      isSecret(decode(name), decode(value)) ? hide(`${lead}${name}=${MASK}`) : whole,
    )
    .replace(ORIGIN_AND_PATH, (_, origin: string, path: string) => {
      const segments = path.split('/').map((segment) => {
        const plain = decode(segment)
        return hasSecretShape(plain) && !isExample(plain) ? hide(MASK) : segment
      })
      return `${origin}${segments.join('/')}`
    })
  return { text, hasSecret }
}

const USER = /^([a-z][\w+.-]*:\/\/)([^/?#\\]*)@/i
const PARAMETER = /([?&#;]|&amp;)([^=&#;?]+)=([^&#;]*)/g
const ORIGIN_AND_PATH = /^([a-z][\w+.-]*:\/\/[^/?#]*)([^?#]*)/i

/** Words of a command line as they may be shown; `secretAt` are the indexes of those that held a credential. */
export function maskWords(words: readonly string[]): {
  readonly shown: readonly string[]
  readonly secretAt: readonly number[]
} {
  const masked = words.map((word, at) => maskWord(word, words[at - 1] ?? null))
  return {
    shown: masked.map(({ text }) => text),
    secretAt: masked.flatMap(({ hasSecret }, at) => (hasSecret ? [at] : [])),
  }
}

/** Every address in a text without its credentials. */
export function maskAddresses(text: string): string {
  return text
    .replace(ADDRESS, (address) => maskCredentials(address).text)
    .replace(HOST_USER, (_, lead: string) => `${lead}${MASK}@`)
}

/** Text of any kind with the credentials in it hidden. */
export function maskText(text: string): Masked {
  let hasSecret = false
  const hide = (shown: string): string => {
    hasSecret = true
    return shown
  }
  const masked = text
    .slice(0, MAX_TEXT)
    .replace(PRIVATE_KEY, () => hide(MASK))
    .replace(ADDRESS, (address) => {
      const inner = maskUrl(address)
      return inner.hasSecret ? hide(inner.text) : inner.text
    })
    .replace(HOST_USER, (_, lead: string) => hide(`${lead}${MASK}@`))
    .replace(LOGIN, (whole, lead: string, value: string) => (isReference(value) ? whole : hide(`${lead}${MASK}`)))
    .replace(AUTHORIZATION, (whole, lead: string, value: string) =>
      isSecret('authorization', value) ? hide(`${lead}${MASK}`) : whole,
    )
    .replace(QUOTED_PAIR, (whole, lead: string, name: string, _, value: string) =>
      isSecret(name, value) ? hide(`${lead}${MASK}`) : whole,
    )
    .replace(PAIR, (whole, lead: string, name: string, value: string) =>
      isSecret(name, value) ? hide(`${lead}${MASK}`) : whole,
    )
    .replace(OPTION, (whole, lead: string, name: string, value: string) =>
      isSecret(name, value) ? hide(`${lead}${MASK}`) : whole,
    )
    .replace(TOKEN, (token) => (isToken(token) ? hide(MASK) : token))
    // A folder, or a value behind its name.
    .replace(PART, (part) => (isToken(part) ? hide(MASK) : part))
  return { text: masked, hasSecret }
}

const MAX_TEXT = 20_000
const SCHEME = /^(?:bearer|basic|token|bot|apikey)\s+/i
const ADDRESS = /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'`<>]+/gi
/** As settings of package managers have it: `//user:password@host/:key`. */
const HOST_USER = /((?<![:\w/])\/\/)[^\s/@?#:"'`]{1,200}:[^\s/?#"'`]{1,500}@/g
const PRIVATE_KEY = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:[\s\S]*?-----END [A-Z ]{0,40}PRIVATE KEY-----|[\s\S]*)/g
/** `curl -u user:password`. */
const LOGIN =
  /((?:\bcurl|\bwget)(?=\s)[^|;&\n]{0,300}?\s(?:-u|--user|--proxy-user|-U)[\s=]{0,4}["']?[^\s"':]{1,200}:)([^\s"']+)/g
const AUTHORIZATION =
  /((?:authorization|x-[\w-]{0,60}(?:key|token|secret))["'\\]{0,3}\s{0,4}[=:]\s{0,4}["'\\]{0,3})((?:(?:bearer|basic|token)\s+)?(?:\$\{[^}]{0,200}\}|[^\s"'\\,;}])+)/gi
/** What stands between quotes may hold any sign. */
const QUOTED_PAIR =
  /((?<![\w.-])-{0,2}([A-Za-z_][\w.-]{0,80})["'\\]{0,3}\s{0,4}[=:]\s{0,4}(\\?["']))([^"'\\\n]{1,500})(?=\3)/g
const PAIR =
  /((?<![\w.-])-{0,2}([A-Za-z_][\w.-]{0,80})["'\\]{0,3}\s{0,4}[=:]\s{0,4}["'\\]{0,3})((?:\$\{[^}]{0,200}\}|[^\s"'\\,;&}])+)/g
const OPTION =
  /((?<![\w-])-{1,2}([A-Za-z][\w.-]{0,80})(?:\s+["']?|\\?["']\s{0,20},?\s{0,20}\\?["']))([^\s"'\\-][^\s"']*)/g
const PART = /[\w+.~-]{16,}/g
const TOKEN = /[\w+/=.~-]{16,}/g

function isToken(text: string): boolean {
  return hasSecretShape(text) && !isExample(text)
}

function maskWord(word: string, before: string | null): Masked {
  if (before !== null && /^--?[A-Za-z]/.test(before) && !before.includes('=')) {
    const name = before.replace(/^-+/, '')
    if (!word.startsWith('-') && !word.includes('://') && isSecret(name, word)) return { text: MASK, hasSecret: true }
  }
  if (before !== null && /^(?:bearer|basic)$|^authorization:$/i.test(before) && isSecret('authorization', word))
    return { text: MASK, hasSecret: true }
  return maskText(word)
}

/** Longer than any reference that somebody writes: what is longer is a value. */
const MAX_REFERENCE = 1000

/** `${X}` and the like, with nothing else that could be a value. */
function isReference(value: string): boolean {
  if (value === '') return true
  if (value.length > MAX_REFERENCE) return false
  const rest = value.replace(
    /\$\{\{[^}]*\}\}|\$\{[^}]*\}|\{\{[^}]*\}\}|\{(?:env|file|input):[^}]*\}|\$\w+|\$\([^)]*\)|%\w+%|<[^>]*>/g,
    '',
  )
  return holdsPlaceholder(value) && rest.replace(/[\s:;,.@/_-]/g, '').length < 4
}

const EXAMPLES = [
  /^[.…*x•-]+$/i,
  /^(?:redacted|changeme|placeholder|example|secret|password|token|api[-_]?key|none|null|undefined|true|false|default|dummy|todo|tbd|test|string|value)$/i,
  /^(?:your|my|some|insert|enter|replace|paste|put|add|change|example|placeholder|dummy|sample|redacted)(?:[-_ ]|$)/i,
  /(?:^|[-_])your[-_]|[-_]here$/i,
]

function isExample(value: string): boolean {
  return EXAMPLES.some((pattern) => pattern.test(value))
}

const SECRET_NAME =
  /(?:token|secret|passw(?:or)?d|passphrase|pwd|api[-_.]?key|access[-_.]?key|private[-_.]?key|credential|authorization|bearer|cookie|signature|connection[-_.]?string|(?:^|[-_.])(?:auth|key|pat|sas|sig|dsn|pass|jwt|session)$)/i
/** Names that speak of a secret without being one. */
const NO_SECRET_NAME =
  /(?:tokens|[-_.]?(?:file|path|dir|url|uri|endpoint|host|type|header|headers|name|id|env|var|vars|scheme|mode|method|provider|expiry|ttl|limit|size|count|timeout|enabled|format|prefix|issuer|algorithm|version|region|budget|cache|field|helper|command|store|storage))$/i

function isSecretName(name: string): boolean {
  const split = name.replace(/([a-z])([A-Z])/g, '$1_$2')
  return SECRET_NAME.test(split) && !NO_SECRET_NAME.test(split)
}

/** Short words, numbers and file paths under such a name are settings. */
function couldBeSecret(name: string, value: string): boolean {
  if (/^(?:true|false|yes|no|on|off|\d{1,6})$/i.test(value)) return false
  if (/^(?:auth|session|key|cookie|sig|pass)$/i.test(name) && /^[a-z-]{1,12}$/.test(value)) return false
  if (/^(?:\.{1,2}|~)?[/\\](?:[\w .@+-]+[/\\])+[\w .@+-]*$/.test(value) || /^[A-Za-z]:[\\/]/.test(value)) return false
  return value.length >= 3
}

const SHAPES = [
  /^(?:gh[pousr]_|github_pat_|gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|soat|ffct|oas)-|xox[abeoprs]-|xapp-|pk_live|rk_live|whsec_|figd_|sbp_|sb_secret|lin_api_|dop_v1_|shpat_|ya29\.|1\/\/0)[\w.-]{12,}$/i,
  /^(?:AKIA|ASIA|AIza|ABIA|ACCA)[\w-]{12,}$/,
  /^ey[\w-]{8,}\.ey[\w-]{8,}\.[\w-]*$/,
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
]

/** Names of packages and variables begin like this too: what follows must be no words. */
const PREFIX =
  /^(?:sk-|sk_|npm_|pypi-|hf_|pplx-|tvly-|fc-|ntn_|secret_|atatt|rnd_|re_|gsk_|xai-|nvapi-|r8_|phx_|phc_|dapi|sg\.|key-|lsv2_|ctx7sk|bsa)([\w.-]{12,})$/i

function hasSecretShape(value: string): boolean {
  return SHAPES.some((pattern) => pattern.test(value)) || isPrefixed(value) || looksRandom(value)
}

function isPrefixed(value: string): boolean {
  const runs = (PREFIX.exec(value)?.[1] ?? '').split(/[^A-Za-z\d]+/)
  return runs.some((run) => run.length >= 10 && /\d|[a-z][A-Z]/.test(run))
}

/** Upper and lower case and digits without order: no name, path, digest or version looks so. */
function looksRandom(value: string): boolean {
  if (!/^[\w+/=~-]{24,}$/.test(value) || /^[0-9a-f-]+$/i.test(value) || /\/.*\/|^sha\d/.test(value)) return false
  if (!/[a-z]/.test(value) || !/[A-Z]/.test(value) || !/\d/.test(value)) return false
  const changes = value.match(/[a-z](?=[A-Z0-9])|[A-Z](?=[0-9])|\d(?=[A-Za-z])/g)?.length ?? 0
  return changes >= value.length / 5
}

/** Project references and customers' endpoints are no credentials, but nobody else's business either. */
function isPrivateId(name: string, value: string): boolean {
  return /^project_?ref$/i.test(name) && /^[\w-]{12,}$/.test(value)
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** `git@host` and placeholders. */
function isOpenUser(user: string): boolean {
  if (isReference(user.replace(':', ''))) return true
  return !user.includes(':') && /^[a-z]{1,12}$/.test(user)
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // Not percent-encoded as it should be: judged as it stands.
    return text
  }
}
