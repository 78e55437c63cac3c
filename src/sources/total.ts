// What all sources of one side hold together: many files, each within its bounds, are more than can be judged.
import type { Source } from '../model/source.ts'
import { type Fault, MAX_TOTAL_BYTES } from './text.ts'

/** Counts what was read so far. */
export interface Total {
  components: number
  servers: number
}

/** The largest repositories known have some ten lockfiles of some thousand packages each. */
const MAX_COMPONENTS = 150_000
/** Servers of client configs. */
const MAX_SERVERS = 10_000

/** Of a file for whose bytes there was no room. */
export function tooMuch(): Fault {
  return tooMany(`${MAX_TOTAL_BYTES / 1024 / 1024} MB`)
}

export function emptyTotal(): Total {
  return { components: 0, servers: 0 }
}

/** Adds a source that was read. */
export function count(source: Source, total: Total): void {
  if (source.status !== 'read') return
  total.components += source.components.length
  if (source.kind === 'client-config' || source.kind === 'workflow') total.servers += source.components.length
}

/** Why no further file is read; null while there is room. */
export function excessOf({ components, servers }: Total): Fault | null {
  if (servers > MAX_SERVERS) return tooMany(`${MAX_SERVERS} servers`)
  return components > MAX_COMPONENTS ? tooMany(`${MAX_COMPONENTS} packages and servers`) : null
}

function tooMany(what: string): Fault {
  const reason = `the files before it hold more than ${what}, the most that is judged together`
  return { status: 'too-large', reason, line: 1, remedy: 'Change fewer files at once, or have the policy ignore some.' }
}
