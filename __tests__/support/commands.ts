// What a workflow runner makes of the lines that a step prints: the commands it obeys, decoded.
import { error, notice, warning } from '@actions/core'
import type { Annotation } from '../../src/report/annotations.ts'

export interface ObeyedCommand {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly message: string
}

/** As the runner reads a log: a line is a command where it starts with `::` after blanks, or holds `##[`. */
export function obeyed(log: string): readonly ObeyedCommand[] {
  return log.split(/\r\n|\r|\n/).flatMap((line) => {
    const [, name = '', given = '', message = ''] = /^\s*::([^ :]+)(?: (.*?))?::(.*)$/.exec(line) ?? []
    if (name === '') return line.includes('##[') ? [{ name: '##', properties: {}, message: line }] : []
    const pairs = given.split(',').filter(Boolean)
    const properties = pairs.map((pair) => [
      pair.slice(0, pair.indexOf('=')),
      decode(pair.slice(pair.indexOf('=') + 1)),
    ])
    return [{ name, properties: Object.fromEntries(properties), message: decode(message) }]
  })
}

const LEVELS = { error, warning, notice }

/** The line that the toolkit prints for an annotation. */
export function annotationLine(level: keyof typeof LEVELS, { message, ...place }: Annotation): string {
  const write = process.stdout.write
  const printed: string[] = []
  process.stdout.write = (text: string | Uint8Array) => printed.push(String(text)) > 0
  try {
    LEVELS[level](message, place)
  } finally {
    process.stdout.write = write
  }
  return printed.join('')
}

function decode(text: string): string {
  return text
    .replaceAll('%2C', ',')
    .replaceAll('%3A', ':')
    .replaceAll('%0A', '\n')
    .replaceAll('%0D', '\r')
    .replaceAll('%25', '%')
}
