// Writing where somebody else may have put a link: what a repository holds must not lead the gate out of it.
import { constants, existsSync } from 'node:fs'
import { lstat, mkdir, open } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'

/** The first symbolic link on the way from `root` to a path below it, as a path from `root`; null where there is none, and for paths elsewhere. */
export async function linkOnTheWay(root: string, path: string): Promise<string | null> {
  const below = relative(root, path)
  if (below === '' || below === '..' || below.startsWith(`..${sep}`) || isAbsolute(below)) return null
  let at = root
  for (const part of below.split(sep)) {
    at = join(at, part)
    const isLink = await lstat(at).then(
      (stat) => stat.isSymbolicLink(),
      () => false,
    )
    if (isLink) return relative(root, at)
  }
  return null
}

/** The repository that a folder is in, told by its `.git` alone; the folder itself where there is none. */
export function rootAround(folder: string): string {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at
    if (at === dirname(at)) return resolve(folder)
  }
}

/** Writes a file with its folders. A link in its own place is never followed. Errors: of the file system. */
export async function writeUnlinked(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW } = constants
  const file = await open(path, O_WRONLY | O_CREAT | O_TRUNC | (O_NOFOLLOW ?? 0))
  await file.writeFile(text).finally(() => file.close())
}
