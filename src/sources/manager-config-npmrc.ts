// .npmrc, in npm's dialect of ini: `key = value`, comments by `;` and `#`, quotes, sections that npm itself does not look into.
import { type FlatSetting, flatLeaves } from './manager-config-flat.ts'
import type { Leaves } from './manager-config-leaves.ts'
import { type Fault, unreadable } from './text.ts'

/** Its settings. Every text of a sane length is some .npmrc: lines that say nothing to npm say nothing here. */
export function readNpmrc(text: string): Leaves | Fault {
  const settings: FlatSetting[] = []
  let isInSection = false
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (/^\s*(?:[;#]|$)/.test(line)) continue
    if (/^\[[^\]]*\]\s*$/.test(line)) isInSection = true
    else settings.push(toSetting(line, index + 1, isInSection))
  }
  if (settings.length > MAX_SETTINGS) return unreadable(`it has more than ${MAX_SETTINGS} settings`, 1, REMEDY)
  return flatLeaves(settings)
}

/** A line for each scope of a large company, and then some. */
const MAX_SETTINGS = 2000
const REMEDY = 'Remove what nobody uses.'

function toSetting(text: string, line: number, isInSection: boolean): FlatSetting {
  const equals = text.indexOf('=')
  const name = equals < 0 ? text : text.slice(0, equals)
  const key = bare(name).replace(/\[\]$/, '')
  // A key alone is switched on.
  const value = equals < 0 ? 'true' : bare(text.slice(equals + 1))
  return { key, value, line, isSure: !isInSection && isPlain(key) && PRINTABLE.test(text) }
}

// Anything else is cut or kept by some readers and not by others.
const PRINTABLE = /^[\x20-\x7e\t]*$/

/** A variable in a key is filled in by npm: the key can then be any. */
function isPlain(key: string): boolean {
  return !key.includes('$')
}

/** Without quotes around it, else up to a comment; a backslash keeps what follows it. Between quotes npm reads JSON, escapes and all. */
function bare(text: string): string {
  const trimmed = text.trim()
  const quote = trimmed[0]
  if (trimmed.length > 1 && (quote === '"' || quote === "'") && trimmed.endsWith(quote))
    return quoted(quote === "'" ? trimmed.slice(1, -1) : trimmed)
  return (/^(?:[^\\;#]|\\[\s\S]?)*/.exec(trimmed)?.[0] ?? '').replace(/\\([;#\\])/g, '$1').trim()
}

function quoted(text: string): string {
  try {
    return String(JSON.parse(text))
  } catch {
    // No JSON: npm keeps the text as it stands, quotes included.
    return text.replace(/^"(.*)"$/s, '$1')
  }
}
