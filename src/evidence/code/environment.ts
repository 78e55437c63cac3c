// Environment variables a source reads; `*` where it takes all of them, or one whose name is made up at run time.
import type { Hit } from './hit.ts'
import type { Tokens } from './tokens.ts'

const ENVIRONMENT = /\b(?:process|import\s*\.\s*meta|Bun)\s*\??\.\s*env\b/g
const DENO = /\bDeno\s*\.\s*env\s*\.\s*(?:get|toObject|has)\s*\(/g
const MEMBER = /^\s*\??\.\s*([A-Za-z_$][\w$]*)/
const INDEX = /^\s*(?:\?\.)?\[\s*["'`]/
const UNPACKED = /\{([^{}]{0,1000})\}\s*=\s*$/

interface Reading {
  readonly code: string
  readonly byStart: ReadonlyMap<number, string>
}

export function environmentIn(tokens: Tokens): readonly Hit[] {
  const { code } = tokens
  const reading = { code, byStart: new Map(tokens.literals.map(({ start, value }) => [start, value])) }
  const uses = [...code.matchAll(ENVIRONMENT)].flatMap(({ 0: text, index }) =>
    namesAt(reading, index, index + text.length).map((name) => hit(name, index)),
  )
  const deno = [...code.matchAll(DENO)].map(({ 0: text, index }) => hit(literalAt(reading, index + text.length), index))
  const indirect = tokens.literals
    .filter(({ value, start }) => value === 'env' && /\bprocess\s*(?:\?\.)?\[\s*["'`]$/.test(before(code, start)))
    .map(({ start }) => hit('*', start))
  return [...uses, ...deno, ...indirect, ...imported(tokens)]
}

function namesAt(reading: Reading, start: number, end: number): readonly string[] {
  const rest = reading.code.slice(end, end + 200)
  const member = MEMBER.exec(rest)?.[1]
  if (member !== undefined) return [member]
  const index = INDEX.exec(rest)
  if (index !== null) return [literalAt(reading, end + index[0].length - 1)]
  const unpacked = UNPACKED.exec(reading.code.slice(Math.max(0, start - 1010), start))?.[1]
  return unpacked === undefined ? ['*'] : namesIn(unpacked)
}

// `{ A, B: b, C = 1, ...rest }`
function namesIn(pattern: string): readonly string[] {
  const parts = pattern
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  return parts.map((part) => /^[A-Za-z_$][\w$]*/.exec(part)?.[0] ?? '*')
}

function literalAt({ byStart }: Reading, quoteAt: number): string {
  const found = byStart.get(quoteAt + 1)
  return found === undefined || !/^[\w.-]{1,100}$/.test(found) ? '*' : found
}

// `import { env } from 'process'`
function imported({ literals, code }: Tokens): readonly Hit[] {
  return literals
    .filter(({ value, start }) => {
      const named = value === 'process' || value === 'node:process'
      return named && /\bimport\s*\{[^}]*\benv\b[^}]*\}\s*from\s*["']$/.test(before(code, start))
    })
    .map(({ start }) => hit('*', start))
}

function before(code: string, at: number): string {
  return code.slice(Math.max(0, at - 200), at)
}

function hit(name: string, at: number): Hit {
  return { kind: 'environment', detail: name, at }
}
