// What of the findings' files a pull request shows: the lines a comment may stand on, and the text a suggestion is made of.
import { SourceError } from '../errors.ts'
import type { ChangedFile } from '../github/changed-files.ts'
import { type LineRange, parsePatch } from '../model/hunks.ts'
import type { Report } from '../model/report.ts'
import type { Snapshot } from '../model/snapshot.ts'

interface Shown {
  readonly hunks: ReadonlyMap<string, readonly LineRange[] | null>
  readonly texts: ReadonlyMap<string, string>
}

/** Which lines of the findings' files the pull request shows, and the head's text of those that people write. */
export async function readShown(
  files: readonly ChangedFile[],
  { report, head }: { readonly report: Report; readonly head: Snapshot },
): Promise<Shown> {
  const named = new Set(
    report.findings.flatMap(({ location, related }) => [location, ...related].map(({ path }) => path)),
  )
  const texts = new Map<string, string>()
  const hunks = new Map<string, readonly LineRange[] | null>()
  for (const { path, patch } of files.filter((file) => named.has(file.path))) {
    const text = await textOf(head, path)
    if (text !== null) texts.set(path, text)
    // Where GitHub leaves out a large diff it refuses comments on lines too: then the file as a whole is commented on.
    hunks.set(path, patch === null ? null : parsePatch(patch))
  }
  return { hunks, texts }
}

/** Null where there is no text to suggest a change of: that a file is too large is a finding already. */
async function textOf(head: Snapshot, path: string): Promise<string | null> {
  const entry = (await head.list()).find((candidate) => candidate.path === path)
  if (entry === undefined || entry.kind !== 'file') return null
  try {
    return new TextDecoder().decode(await head.read(entry, MAX_TEXT_BYTES))
  } catch (error) {
    if (error instanceof SourceError && error.code === 'over-limit') return null
    throw error
  }
}

/** As much as is read of any lockfile. */
const MAX_TEXT_BYTES = 20 * 1024 * 1024
