// SHA-256 as everything here writes it down.

/** Lower-case hexadecimal; of text, that of its UTF-8. Loaded at the first call: Node's hashes take time to load, and most runs need none. */
export function sha256(content: string | Uint8Array): string {
  return process.getBuiltinModule('node:crypto').hash('sha256', content)
}
