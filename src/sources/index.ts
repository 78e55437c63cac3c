// Reads sources: bytes of the files that decide what is installed or launched, in; one Source for each, out. Never throws for bad content.
import type { Source, SourceKind } from '../model/source.ts'
import { classify, contextOf, maxBytesOf, mayBeClientConfig, veilsClientConfigs } from './classify.ts'
import { contentReader } from './content.ts'
import { readManifest } from './manifest.ts'
import { readNpmLockfile } from './npm.ts'
import { type SourceContext, type SourceReader, toUnreadSource } from './source.ts'
import { decodeText, type Fault, type Text, tooLarge, unreadable } from './text.ts'
import { count, emptyTotal, excessOf, tooMuch } from './total.ts'

export { classify, contextOf, maxBytesOf, mayBeClientConfig, veilsClientConfigs }

/** A file as a snapshot gives it. */
export type FileContent =
  | { readonly path: string; readonly status: 'bytes'; readonly bytes: Uint8Array }
  | { readonly path: string; readonly status: 'symlink' | 'too-large' | 'too-much' }

type Files = ReadonlyMap<string, FileContent>

/** One line for each kind. Parsers that only some repositories need are loaded when such a file is read. */
const READERS: Readonly<Record<SourceKind, SourceReader>> = {
  'npm-lockfile': readNpmLockfile,
  'pnpm-lockfile': async (file, context) => (await import('./pnpm.ts')).readPnpmLockfile(file, context),
  'yarn-lockfile': async (file, context) => (await import('./yarn.ts')).readYarnLockfile(file, context),
  'bun-lockfile': async (file, context) => (await import('./bun.ts')).readBunLockfile(file, context),
  manifest: readManifest,
  'client-config': async (file, context) => (await import('./client-config.ts')).readClientConfig(file, context),
  'manager-config': async (file, context) => (await import('./manager-config.ts')).readManagerConfig(file, context),
  policy: contentReader('policy'),
  workflow: async (file, context) => (await import('./client-workflow.ts')).readWorkflow(file, context),
}

/**
 * Reads `paths`, sorted, one after the other; `files` also holds what `contextOf` asked for. A path that is not there
 * gives no source. What comes when together they hold more than can be judged is not read.
 */
export async function readSources(request: {
  readonly paths: readonly string[]
  readonly files: Files
}): Promise<readonly Source[]> {
  const context = contextIn(request.files)
  const total = emptyTotal()
  const sources: Source[] = []
  for (const path of [...request.paths].sort()) {
    const file = request.files.get(path)
    const source = file === undefined ? null : await readSource(file, context, excessOf(total))
    if (source === null) continue
    count(source, total)
    sources.push(source)
  }
  return sources
}

async function readSource(file: FileContent, context: SourceContext, excess: Fault | null): Promise<Source | null> {
  const decoded = decode(file)
  const kind = kindOf(file, decoded)
  if (kind === null) return null
  if (excess !== null && !ALWAYS_READ.has(kind)) return toUnreadSource(file.path, kind, excess)
  if (decoded.status !== 'text') return toUnreadSource(file.path, kind, decoded)
  return READERS[kind]({ path: file.path, text: decoded.text }, context)
}

/** Of these an edit is told even where nothing else is: each is small, and what it says of servers must not be lost. */
const ALWAYS_READ: ReadonlySet<SourceKind> = new Set(['policy', 'workflow', 'manager-config'])

/** By its path, or by content that only a client config has; null where it is no source. */
function kindOf(file: FileContent, decoded: Text | Fault): SourceKind | null {
  const kind = classify(file.path) ?? (isVeil(file) ? 'client-config' : null)
  if (kind !== null || decoded.status !== 'text') return kind
  return mayBeClientConfig(file.path) && mentions(decoded.text, 'mcpServers') ? 'client-config' : null
}

function isVeil({ path, status }: FileContent): boolean {
  return status === 'symlink' && veilsClientConfigs({ path, kind: status })
}

/** JSON lets every character of a key be written as its number, which no search for the word would see. */
function mentions(text: string, word: string): boolean {
  if (text.includes(word)) return true
  if (!text.includes('\\u')) return false
  return text.replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))).includes(word)
}

function decode(file: FileContent): Text | Fault {
  const bound = maxBytesOf(file.path)
  if (file.status === 'bytes') return decodeText(file.bytes, bound)
  if (file.status === 'too-much') return tooMuch()
  return file.status === 'too-large'
    ? tooLarge(bound)
    : unreadable('it is a link or a submodule, which is not followed', 1, 'Commit the file or the folder itself.')
}

function contextIn(files: Files): SourceContext {
  return {
    has: (path) => files.has(path),
    textOf: (path) => {
      const file = files.get(path)
      const decoded = file === undefined ? null : decode(file)
      return decoded?.status === 'text' ? decoded.text : null
    },
  }
}
