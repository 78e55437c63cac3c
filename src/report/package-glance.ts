// What changed inside a package, at a glance: counts, and what may be a takeover.
import type { ContentDiff, PackageDiff } from '../model/package-diff.ts'
import { counted } from './wording.ts'

/** `: 3 files, 1 new install script`: what a reviewer looks for, without opening it. */
export function glance({ before, contents, dependencies, publishing, source }: PackageDiff): string {
  const word = before === null ? '' : 'new '
  const added = dependencies.status === 'observed' ? dependencies.value.filter(({ before: old }) => old === null) : []
  const parts = [
    ...(contents.status === 'observed'
      ? insideParts(contents.value, word)
      : [`files could not be ${before === null ? 'read' : 'compared'}`]),
    ...some(added.length, `${word}dependency`, `${word}dependencies`),
    ...(isOther(publishing) ? ['another publisher'] : []),
    ...movedParts(source),
  ]
  return `${before === null ? ' is' : ''}: ${parts.join(', ')}`
}

function isOther({ before, after }: PackageDiff['publishing']): boolean {
  // To hand publishing over to a trusted publisher is what maintainers are asked to do.
  return before !== null && after !== null && before.publisher !== after.publisher && after.trustedPublisher === null
}

function movedParts({ before, after }: PackageDiff['source']): readonly string[] {
  if (before?.status !== 'observed' || after.status === 'unavailable') return []
  if (after.status === 'absent') return ['source no longer proved']
  return before.value.repository === after.value.repository ? [] : ['another repository']
}

function insideParts({ files, scripts, capabilities }: ContentDiff, word: string): readonly string[] {
  const changed = scripts.filter(({ kind }) => kind === 'changed').length
  const addresses = capabilities.filter(({ kind }) => kind === 'address').length
  return [
    files.length > 0 ? counted(files.length, 'file') : 'no file differs',
    ...some(scripts.length - changed, `${word}install script`),
    ...some(changed, 'changed install script'),
    ...some(addresses, `${word}address`, `${word}addresses`),
    ...some(capabilities.length - addresses, `${word}ability`, `${word}abilities`),
  ]
}

function some(count: number, one: string, many?: string): readonly string[] {
  return count === 0 ? [] : [counted(count, one, many)]
}
