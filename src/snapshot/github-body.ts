// The bytes of a response, whatever form the client hands them over in, within a bound.

/** `broken`: the stream ended early. Nothing beyond the bound is kept in memory. */
export async function collectBody(body: unknown, maxBytes: number): Promise<Uint8Array | 'too-large' | 'broken'> {
  if (typeof body === 'string') return within(Buffer.from(body, 'utf8'), maxBytes)
  if (body instanceof ArrayBuffer) return within(new Uint8Array(body), maxBytes)
  return isStream(body) ? collectStream(body, maxBytes) : 'broken'
}

async function collectStream(stream: AsyncIterable<Uint8Array>, maxBytes: number) {
  const parts: Uint8Array[] = []
  let size = 0
  try {
    for await (const part of stream) {
      size += part.byteLength
      if (size > maxBytes) return 'too-large'
      parts.push(part)
    }
  } catch {
    return 'broken'
  }
  return new Uint8Array(Buffer.concat(parts))
}

function within(bytes: Uint8Array, maxBytes: number): Uint8Array | 'too-large' {
  return bytes.byteLength > maxBytes ? 'too-large' : bytes
}

function isStream(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body
}
