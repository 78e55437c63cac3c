// Environment variables a source reads; `*` where it takes all of them, or one whose name is made up at run time.
import type { Hit } from './hit.ts'
import type { Tokens } from './tokens.ts'

const ENVIRONMENT = /\b(?:process|import\s*\.\s*meta|Bun)\s*\??\.\s*env\b/g
const DENO = /\bDeno\s*\.\s*env\s*\.\s*(?:get|toObject|has)\s*\(/g
const MEMBER = /^\s*\??\.\s*([A-Za-z_$][\w$]*)/
const INDEX = /^\s*(?:\?\.)?\[\s*["'`]/
const UNPACKED = /\{([^{}]{0,1000})\}\s*=\s*$/

export function environmentIn(tokens: Tokens): readonly Hit[] {
  const { code } = tokens
  const uses: Hit[] = []
  for (const { 0: text, index } of code.matchAll(ENVIRONMENT))
    for (const name of namesAt(tokens, index, index + text.length)) uses.push(hit(name, index))
  const deno: Hit[] = []
  for (const { 0: text, index } of code.matchAll(DENO)) deno.push(hit(literalAt(tokens, index + text.length), index))
  const indirect = tokens.literals
    .filter(({ value, start }) => value === 'env' && /\bprocess\s*(?:\?\.)?\[\s*["'`]$/.test(before(code, start)))
    .map(({ start }) => hit('*', start))
  return [...uses, ...deno, ...indirect, ...imported(tokens)]
}

function namesAt(tokens: Tokens, start: number, end: number): readonly string[] {
  const rest = tokens.code.slice(end, end + 200)
  const member = MEMBER.exec(rest)?.[1]
  if (member !== undefined) return [member]
  const index = INDEX.exec(rest)
  if (index !== null) return [literalAt(tokens, end + index[0].length - 1)]
  const unpacked = UNPACKED.exec(tokens.code.slice(Math.max(0, start - 1010), start))?.[1]
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

function literalAt({ literals }: Tokens, quoteAt: number): string {
  const found = literals[firstFrom(literals, quoteAt + 1)]
  return found?.start !== quoteAt + 1 || !/^[\w.-]{1,100}$/.test(found.value) ? '*' : found.value
}

/** The index of the first literal that starts there or later: they are in the order of the text. */
function firstFrom(literals: Tokens['literals'], start: number): number {
  let [low, high] = [0, literals.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((literals[middle]?.start ?? 0) < start) low = middle + 1
    else high = middle
  }
  return low
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
