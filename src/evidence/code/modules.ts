// Modules a source imports, and what they let it do.
import type { Hit } from './hit.ts'
import type { Literal, Tokens } from './tokens.ts'

const NETWORK = [
  'http',
  'https',
  'http2',
  'net',
  'tls',
  'dgram',
  'dns',
  'dns/promises',
  'inspector',
  'undici',
  'axios',
  'got',
  'node-fetch',
  'cross-fetch',
  'isomorphic-fetch',
  'ky',
  'ofetch',
  'needle',
  'superagent',
  'request',
  'request-promise',
  'bent',
  'phin',
  'ws',
  'websocket',
  'socket.io',
  'socket.io-client',
  'eventsource',
  'nodemailer',
  'postmark',
  'ssh2',
  'node-ssh',
  'ftp',
  'basic-ftp',
  'mqtt',
  'amqplib',
  'nats',
  'ngrok',
  '@ngrok/ngrok',
  'localtunnel',
]
const PROCESS = [
  'child_process',
  'cluster',
  'execa',
  'cross-spawn',
  'spawn-sync',
  'shelljs',
  'zx',
  'node-pty',
  'node-pty-prebuilt-multiarch',
  'tinyexec',
  'nano-spawn',
  'open',
  'opn',
  'sudo-prompt',
  'node-cmd',
  'pm2',
  'nodemon',
  'bun:ffi',
  'ffi-napi',
  'koffi',
]
const DYNAMIC = ['vm', 'vm2', 'isolated-vm', 'new-module', 'require-from-string', 'eval', 'node-eval', 'repl']

const KINDS: ReadonlyMap<string, Hit['kind']> = new Map([
  ...NETWORK.map((name) => [name, 'network'] as const),
  ...PROCESS.map((name) => [name, 'process'] as const),
  ...DYNAMIC.map((name) => [name, 'dynamic-code'] as const),
])

const IMPORTED_BY =
  /(?:(?<![\w$.])(?:require|import)(?:\s*\.\s*resolve)?\s*\(|getBuiltinModule\s*\(|(?<![\w$.])from|(?<![\w$.])import|\b__require\s*\(|\brequire\w*\s*\()\s*["'`]$/

interface Modules {
  readonly hits: readonly Hit[]
  /** Relative ones. */
  readonly references: readonly string[]
}

/** Modules named by a literal in `import`, `export … from`, `require(…)` or the like. */
export function modulesIn(tokens: Tokens): Modules {
  const named = tokens.literals.filter((literal) => isImported(literal, tokens.code))
  const references = named.map(({ value }) => value).filter((value) => value.startsWith('.'))
  const hits = named.flatMap(({ value, start }): readonly Hit[] => {
    const detail = value.replace(/^node:/, '')
    const kind = KINDS.get(detail) ?? KINDS.get(packageOf(detail))
    return kind === undefined ? [] : [{ kind, detail: KINDS.has(detail) ? detail : packageOf(detail), at: start }]
  })
  return { hits, references }
}

/** True where the literal is a module's name and not a text of the program. */
export function isImported({ start, value }: Literal, code: string): boolean {
  return value.length < 300 && IMPORTED_BY.test(code.slice(Math.max(0, start - 40), start))
}

function packageOf(specifier: string): string {
  const segments = specifier.split('/')
  return segments.slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
}
