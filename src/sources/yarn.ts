// yarn.lock: which of its two formats it is.
import type { Source } from '../model/source.ts'
import type { SourceContext } from './source.ts'
import type { TextFile } from './text.ts'
import { readYarnBerry } from './yarn-berry.ts'
import { readYarnClassic } from './yarn-classic.ts'

/** Yarn 2 and later begin with a map called `__metadata`; everything else must be version 1. */
export function readYarnLockfile(file: TextFile, context: SourceContext): Source {
  return /^__metadata:/m.test(file.text) ? readYarnBerry(file, context) : readYarnClassic(file, context)
}
