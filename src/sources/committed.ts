// Packages that are kept in the repository itself, to be installed from or to run as they are: told from the listing alone.
import { sha256 } from '../model/digest.ts'
import type { TreeEntry } from '../model/snapshot.ts'
import type { ReadSource } from '../model/source.ts'
import type { Committed } from './classify.ts'
import { toReadSource } from './source.ts'

/** One source for all of these files, of which there is at least one, with one fact for these very bytes; at the first of them. */
export function readCommitted(files: readonly TreeEntry[], held: Committed): ReadSource {
  const names = files.slice(0, NAMED).map(({ path }) => path.slice(path.lastIndexOf('/') + 1))
  const more = files.length - names.length
  const args = {
    held,
    count: `${files.length} file${files.length === 1 ? '' : 's'}`,
    names: `${names.join(', ')}${more > 0 ? `, ${more} more` : ''}`,
  }
  const key = sha256(JSON.stringify(files))
  const fact = { kind: 'committed-install', key, name: null, component: null, args, route: [] } as const
  const path = files[0]?.path ?? ''
  return toReadSource({ path, kind: 'manager-config', components: [], facts: [fact], lineOf: () => 1 })
}

const NAMED = 5
