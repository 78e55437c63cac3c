// Finds the policy at the base's tip, or a file the user named, and reads it; without one the built-in default applies.
import { createHash } from 'node:crypto'
import { InputError, SourceError } from '../errors.ts'
import type { Policy } from '../model/policy.ts'
import type { RuleCatalogue } from '../model/rule.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { defaultPolicy } from '../policy/default.ts'

export const POLICY_PATH = '.github/mcp-gate.yml'
/** A policy of 40,000 entries has about 4 MB. */
const MAX_POLICY_BYTES = 10_000_000

export interface PolicyQuestion {
  readonly snapshot: Snapshot
  readonly path: string
  /** True where the user named the path: then a missing file is an error, not the default. */
  readonly named: boolean
  readonly catalogue: RuleCatalogue
  readonly now: number
  readonly publicRegistry: string
}

/** Reads the policy of a snapshot. Errors: InputError `policy-invalid`, `policy-missing`. */
export async function readPolicy(question: PolicyQuestion): Promise<Policy> {
  const { snapshot, path, named, catalogue, now } = question
  const entry = (await snapshot.list()).find((candidate) => candidate.path === path)
  if (entry === undefined) {
    if (named) throw missing(path, snapshot.ref)
    return defaultPolicy(path, question.publicRegistry)
  }
  if (entry.kind !== 'file') {
    throw new InputError('policy-invalid', `${path} is a ${entry.kind}`, {
      path,
      hint: 'Commit the policy as a plain file: a link is never followed.',
    })
  }
  const bytes = await snapshot.read(entry, MAX_POLICY_BYTES).catch((error: unknown) => {
    if (!(error instanceof SourceError) || error.code !== 'over-limit') throw error
    throw new InputError('policy-invalid', error.message, { path, hint: 'Shorten the policy.', cause: error })
  })
  return loadPolicyBytes(bytes, {
    path,
    ref: snapshot.sha ?? snapshot.ref,
    catalogue,
    now,
    publicRegistry: question.publicRegistry,
  })
}

export interface PolicyBytes {
  readonly path: string
  readonly ref: string | null
  readonly catalogue: RuleCatalogue
  readonly now: number
  readonly publicRegistry: string
}

/** As readPolicy, for bytes at hand. */
export async function loadPolicyBytes(bytes: Uint8Array, about: PolicyBytes): Promise<Policy> {
  const { loadPolicy } = await import('../policy/load.ts')
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return loadPolicy({ bytes, sha256, ...about })
}

function missing(path: string, ref: string): InputError {
  return new InputError('policy-missing', `there is no ${path} at ${ref}`, {
    path,
    hint: 'Write one with mcp-gate init, or correct the path.',
  })
}

/** The policy with a registry from the inputs put before its own: that one is asked first, and trusted as they are. Null changes nothing. */
export function askingAt(policy: Policy, registry: string | null): Policy {
  return registry === null ? policy : { ...policy, registries: [{ url: registry, scopes: [] }, ...policy.registries] }
}
