// Links that a repository holds: what the command writes must not follow them out of it.
import { join, resolve } from 'node:path'
import { InputError } from '../errors.ts'
import { linkOnTheWay, rootAround } from '../write.ts'
import type { Invocation } from './options.ts'

/** Errors: InputError `input-invalid` where one of these files of a repository is a link, or lies behind one. */
export async function refuseLinksBelow(root: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const link = await linkOnTheWay(root, join(root, path))
    if (link !== null) throw leadsAway(link)
  }
}

/**
 * For a path as the user says, relative to the working folder. Links are refused below the repositories of the working
 * folder and of `--repo`, where a branch may have put them; elsewhere they are the user's own. Errors: as above.
 */
export async function refuseLinksTo(path: string, invocation: Invocation): Promise<void> {
  const roots = new Set([process.cwd(), resolve(invocation.text('repo') ?? '.')].map(rootAround))
  for (const root of roots) {
    const link = await linkOnTheWay(root, resolve(path))
    if (link !== null) throw leadsAway(link)
  }
}

function leadsAway(link: string): InputError {
  return new InputError('input-invalid', 'this is a symbolic link, and nothing is written through one', {
    path: link,
    hint: 'Look where it leads and who put it there; replace it by a file or folder of its own, or write to another place.',
  })
}
