// What one setting of a package manager means for what is installed: a registry, a weakening, a protection, an approval, an override.
import { sha256 } from '../model/digest.ts'
import { maskText, maskUrl } from '../model/masking.ts'
import type { SourceFact } from '../model/source.ts'
import type { Leaf } from './manager-config-leaves.ts'
import { isAddress, nameIn } from './manifest-facts.ts'

/** Facts of one leaf. Values are masked, and part of the key: another value is another fact. */
export type Judge = (leaf: Leaf) => readonly SourceFact[]

/** Protects while it is true. */
export const guard: Judge = (leaf) => {
  if (isFalse(leaf)) return [weakening(leaf)]
  return leaf.isSure && /^(?:true|1)$/.test(leaf.value) ? [protection(leaf, 1)] : []
}

/** Protects while it is false. */
export const danger: Judge = (leaf) => {
  if (!isFalse(leaf)) return [weakening(leaf)]
  return leaf.isSure && leaf.value !== '' ? [protection(leaf, 1)] : []
}

/** Lets every package run scripts unless it is false. */
export const approvalOfAll: Judge = (leaf) =>
  isFalse(leaf)
    ? danger(leaf)
    : [fact('script-approval', leaf, { args: { mechanism: shownKey(leaf), spec: 'all packages' } })]

/** Age that a release must have; weakens below `least`, in the unit that numbers without one have. */
export function age(least: number): Judge {
  return (leaf) => {
    const level = ageOf(leaf.value)
    return [
      ...(level === null || level < least || level <= 0 ? [weakening(leaf)] : []),
      ...(level !== null && level > 0 && leaf.isSure ? [protection(leaf, level)] : []),
    ]
  }
}

/** One of some words, weakest first; all but the last weaken. */
export function scale(...words: readonly string[]): Judge {
  return (leaf) => {
    const level = words.indexOf(leaf.value)
    return [
      ...(level < words.length - 1 ? [weakening(leaf)] : []),
      ...(level > 0 && leaf.isSure ? [protection(leaf, level)] : []),
    ]
  }
}

/** Weakens whatever it says, because it exempts something or names what is run or read. */
export const any: Judge = (leaf) => (leaf.value === '' ? [] : [weakening(leaf)])

/** As `any`, for values nobody wants to read. */
export const hidden: Judge = (leaf) => {
  const digest = sha256(leaf.value).slice(0, 16)
  return leaf.value === '' ? [] : [weakening({ ...leaf, value: `a text with sha256 ${digest}…` })]
}

/** Packages come from there. To lose the setting is a weakening too: the public registry then serves these names. */
export const registry: Judge = (leaf) => [...address(leaf), ...(leaf.isSure ? [protection(leaf, 1)] : [])]

/** Traffic goes there, or credentials. */
export const address: Judge = (leaf) => {
  const url = shortened(maskUrl(leaf.value.trim()).text)
  return url === '' ? [] : [fact('registry', { ...leaf, value: url }, { args: { url, key: shownKey(leaf) } })]
}

/** An address that programs are fetched from, or a file that is one. */
export const binaries: Judge = (leaf) => (/^[a-z]+:\/\//i.test(leaf.value.trim()) ? address(leaf) : any(leaf))

/** A host that credentials are for, whatever they are. */
export const credentials: Judge = (leaf) => {
  const place = leaf.path.find((key) => /^(?:https?:)?\/\//i.test(key)) ?? leaf.path[1] ?? ''
  const host = place.replace(/\/?:[^:/]*$/, '').replace(/^(?:https?:)?\/\//i, '')
  return address({ ...leaf, value: `https://${host}/` })
}

/** Something that is refused by name. */
export const refusal: Judge = (leaf) =>
  leaf.value === '' || isFalse(leaf) ? [] : [protection({ ...leaf, path: [...leaf.path, leaf.value] }, 1)]

/** Names of packages that may run install scripts. That there is such a list protects from all others. */
export const approvals: Judge = (leaf) => {
  const [last = ''] = leaf.path.slice(-1)
  const isMap = leaf.path.length > 1 && typeof leaf.route.at(-1) === 'string'
  const listed = protection({ ...leaf, path: [SCRIPT_LIST], value: 'given' }, 1)
  if (leaf.value === '' || (isMap && (isFalse(leaf) || leaf.value === UNDECIDED))) return [listed]
  const selector = isMap ? last : leaf.value
  const mechanism = shown(leaf.path.slice(0, isMap ? -1 : undefined).join('.'))
  return [
    listed,
    fact('script-approval', leaf, { name: packageIn(selector), args: { mechanism, spec: shown(selector) } }),
  ]
}

/** Replaces what dependents ask for. The first key is the mechanism, the next one the package. */
export const override: Judge = (leaf) => {
  const [mechanism = '', selector = leaf.value, ...below] = leaf.path
  if (leaf.value === '' && leaf.path.length === 1) return []
  const args = { mechanism, spec: shown([...below, leaf.value].join(' ')) }
  return [fact('override', leaf, { name: packageIn(selector), args })]
}

/** An entry of a catalog: a range is for the lockfile to settle, another package or address is not. */
export const catalogued: Judge = (leaf) => {
  if (!/^(?:npm|git|github|gitlab|https?|file|link|portal)[:+]/i.test(leaf.value.trim())) return []
  const args = { mechanism: leaf.path.slice(0, -1).map(shown).join('.'), spec: shown(leaf.value) }
  return [fact('override', leaf, { name: packageIn(leaf.path.at(-1) ?? ''), args })]
}

/** Takes the place of the package, or of the line, that npx is given. */
export const replacement: Judge = (leaf) =>
  leaf.value === '' ? [] : [fact('override', leaf, { args: { mechanism: shownKey(leaf), spec: shown(leaf.value) } })]

/** Text that can be shown: credentials hidden, cut where it is long. */
export function shown(text: string): string {
  return shortened(maskText(text).text)
}

/** A weakening fact of a leaf. */
export function weakening(leaf: Leaf): SourceFact {
  return fact('install-policy', leaf, { args: { key: shownKey(leaf), value: shown(leaf.value) || 'nothing' } })
}

// pnpm writes this where nobody has decided yet.
const UNDECIDED = 'set this to true or false'
const SCRIPT_LIST = 'list of packages that may run install scripts'
const LONGEST = 300

function protection(leaf: Leaf, level: number): SourceFact {
  const key = shownKey(leaf)
  const args = { key, value: shown(leaf.value), level: String(level) }
  return { kind: 'protection', key, name: null, component: null, args, route: leaf.route }
}

interface FactParts {
  readonly args: SourceFact['args']
  readonly name?: string | null
}

function fact(kind: SourceFact['kind'], leaf: Leaf, { args, name = null }: FactParts): SourceFact {
  const key = JSON.stringify([...leaf.path.map(shown), shown(leaf.value)])
  return { kind, key, name, component: null, args, route: leaf.route }
}

function shownKey({ path }: Leaf): string {
  return shown(path.join('.'))
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}

/** Null for a pattern: it can mean any package. */
function packageIn(selector: string): string | null {
  if (isAddress(selector)) return null
  const name = nameIn(selector)
  return name.includes('*') ? null : shown(name)
}

function isFalse({ value }: Leaf): boolean {
  return /^(?:false|no|off|null|0+(?:\.0*)?|)$/i.test(value.trim())
}

const UNITS: Readonly<Record<string, number>> = { s: 1 / 60, m: 1, h: 60, d: 1440, w: 10_080 }

/** Null for what is no number. Yarn knows units; a number there counts minutes. */
function ageOf(value: string): number | null {
  const [, number = '', unit = 'm'] = /^(\d{1,9}(?:\.\d{1,9})?)([smhdw]?)$/.exec(value.trim()) ?? []
  return number === '' ? null : Number(number) * (UNITS[unit || 'm'] ?? 1)
}
