// Reads sources: bytes of the files that decide what is installed or launched, in; one Source for each, out. Never throws for bad content.
import type { Source, SourceKind } from '../model/source.ts'
import { classify, contextOf, maxBytesOf, mayBeClientConfig, veilsClientConfigs } from './classify.ts'
import { contentReader } from './content.ts'
import { readManifest } from './manifest.ts'
import { readNpmLockfile } from './npm.ts'
import { type SourceContext, type SourceReader, toUnreadSource } from './source.ts'
import { decodeText, type Fault, type Text, type TextFile, tooLarge, unreadable } from './text.ts'

export { classify, contextOf, maxBytesOf, mayBeClientConfig, veilsClientConfigs }

/** A file as a snapshot gives it. */
export type FileContent =
  | { readonly path: string; readonly status: 'bytes'; readonly bytes: Uint8Array }
  | { readonly path: string; readonly status: 'symlink' | 'too-large' }

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

/** Reads `paths`, sorted; `files` also holds what `contextOf` asked for. A path that is not there gives no source. */
export async function readSources(request: {
  readonly paths: readonly string[]
  readonly files: Files
}): Promise<readonly Source[]> {
  const context = contextIn(request.files)
  const sources = await Promise.all(
    [...request.paths].sort().map((path) => {
      const file = request.files.get(path)
      return file === undefined ? null : readSource(file, context)
    }),
  )
  return sources.filter((source) => source !== null)
}

async function readSource(file: FileContent, context: SourceContext): Promise<Source | null> {
  const decoded = decode(file)
  const kind = classify(file.path) ?? (isVeil(file) ? 'client-config' : null)
  if (kind === null)
    return decoded.status === 'text' ? readUnnamed({ path: file.path, text: decoded.text }, context) : null
  if (decoded.status !== 'text') return toUnreadSource(file.path, kind, decoded)
  return READERS[kind]({ path: file.path, text: decoded.text }, context)
}

function isVeil({ path, status }: FileContent): boolean {
  return status === 'symlink' && veilsClientConfigs({ path, kind: status })
}

/** A file that only its content can make a client config. */
function readUnnamed(file: TextFile, context: SourceContext): ReturnType<SourceReader> {
  return mayBeClientConfig(file.path) && mentions(file.text, 'mcpServers')
    ? READERS['client-config'](file, context)
    : null
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
