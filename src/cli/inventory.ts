// mcp-gate inventory
import { basename } from 'node:path'
import { type FullInventory, runInventory } from '../pipeline/inventory.ts'
import { openOne } from '../pipeline/local.ts'
import { hasUnreadable } from '../pipeline/standing.ts'
import { renderCyclonedx } from '../report/cyclonedx.ts'
import { toInventoryJson } from '../report/json.ts'
import { renderInventoryText } from '../report/tables.ts'
import { VERSION } from '../version.ts'
import { EXIT } from './exit.ts'
import type { Invocation } from './options.ts'
import { complainOfUnread, deliver, type Terminal, textOptions } from './terminal.ts'

/** Exit 1 where a source could not be read; the others are reported all the same. */
export async function run(invocation: Invocation, out: Terminal): Promise<number> {
  const { directory, snapshot } = await openOne(invocation.text('repo') ?? '.', invocation.text('ref'))
  const inventory = await runInventory(snapshot)
  await deliver(render(inventory, { directory, invocation, out }), invocation, out)
  complainOfUnread(inventory.unread, out)
  return hasUnreadable(inventory.sources) ? EXIT.fail : EXIT.pass
}

interface Wanted {
  readonly directory: string
  readonly invocation: Invocation
  readonly out: Terminal
}

function render(inventory: FullInventory, { directory, invocation, out }: Wanted): string {
  if (invocation.format === 'json') return toInventoryJson(inventory)
  if (invocation.format !== 'cyclonedx') return renderInventoryText(inventory, textOptions(invocation, out))
  const tool = { name: 'mcp-gate', version: VERSION }
  return renderCyclonedx(inventory, { tool, at: Date.now(), subject: basename(directory) })
}
