// The facts behind a finding, as dim lines of a terminal.
import type { Fact } from '../model/finding.ts'
import { plain, visibleLines } from './escape.ts'
import { indented, paint, type TerminalOptions } from './layout.ts'
import { shortDigest } from './markdown.ts'

const FACT_LINES = 12

/** A value in a line; a block, at most twelve lines of it, under its label. */
export function factLines({ label, value, code }: Fact, indent: number, options: TerminalOptions): readonly string[] {
  if (code === undefined) {
    return dimmed(indented(`${plain(label)}: ${shortDigest(plain(value))}`, indent, options), options)
  }
  const lines = visibleLines(value).map((line) => plain(line.replaceAll('\t', '  ')))
  const more = lines.length > FACT_LINES ? [`… ${lines.length - FACT_LINES} more lines`] : []
  const all = [`${plain(label)}:`, ...lines.slice(0, FACT_LINES).map((line) => `  ${line}`), ...more]
  return all.flatMap((line) => dimmed([' '.repeat(indent) + line], options))
}

/** The lines in the colour of what is of lesser weight. */
export function dimmed(lines: readonly string[], options: Pick<TerminalOptions, 'colour'>): readonly string[] {
  return lines.map((line) => paint('dim', line, options))
}
