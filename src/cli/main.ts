// The command: parses, runs one command, and turns every outcome into an exit code and a message a person can act on.
import { GateError, InputError } from '../errors.ts'
import { plain } from '../report/escape.ts'
import { VERSION } from '../version.ts'
import { EXIT } from './exit.ts'
import { helpText } from './help.ts'
import type { Command, Invocation } from './options.ts'
import { parseCommandLine } from './options.ts'
import { type Terminal, terminal } from './terminal.ts'

type Run = (invocation: Invocation, out: Terminal) => Promise<number>

/** Loaded when called: `diff` must not pay for what `check` needs. */
const COMMANDS: Readonly<Record<Command, () => Promise<{ readonly run: Run }>>> = {
  check: () => import('./check.ts'),
  diff: () => import('./diff.ts'),
  inventory: () => import('./inventory.ts'),
  audit: () => import('./audit.ts'),
  inspect: () => import('./inspect.ts'),
  allow: () => import('./allow.ts'),
  init: () => import('./init.ts'),
  export: () => import('./export.ts'),
}

/** Runs the command line and returns its exit code; never throws. */
export async function main(args: readonly string[]): Promise<number> {
  const out = terminal(process)
  try {
    const parsed = parseCommandLine(args)
    if (parsed.kind === 'help') return await say(out, helpText(parsed.command))
    if (parsed.kind === 'version') return await say(out, `mcp-gate ${VERSION}\n`)
    const { run } = await COMMANDS[parsed.invocation.command]()
    return await run(parsed.invocation, out)
  } catch (error) {
    out.complain(describe(error))
    return error instanceof InputError ? EXIT.input : EXIT.incomplete
  } finally {
    out.endProgress()
  }
}

async function say(out: Terminal, text: string): Promise<number> {
  await out.print(text)
  return EXIT.pass
}

function describe(error: unknown): string {
  if (!(error instanceof GateError)) return describeBug(error)
  const place =
    error instanceof InputError && error.path !== null
      ? `${error.path}${error.line === null ? '' : `:${error.line}`}: `
      : ''
  // A message that starts with its place already must not say it twice.
  const message = error.message.startsWith(place.replace(/: $/, '')) ? error.message : `${place}${error.message}`
  // Several faults of one file stand on a line each.
  const lines = message.split('\n').map((line) => plain(line, 2000))
  return `mcp-gate: ${lines.join('\n  ')}\n  ${plain(error.hint, 2000)}\n`
}

function describeBug(error: unknown): string {
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined }
  if (process.env['MCP_GATE_DEBUG'] && stack !== undefined) return `${stack}\n`
  return `mcp-gate: this is a fault of mcp-gate itself: ${plain(message, 2000)}\n  Run again with MCP_GATE_DEBUG=1 and report what it prints.\n`
}
