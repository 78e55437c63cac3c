// Globals and calls that reach a network, start a process or run text as code.
import type { Hit } from './hit.ts'
import type { Tokens } from './tokens.ts'

interface Pattern {
  readonly kind: Hit['kind']
  readonly detail: string
  readonly pattern: RegExp
}

const GLOBAL = String.raw`(?:(?<![\w$.])|(?<=\b(?:globalThis|global|window|self)\s*\??\.\s*))`

const PATTERNS: readonly Pattern[] = [
  { kind: 'network', detail: 'fetch', pattern: calling('fetch') },
  { kind: 'network', detail: 'fetch', pattern: /\b(?:globalThis|global|window|self)\s*\.\s*fetch\b/g },
  { kind: 'network', detail: 'WebSocket', pattern: constructing('WebSocket') },
  { kind: 'network', detail: 'EventSource', pattern: constructing('EventSource') },
  { kind: 'network', detail: 'XMLHttpRequest', pattern: constructing('XMLHttpRequest') },
  { kind: 'network', detail: 'sendBeacon', pattern: /\.\s*sendBeacon\s*\(/g },
  { kind: 'network', detail: 'Bun.connect', pattern: /\b(?:Bun|Deno)\s*\.\s*(?:connect|listen|serve|udpSocket)\s*\(/g },
  { kind: 'process', detail: 'Bun.spawn', pattern: /\bBun\s*\.\s*(?:spawn|spawnSync|\$)/g },
  { kind: 'process', detail: 'Deno.Command', pattern: /\bDeno\s*\.\s*(?:Command|run|dlopen)\b/g },
  { kind: 'dynamic-code', detail: 'eval', pattern: calling('eval') },
  { kind: 'dynamic-code', detail: 'eval', pattern: /,\s*eval\s*\)\s*\(/g },
  { kind: 'dynamic-code', detail: 'Function', pattern: calling('Function') },
  { kind: 'dynamic-code', detail: 'Function', pattern: /\.\s*constructor\s*\.\s*constructor\b/g },
  { kind: 'dynamic-code', detail: 'Function', pattern: /getPrototypeOf\s*\(\s*async\s+function/g },
  {
    kind: 'dynamic-code',
    detail: 'process.binding',
    pattern: /\bprocess\s*\.\s*(?:binding|_linkedBinding|dlopen)\s*\(/g,
  },
  { kind: 'dynamic-code', detail: 'Module._compile', pattern: /\.\s*_compile\s*\(/g },
  { kind: 'dynamic-code', detail: 'import of a computed name', pattern: /(?<![\w$.])import\s*\(\s*[^\s"'`)]/g },
  { kind: 'dynamic-code', detail: 'require of a computed name', pattern: /(?<![\w$.])require\s*\(\s*[^\s"'`)]/g },
]

/** The first call of each, at a place that is to be told. */
export function callsIn({ code }: Tokens, isTold: (at: number) => boolean = () => true): readonly Hit[] {
  return PATTERNS.flatMap(({ kind, detail, pattern }) => {
    for (const { index } of code.matchAll(pattern))
      if (isTold(index) && !isDefinition(code, index)) return [{ kind, detail, at: index }]
    return []
  })
}

function calling(name: string): RegExp {
  return new RegExp(String.raw`${GLOBAL}${name}\s*(?:\?\.\s*)?\(`, 'g')
}

function constructing(name: string): RegExp {
  return new RegExp(String.raw`\bnew\s+${GLOBAL}${name}\b`, 'g')
}

// `function fetch(…)`, and the method `fetch(…) {`, have the name of the global and are none.
function isDefinition(code: string, at: number): boolean {
  if (/\b(?:function\s*\*?|async|get|set|static)\s+$/.test(code.slice(Math.max(0, at - 20), at))) return true
  const signature = code.slice(at, at + 300)
  return /^\w+\s*\([^()]*\)\s*(?::[^{};=]{0,80})?\{/.test(signature)
}
