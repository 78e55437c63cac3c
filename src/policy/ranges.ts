// Versions as an allow entry writes them: exact ones, or semver ranges.
import satisfies from 'semver/functions/satisfies.js'
import valid from 'semver/functions/valid.js'
import minVersion from 'semver/ranges/min-version.js'
import validRange from 'semver/ranges/valid.js'

/** The version that a text names exactly, in canonical form; null for a range and for what is no version. */
export function exactVersion(text: string): string | null {
  return valid(text)
}

/** What is wrong with a text as exact npm version or range; null where nothing is. */
export function rangeFault(text: string): string | null {
  if (exactVersion(text) !== null) return null
  if (text.trim() === '' || validRange(text) === null) return 'is neither an exact version nor a semver range'
  const impossible = text.split('||').find((part) => minVersion(part) === null)
  return impossible === undefined ? null : `holds a range that no version satisfies (${impossible.trim()})`
}

/**
 * True where a version is the exact one, or within the range. As in npm, a prerelease is within a range only where the
 * range itself names a prerelease of the same major.minor.patch.
 */
export function versionFits(version: string, text: string): boolean {
  const exact = exactVersion(text)
  if (exact !== null) return valid(version) === exact
  return satisfies(version, text)
}
