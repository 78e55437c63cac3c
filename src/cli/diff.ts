// mcp-gate diff
import type { Diff } from '../pipeline/diff.ts'
import { type LocalSides, openSides } from '../pipeline/local.ts'
import { EXIT } from './exit.ts'
import type { Invocation } from './options.ts'
import { complainOfUnread, deliver, type Terminal, textOptions } from './terminal.ts'

/** Exit 1 where a source could not be read; the others are reported all the same. */
export async function run(invocation: Invocation, out: Terminal): Promise<number> {
  const opening = openSides({
    repo: invocation.text('repo') ?? '.',
    base: invocation.text('base'),
    head: invocation.text('head'),
  })
  // What is needed next is loaded while git looks things up: the one takes about as long as the other.
  const [sides, render] = await Promise.all([opening, rendererFor(invocation, out)])
  const [{ runDiff }] = await Promise.all([import('../pipeline/diff.ts'), listBoth(sides)])
  const diff = await runDiff(sides.base, sides.head)
  await deliver(render(diff), invocation, out)
  complainOfUnread(diff.unread, out)
  return diff.unread.some(({ status }) => status !== 'unsupported') ? EXIT.fail : EXIT.pass
}

/** Each list is a git process of its own: they run at the same time, and those who need them find them listed. */
function listBoth({ base, head }: LocalSides) {
  return Promise.all([base.list(), head.list()])
}

async function rendererFor(invocation: Invocation, out: Terminal): Promise<(diff: Diff) => string> {
  if (invocation.format === 'json') return (await import('../report/json.ts')).toDiffJson
  const { renderDiffText } = await import('../report/tables.ts')
  return (diff) => renderDiffText(diff, textOptions(invocation, out))
}
