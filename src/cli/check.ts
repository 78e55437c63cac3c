// mcp-gate check: what the Action does, on a local repository.
import { runGate } from '../pipeline/gate.ts'
import { openSides } from '../pipeline/local.ts'
import { VERSION } from '../version.ts'
import { gathererFor, policyFor } from './evidence.ts'
import type { Invocation } from './options.ts'
import { deliverReport } from './reporting.ts'
import type { Terminal } from './terminal.ts'

/** Exit code by verdict. */
export async function run(invocation: Invocation, out: Terminal): Promise<number> {
  const started = Date.now()
  const sides = await openSides({
    repo: invocation.text('repo') ?? '.',
    base: invocation.text('base'),
    head: invocation.text('head'),
  })
  // Each list is a git process of its own: they run at the same time, and those who need them find them listed.
  const [policy] = await Promise.all([policyFor(invocation, sides.tip, started), sides.base.list(), sides.head.list()])
  const report = await runGate({
    mode: 'gate',
    base: sides.base,
    head: sides.head,
    policy,
    gather: gathererFor(invocation, policy, out),
    now: started,
    version: VERSION,
  })
  return deliverReport({ report, invocation, out, started })
}
