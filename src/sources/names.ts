// Which package names can be meant at all: the rules for old names, because lockfiles keep packages of any age.
import validate from 'validate-npm-package-name'

/** True for a name that the npm registry ever accepted. Control characters, `__proto__`-like and half characters are none. */
export function isPackageName(name: string): boolean {
  if (name.length > MAX_NAME) return false
  if (COMMON.test(name)) return !NEVER.has(name)
  return name.isWellFormed() && validate(name).validForOldPackages
}

/** The part of an `npm:` alias that says what is really installed; null where a spec is no alias. */
export function aliasTarget(spec: string): { readonly name: string; readonly range: string } | null {
  if (!spec.startsWith('npm:')) return null
  const at = spec.indexOf('@', 5)
  return at < 0 ? { name: spec.slice(4), range: '' } : { name: spec.slice(4, at), range: spec.slice(at + 1) }
}

// `constructor` is a key that every object seems to have: tools stumble over it.
const NEVER = new Set(['node_modules', 'favicon.ico', 'constructor'])
const MAX_NAME = 400
/** Nearly all real names: saves the validator's dozen checks. */
const COMMON = /^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/
