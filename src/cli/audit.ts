// mcp-gate audit: judges everything that is there now.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { InputError } from '../errors.ts'
import type { Policy } from '../model/policy.ts'
import type { Report } from '../model/report.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { runGate } from '../pipeline/gate.ts'
import { openOne, openPolicySide } from '../pipeline/local.ts'
import { VERSION } from '../version.ts'
import { gathererFor, policyFor } from './evidence.ts'
import { refuseLinksTo } from './links.ts'
import type { Invocation } from './options.ts'
import { deliverReport } from './reporting.ts'
import type { Terminal } from './terminal.ts'

/** Exit code by verdict. With --evidence the files are written whatever the verdict is. */
export async function run(invocation: Invocation, out: Terminal): Promise<number> {
  const started = Date.now()
  const { directory, snapshot } = await openOne(invocation.text('repo') ?? '.', invocation.text('ref'))
  const policySide = await openPolicySide(directory, snapshot)
  const policy = await policyFor(invocation, policySide, started)
  const report = await runGate({
    mode: 'audit',
    base: null,
    head: snapshot,
    policy,
    gather: gathererFor(invocation, policy, out),
    now: started,
    version: VERSION,
  })
  const folder = invocation.text('evidence')
  if (folder !== null) await writeEvidence(folder, { report, policy, head: snapshot, policySide, invocation })
  return deliverReport({ report, invocation, out, started })
}

interface Audited {
  readonly report: Report
  readonly policy: Policy
  readonly head: Snapshot
  readonly policySide: Snapshot
  readonly invocation: Invocation
}

async function writeEvidence(folder: string, { invocation, ...audited }: Audited): Promise<void> {
  const { toDossier } = await import('../pipeline/dossier.ts')
  const { renderEvidenceFiles } = await import('../report/evidence/files.ts')
  const files = renderEvidenceFiles(await toDossier(audited))
  for (const [name] of files) await refuseLinksTo(join(folder, name), invocation)
  try {
    await mkdir(folder, { recursive: true })
    for (const [name, text] of files) await writeFile(join(folder, name), text)
  } catch (cause) {
    throw new InputError('input-invalid', 'the evidence files cannot be written', {
      path: folder,
      hint: 'Give --evidence a folder that may be written to.',
      cause,
    })
  }
}
