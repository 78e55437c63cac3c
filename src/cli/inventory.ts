// mcp-gate inventory
import { runInventory } from '../pipeline/inventory.ts'
import { openOne } from '../pipeline/local.ts'
import { hasUnreadable } from '../pipeline/standing.ts'
import { toInventoryJson } from '../report/json.ts'
import { renderInventoryText } from '../report/tables.ts'
import { EXIT } from './exit.ts'
import type { Invocation } from './options.ts'
import { complainOfUnread, deliver, type Terminal, textOptions } from './terminal.ts'

/** Exit 1 where a source could not be read; the others are reported all the same. */
export async function run(invocation: Invocation, out: Terminal): Promise<number> {
  const { snapshot } = await openOne(invocation.text('repo') ?? '.', invocation.text('ref'))
  const inventory = await runInventory(snapshot)
  const text =
    invocation.format === 'json'
      ? toInventoryJson(inventory)
      : renderInventoryText(inventory, textOptions(invocation, out))
  await deliver(text, invocation, out)
  complainOfUnread(inventory.unread, out)
  return hasUnreadable(inventory.sources) ? EXIT.fail : EXIT.pass
}
