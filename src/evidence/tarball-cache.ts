// Tarballs kept between runs, each under its own hash: a file that was changed is not found again.
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { textOf } from './thrown.ts'

/** The SRI of these bytes. */
export function integrityOf(bytes: Uint8Array): string {
  return `sha512-${createHash('sha512').update(bytes).digest('base64')}`
}

/** The kept tarball of that integrity; null where there is none, or where its bytes are others. */
export async function readKept(folder: string | null, integrity: string | null): Promise<Buffer | null> {
  if (folder === null || integrity === null || !isSha512(integrity)) return null
  try {
    const bytes = await readFile(pathOf(folder, integrity))
    return integrityOf(bytes) === integrity ? bytes : null
  } catch (error) {
    if (isFileError(error)) return null
    throw error
  }
}

/** Keeps a tarball for the next run. A folder that cannot be written to keeps nothing. */
export async function keep(folder: string | null, bytes: Uint8Array): Promise<void> {
  if (folder === null) return
  const path = pathOf(folder, integrityOf(bytes))
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(`${path}.part`, bytes)
    await rename(`${path}.part`, path)
  } catch (error) {
    if (!isFileError(error)) throw error
  }
}

function pathOf(folder: string, integrity: string): string {
  return join(folder, `${Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex')}.tgz`)
}

function isSha512(integrity: string): boolean {
  return /^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity)
}

function isFileError(error: unknown): boolean {
  return textOf(error, 'syscall') !== null
}
