// mcp-gate export: the allowlist in the form that a client enforces at run time.
import { InputError } from '../errors.ts'
import { toAllowlist } from '../pipeline/export.ts'
import { runInventory } from '../pipeline/inventory.ts'
import { openOne } from '../pipeline/local.ts'
import { plain } from '../report/escape.ts'
import { type Client, EXPORTS } from '../report/export/index.ts'
import { policyHere } from './evidence.ts'
import { EXIT } from './exit.ts'
import type { Invocation } from './options.ts'
import { deliver, type Terminal } from './terminal.ts'

/** What the client cannot be told is said on standard error; the exit code is 0 all the same. */
export async function run(invocation: Invocation, out: Terminal): Promise<number> {
  const now = Date.now()
  const client = clientOf(invocation.text('to'))
  const { snapshot } = await openOne(invocation.text('repo') ?? '.', null)
  const policy = await policyHere(invocation, now)
  const { components } = await runInventory(snapshot)
  const { servers, notes } = toAllowlist({ policy, components, now })
  const exported = EXPORTS[client](servers)
  await deliver(exported.text, invocation, out)
  for (const note of [...notes, ...exported.notes]) out.complain(`mcp-gate: ${plain(note, 2000)}\n`)
  return EXIT.pass
}

function clientOf(text: string | null): Client {
  const clients = Object.keys(EXPORTS)
  if (text !== null && isClient(text)) return text
  const wrong = text === null ? 'export needs --to' : `--to of export is not ${JSON.stringify(text)}`
  throw new InputError('usage', wrong, { hint: `Write --to ${clients.join(', or --to ')}.` })
}

function isClient(text: string): text is Client {
  return Object.hasOwn(EXPORTS, text)
}
