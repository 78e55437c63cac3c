// Which lines of a patch can be commented on: the tests' own reading, to hold the gate's reading against.

export interface PatchLine {
  readonly hunk: number
  /** Lines below the first `@@`, as GitHub counts positions. */
  readonly position: number
}

/** Lines by `RIGHT:n` and `LEFT:n`; context lines stand under both. */
export function anchorsOf(patch: string): ReadonlyMap<string, PatchLine> {
  const anchors = new Map<string, PatchLine>()
  const at = { left: 0, right: 0, hunk: 0 }
  for (const [position, line] of patch.split('\n').entries()) {
    const header = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line)
    if (header !== null) {
      Object.assign(at, { left: Number(header[1]), right: Number(header[2]), hunk: at.hunk + 1 })
      continue
    }
    const place = { hunk: at.hunk, position }
    if (line.startsWith('+') || line.startsWith(' ')) anchors.set(`RIGHT:${at.right++}`, place)
    if (line.startsWith('-') || line.startsWith(' ')) anchors.set(`LEFT:${at.left++}`, place)
  }
  return anchors
}
