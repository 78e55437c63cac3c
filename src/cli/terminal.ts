// Where the command writes: results to standard output or a file, progress and complaints to standard error.
import { InputError } from '../errors.ts'
import { disarm, plain } from '../report/escape.ts'
import type { Invocation } from './options.ts'

export interface Terminal {
  readonly isColour: boolean
  readonly columns: number
  print(text: string): Promise<void>
  /** One line that replaces itself; nothing where standard error is no terminal. */
  progress(text: string): void
  endProgress(): void
  complain(text: string): void
}

interface Streams {
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  readonly env: Readonly<Record<string, string | undefined>>
}

export function terminal({ stdout, stderr, env }: Streams): Terminal {
  let shown = false
  const endProgress = () => {
    if (shown) stderr.write('\r\u001b[K')
    shown = false
  }
  // A reader that goes away (`| head`) ends the output, not the verdict.
  stdout.on('error', () => {})
  return {
    isColour: stdout.isTTY === true && env['NO_COLOR'] === undefined,
    columns: stdout.columns ?? 100,
    print: (text) => new Promise((done) => stdout.write(text, () => done())),
    progress(text) {
      if (!stderr.isTTY) return
      stderr.write(`\r\u001b[K${text.slice(0, (stderr.columns ?? 80) - 1)}`)
      shown = true
    },
    endProgress,
    complain(text) {
      endProgress()
      stderr.write(disarm(text))
    },
  }
}

/** Writes a result where the invocation wants it. Errors: InputError `input-invalid` where the file cannot be written, or is a link of a repository. */
export async function deliver(text: string, invocation: Invocation, out: Terminal): Promise<void> {
  out.endProgress()
  const path = invocation.text('output')
  if (path === null) return out.print(text)
  const [{ writeFile }, { refuseLinksTo }] = await Promise.all([import('node:fs/promises'), import('./links.ts')])
  await refuseLinksTo(path, invocation)
  await writeFile(path, text).catch((cause: unknown) => {
    throw new InputError('input-invalid', 'the output cannot be written', {
      path,
      hint: 'Give --output a file in a folder that exists and may be written to.',
      cause,
    })
  })
}

/** Colour where a terminal shows it, unless the invocation says otherwise. */
function wantsColour(invocation: Invocation, out: Terminal): boolean {
  if (invocation.flag('no-color')) return false
  return invocation.flag('color') || (out.isColour && invocation.text('output') === null)
}

interface Unread {
  readonly path: string
  readonly line: number
  readonly reason: string
  readonly remedy: string
}

/** Names every source that was not read, with what to do, on standard error. */
export function complainOfUnread(unread: readonly Unread[], out: Terminal): void {
  for (const { path, line, reason, remedy } of unread) {
    out.complain(`mcp-gate: ${plain(path)}:${line}: ${plain(reason)}\n  ${plain(remedy)}\n`)
  }
}

/** How text renderers are to write here. */
export function textOptions(invocation: Invocation, out: Terminal): { colour: boolean; width: number } {
  return { colour: wantsColour(invocation, out), width: out.columns }
}
