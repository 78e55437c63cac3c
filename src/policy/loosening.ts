// Every way in which a repository's policy could loosen what the central one locks, each told at its place in the file.
import type { Route } from '../model/location.ts'
import type { AllowEntry, AllowedPackage } from '../model/policy.ts'
import { reaches } from '../model/severity.ts'
import type { Extending } from './extending.ts'
import { shown } from './faults.ts'
import { complainOfRules } from './loosening-rules.ts'
import { isNarrower } from './registries.ts'

/** Complains of nothing that leaves the policy as strict as the central one or makes it stricter. */
export function complainOfLoosening(extending: Extending): void {
  complainOfThresholds(extending)
  complainOfLists(extending)
  complainOfEntries(extending)
  complainOfWaivers(extending)
  complainOfRules(extending)
}

function complainOfThresholds({ stated, central, complain }: Extending): void {
  const [failOn, unavailable] = [stated['fail-on'], stated.unavailable]
  if (isLocked(central, 'fail-on') && failOn !== undefined && !reaches(central.failOn, failOn)) {
    complain(['fail-on'], `fail-on is locked by the central policy at ${central.failOn} and may only be lower`)
  }
  if (isLocked(central, 'unavailable') && unavailable === 'warn' && central.unavailable === 'fail') {
    complain(['unavailable'], 'unavailable is locked by the central policy at fail')
  }
}

function complainOfLists({ own, stated, central, complain }: Extending): void {
  for (const key of ['ignore', 'approvers'] as const) {
    if (!isLocked(central, key)) continue
    for (const [index, value] of own[key].entries()) {
      if (!central[key].includes(value))
        complain([key, index], `${key} is locked by the central policy, which does not have ${shown(value)}`)
    }
  }
  if (
    isLocked(central, 'registries') &&
    stated.registries !== undefined &&
    !isNarrower(own.registries, central.registries)
  ) {
    complain(
      ['registries'],
      'registries is locked by the central policy: a scope may come from fewer registries than there, and from no other',
    )
  }
}

function complainOfWaivers({ own, central, complain }: Extending): void {
  for (const [index, { rule }] of own.waivers.entries()) {
    const [id = ''] = rule.split('/')
    if (isLocked(central, 'waivers')) complain(['waivers', index], 'waivers are locked by the central policy')
    else if (isLocked(central, id))
      complain(['waivers', index, 'rule'], `${id} is locked by the central policy and cannot be waived here`)
  }
}

function complainOfEntries(extending: Extending): void {
  for (const [index, entry] of extending.own.allow.entries()) {
    const fault = entryFault(entry, extending)
    if (fault !== null) extending.complain(['allow', index, ...fault.route], fault.message)
  }
}

interface EntryFault {
  readonly route: Route
  readonly message: string
}

function entryFault(entry: AllowEntry, { central }: Extending): EntryFault | null {
  if (isLocked(central, 'allow')) return { route: [], message: 'allow is locked by the central policy' }
  const theirs = central.allow.filter((other) => keyOf(other) === keyOf(entry))
  if (isLocked(central, 'allowlist') && theirs.length > 0) {
    return { route: [], message: 'allowlist is locked by the central policy, which has an entry for the same already' }
  }
  return entry.kind === 'package' ? packageFault(entry, theirs.filter(isPackage), central.locked) : null
}

/** What an entry says of its package's build, publisher and scripts must be what the central entries say where the rule is locked. */
function packageFault(
  entry: AllowedPackage,
  theirs: readonly AllowedPackage[],
  locked: readonly string[],
): EntryFault | null {
  const strays = <T>(value: (one: AllowedPackage) => T | null) => {
    const wanted = theirs.map(value).filter((one) => one !== null)
    return wanted.length > 0 && !wanted.some((one) => JSON.stringify(one) === JSON.stringify(value(entry)))
  }
  const must = (key: string, rule: string) => ({
    route: [],
    message: `${rule} is locked by the central policy: ${key} must be what its entry for ${shown(entry.name)} has`,
  })
  if (locked.includes('provenance') && strays(({ expected }) => expected)) return must('source', 'provenance')
  if (locked.includes('publisher') && strays(({ publisher }) => publisher)) return must('publisher', 'publisher')
  const known = theirs.flatMap(({ installScripts }) => (Array.isArray(installScripts) ? installScripts : []))
  const scripts = Array.isArray(entry.installScripts) ? entry.installScripts : []
  const isNew = scripts.some((sha256) => !known.includes(sha256))
  return locked.includes('install-script') && isNew ? must('install-scripts', 'install-script') : null
}

function isPackage(entry: AllowEntry): entry is AllowedPackage {
  return entry.kind === 'package'
}

function keyOf(entry: AllowEntry): string {
  if (entry.kind === 'package') return `${entry.ecosystem}\0${entry.name}`
  return entry.kind === 'remote' ? `remote\0${entry.url}` : `command\0${JSON.stringify(entry.argv)}`
}

function isLocked({ locked }: { readonly locked: readonly string[] }, name: string): boolean {
  return locked.includes(name)
}
