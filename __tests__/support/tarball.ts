// Builds npm tarballs, honest and hostile ones, byte by byte.
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'

export interface Entry {
  /** As stored: npm puts everything under `package/`. */
  readonly path: string
  readonly content?: string | Uint8Array
  /** `0` file, `1` hard link, `2` symbolic link, `5` folder. */
  readonly type?: '0' | '1' | '2' | '5'
  readonly linkTo?: string
}

export type Files = Readonly<Record<string, string | Uint8Array>>

/** A package's tarball: its files under `package/`, as npm packs them. */
export function packTarball(files: Files): Buffer {
  return packEntries(Object.entries(files).map(([path, content]) => ({ path: `package/${path}`, content })))
}

/** A gzipped tar of exactly these entries, in this order; equal entries give equal bytes. */
export function packEntries(entries: Iterable<Entry>): Buffer {
  return gzipSync(tarOf(entries))
}

export function tarOf(entries: Iterable<Entry>): Buffer {
  const blocks = [...entries].flatMap((entry) => {
    const content = Buffer.from(entry.content ?? '')
    return [header(entry, content.length), content, Buffer.alloc((512 - (content.length % 512)) % 512)]
  })
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
}

/** The subresource integrity of a tarball. */
export function integrityOf(tarball: Uint8Array): string {
  return `sha512-${createHash('sha512').update(tarball).digest('base64')}`
}

function header({ path, type = '0', linkTo = '' }: Entry, size: number): Buffer {
  const [prefix, name] = split(path)
  const block = Buffer.alloc(512)
  block.write(name, 0, 100)
  block.write('0000644\0', 100)
  block.write('0000000\0', 108)
  block.write('0000000\0', 116)
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  block.write('03501261370\0', 136)
  block.write('        ', 148)
  block.write(type, 156)
  block.write(linkTo, 157, 100)
  block.write('ustar\x0000', 257)
  block.write(prefix, 345, 155)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

// The header has room for 100 bytes of name and 155 of folder before it.
function split(path: string): readonly [prefix: string, name: string] {
  if (Buffer.byteLength(path) <= 100) return ['', path]
  const slash = path.indexOf('/', path.length - 101)
  if (slash < 0 || slash > 155) throw new Error(`path too long for a tar header: ${path}`)
  return [path.slice(0, slash), path.slice(slash + 1)]
}
