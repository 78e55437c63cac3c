// The words of one line of yarn 1's own format, which its lockfile and its configuration share.

export interface Words {
  readonly list: readonly string[]
  /** The line ends in a colon. */
  readonly isHeader: boolean
}

/** Bare words, or quoted as in JSON; commas between them only in a header. Null where the line is none of the format. */
export function wordsOf(line: string): Words | null {
  const isHeader = line.endsWith(':')
  const rest = isHeader ? line.slice(0, -1) : line
  const list: string[] = []
  const word = /("(?:[^"\\]|\\.)*"|[^\s",:][^\s",]*)(,? |$)/y
  while (word.lastIndex < rest.length) {
    const found = word.exec(rest)
    const text = found === null ? null : unquoted(found[1] ?? '')
    if (text === null || (found?.[2] === ', ' && !isHeader)) return null
    list.push(text)
  }
  return { list, isHeader }
}

function unquoted(word: string): string | null {
  if (!word.startsWith('"')) return word
  try {
    const text: unknown = JSON.parse(word)
    return typeof text === 'string' ? text : null
  } catch {
    // A string that JSON does not know is one that yarn cannot have written.
    return null
  }
}
