// The documents of a pnpm-lock.yaml: the first of two holds pnpm's own tools and plugins.

export interface Part {
  readonly text: string
  /** Of the part, in the whole file. */
  readonly firstLine: number
}

/** Cut at lines that are `---`; parts without any text are left out. */
export function splitDocuments(text: string): readonly Part[] {
  const parts: Part[] = []
  let [lines, firstLine]: [string[], number] = [[], 1]
  const close = (next: number) => {
    if (lines.some((line) => line.trim() !== '')) parts.push({ text: lines.join('\n'), firstLine })
    lines = []
    firstLine = next
  }
  for (const [index, line] of text.split('\n').entries()) {
    if (/^---\s*$/.test(line)) close(index + 2)
    else lines.push(line)
  }
  close(0)
  return parts.length === 0 ? [{ text, firstLine: 1 }] : parts
}
