// mcp-gate diff

import { runDiff } from '../pipeline/diff.ts'
import { openSides } from '../pipeline/local.ts'
import { toDiffJson } from '../report/json.ts'
import { renderDiffText } from '../report/tables.ts'
import { EXIT } from './exit.ts'
import type { Invocation } from './options.ts'
import { complainOfUnread, deliver, type Terminal, textOptions } from './terminal.ts'

/** Exit 1 where a source could not be read; the others are reported all the same. */
export async function run(invocation: Invocation, out: Terminal): Promise<number> {
  const sides = await openSides({
    repo: invocation.text('repo') ?? '.',
    base: invocation.text('base'),
    head: invocation.text('head'),
  })
  const diff = await runDiff(sides.base, sides.head)
  const text = invocation.format === 'json' ? toDiffJson(diff) : renderDiffText(diff, textOptions(invocation, out))
  await deliver(text, invocation, out)
  complainOfUnread(diff.unread, out)
  return diff.unread.some(({ status }) => status !== 'unsupported') ? EXIT.fail : EXIT.pass
}
