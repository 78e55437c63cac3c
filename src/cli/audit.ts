// mcp-gate audit: judges everything that is there now.
import { runGate } from '../pipeline/gate.ts'
import { openOne, openPolicySide } from '../pipeline/local.ts'
import { VERSION } from '../version.ts'
import { gathererFor, policyFor } from './evidence.ts'
import type { Invocation } from './options.ts'
import { deliverReport } from './reporting.ts'
import type { Terminal } from './terminal.ts'

/** Exit code by verdict. */
export async function run(invocation: Invocation, out: Terminal): Promise<number> {
  const started = Date.now()
  const { directory, snapshot } = await openOne(invocation.text('repo') ?? '.', invocation.text('ref'))
  const policy = await policyFor(invocation, await openPolicySide(directory, snapshot), started)
  const report = await runGate({
    mode: 'audit',
    base: null,
    head: snapshot,
    policy,
    gather: gathererFor(invocation, policy, out),
    now: started,
    version: VERSION,
  })
  return deliverReport({ report, invocation, out, started })
}
