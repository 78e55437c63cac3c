// Whether a lockfile further up decides the versions of a manifest: only where it lists that folder as one of its projects.
import { folderOf } from './source.ts'

/**
 * True where the lockfile at `lockPath` locks what the manifest at `path` asks for. `text` is the lockfile's; where it is
 * null, or its format does not list projects by folder, the nearest lockfile is believed to.
 */
export function governs(lockPath: string, text: string | null, path: string): boolean {
  const folder = folderOf(path).slice(folderOf(lockPath).length, -1)
  if (folder === '' || text === null) return true
  const name = lockPath.slice(lockPath.lastIndexOf('/') + 1).toLowerCase()
  const escaped = folder.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  if (name.endsWith('.json') || name === 'bun.lock') return new RegExp(`"${escaped}"\\s*:`).test(text)
  if (name.startsWith('pnpm-lock')) return new RegExp(`^ {2}['"]?${escaped}['"]?:`, 'm').test(text)
  if (name === 'yarn.lock' && text.includes('__metadata:')) return new RegExp(`workspace:${escaped}["',\\s]`).test(text)
  return true
}
