// bun.lock, the text format. The older binary bun.lockb is refused: what it installs cannot be told without bun.
import type { Source } from '../model/source.ts'
import { bunFacts, readBunProject } from './bun-project.ts'
import { readBunRows } from './bun-rows.ts'
import { lastValue, textOf } from './document.ts'
import { readJsonc } from './jsonc.ts'
import { lineIndex } from './lock-lines.ts'
import { toLockSource } from './lock-rows.ts'
import { folderOf, type SourceContext, toUnreadSource } from './source.ts'
import { quoted, type TextFile, unreadable, unsupported } from './text.ts'

/** Rows of all packages; the lockfile itself keeps what workspaces ask for. */
export function readBunLockfile(file: TextFile, context: SourceContext): Source {
  if (/\.lockb$/i.test(file.path)) return toUnreadSource(file.path, KIND, BINARY)
  const document = readJsonc(file.text)
  if (document.status !== 'document') return toUnreadSource(file.path, KIND, { ...document, remedy: REMEDY })
  const { root } = document
  const lineOf = lineIndex(root)
  const version = textOf(lastValue(root, 'lockfileVersion'))
  if (version !== '0' && version !== '1') {
    const reason = `its lockfileVersion ${quoted(String(version))} is none of 0 and 1`
    return toUnreadSource(file.path, KIND, unreadable(reason, lineOf(['lockfileVersion']), REMEDY))
  }
  const rows = readBunRows(root)
  if ('reason' in rows) return toUnreadSource(file.path, KIND, rows)
  const project = readBunProject(
    root,
    rows.map(({ id }) => id),
  )
  const manifest = context.textOf(`${folderOf(file.path)}package.json`)
  return toLockSource({
    path: file.path,
    kind: KIND,
    rows,
    roots: project.roots,
    knowsAllRoots: true,
    facts: bunFacts({ root, rows, project, manifest }),
    lineOf,
  })
}

const KIND = 'bun-lockfile'
const REMEDY = 'Write it with bun install and review the result.'

const BINARY = unsupported(
  'it is bun’s binary lockfile, which cannot be reviewed',
  1,
  'Write bun.lock with bun install --save-text-lockfile and delete it.',
)
