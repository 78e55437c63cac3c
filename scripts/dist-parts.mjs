// Where the bytes of a build come from.
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Bytes by package, or by folder of our own, the largest first: what the source maps of a build trace to each. */
export function partsOf(output) {
  const parts = new Map()
  for (const { code, map } of output) {
    if (map) for (const [source, bytes] of bytesBySource(code, map)) addTo(parts, partOf(source), bytes)
  }
  return [...parts].sort((a, b) => b[1] - a[1])
}

function partOf(source) {
  return (
    /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(source)?.[1] ??
    /\bsrc\/[^/]+/.exec(source)?.[0] ??
    'joints between modules'
  )
}

/** From each mapped position to the next, the code belongs to the source that is named there. */
function bytesBySource(code, { sources, mappings }) {
  const bytes = new Map()
  const lines = code.split('\n')
  let source = 0
  for (const [row, segments] of mappings.split(';').entries()) {
    const line = lines[row] ?? ''
    let [column, owner] = [0, '']
    for (const segment of segments.split(',').filter(Boolean)) {
      const [step, sourceStep = null] = decodeVlq(segment)
      addTo(bytes, owner, Buffer.byteLength(line.slice(column, column + step)))
      column += step
      source += sourceStep ?? 0
      owner = sourceStep === null ? '' : sources[source]
    }
    addTo(bytes, owner, Buffer.byteLength(line.slice(column)) + 1)
  }
  return bytes
}

/** Base64 digits of five bits each, the lowest first; the sixth bit says that more follow, the lowest of all is the sign. */
function decodeVlq(segment) {
  const numbers = []
  let [value, shift] = [0, 0]
  for (const letter of segment) {
    const digit = DIGITS.indexOf(letter)
    value += (digit & 31) << shift
    shift += 5
    if (digit & 32) continue
    numbers.push(value & 1 ? -(value >> 1) : value >> 1)
    value = shift = 0
  }
  return numbers
}

function addTo(map, key, bytes) {
  map.set(key, (map.get(key) ?? 0) + bytes)
}
