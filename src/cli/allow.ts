// mcp-gate allow: an allowlist entry with the evidence pinned, printed or inserted into the policy.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { InputError } from '../errors.ts'
import type { Finding } from '../model/finding.ts'
import { readAllowable } from '../pipeline/allowable.ts'
import { type Inspected, runInspect } from '../pipeline/inspect.ts'
import { POLICY_PATH } from '../pipeline/policy.ts'
import { initialPolicy, insertAllowEntry } from '../policy/entry.ts'
import { plain } from '../report/escape.ts'
import { plainMessage } from '../report/wording.ts'
import { RULES } from '../rules/index.ts'
import { findRepository } from '../snapshot/git-refs.ts'
import { gathererFor, policyHere } from './evidence.ts'
import { EXIT } from './exit.ts'
import { refuseLinksBelow, refuseLinksTo } from './links.ts'
import type { Invocation } from './options.ts'
import { deliver, type Terminal } from './terminal.ts'

/** Rules whose findings say that nobody should allow this release. */
const REFUSING = [
  'known-bad/malware',
  'known-bad/not-found',
  'known-bad/unpublished',
  'provenance/invalid',
  'provenance/subject-mismatch',
  'registry-signature/invalid',
  'integrity/mismatch',
]

/** Exit 1 where the evidence speaks against the release: then nothing is written. */
export async function run(invocation: Invocation, out: Terminal): Promise<number> {
  const now = Date.now()
  const asked = invocation.positionals.flatMap(readAllowable)
  const specs = asked.flatMap((one) => (one.kind === 'package' ? [one.spec] : []))
  const policy = await policyHere(invocation, now)
  const gather = gathererFor(invocation, policy, out)
  const inspections = specs.length === 0 ? [] : await runInspect({ specs, policy, gather, now })
  const refused = inspections.filter(({ findings }) => findings.some(refuses))
  for (const inspection of refused) for (const finding of inspection.findings.filter(refuses)) complain(finding, out)
  if (refused.length > 0) return EXIT.fail
  const pinned = inspections.map(entryOf).values()
  const entries = asked.map((one) => (one.kind === 'entry' ? one.text : (pinned.next().value ?? '')))
  for (const one of asked) if (one.kind === 'entry') out.complain(unverified(one.ecosystem))
  for (const { findings } of inspections) for (const finding of findings.filter(isSilence)) complain(finding, out)
  if (!invocation.flag('write')) await deliver(entries.join(''), invocation, out)
  else await insert(entries, invocation, out)
  return EXIT.pass
}

function refuses({ rule, id, status }: Finding): boolean {
  return status === 'open' && REFUSING.includes(`${rule}/${id}`)
}

function unverified(ecosystem: string): string {
  return `mcp-gate: no evidence is gathered for ${ecosystem}: the entry holds what was asked for, review it by hand\n`
}

function isSilence({ rule }: Finding): boolean {
  return rule === 'evidence-unavailable'
}

function complain(finding: Finding, out: Terminal): void {
  const { text } = plainMessage(RULES, finding)
  out.complain(`mcp-gate: ${plain(text, 2000)}\n`)
}

function entryOf({ name, version, entry }: Inspected): string {
  if (entry !== null) return entry
  const what =
    version === null
      ? `${name}: no version is named, and the registry did not tell the latest one`
      : `${name}@${version} cannot be pinned`
  throw new InputError('usage', what, {
    hint: 'Write name@version with an exact version, and make sure that the registry can be reached.',
  })
}

/** Into the policy of the working tree; without one, a first policy is written. */
async function insert(entries: readonly string[], invocation: Invocation, out: Terminal): Promise<void> {
  const directory = await findRepository(invocation.text('repo') ?? '.')
  const path = invocation.text('policy') ?? join(directory, POLICY_PATH)
  await refuseLinksBelow(directory, [POLICY_PATH])
  await refuseLinksTo(path, invocation)
  const before = await readFile(path, 'utf8').catch((cause: unknown) => {
    if (typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ENOENT') return null
    throw new InputError('policy-missing', 'the policy cannot be read', { path, hint: 'Correct --policy.', cause })
  })
  const text = before === null ? initialPolicy(entries) : entries.reduce(insertAllowEntry, before)
  await writeFile(path, text)
  await out.print(
    `${path}: ${entries.length === 1 ? 'the entry was' : `${entries.length} entries were`} added. It counts once it is on the base branch.\n`,
  )
}
