// Finds the policy at the base's tip, or a file the user named, and reads it; without one the built-in default applies.
import { InputError } from '../errors.ts'
import { sha256 } from '../model/digest.ts'
import type { Policy } from '../model/policy.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { defaultPolicy } from '../policy/default.ts'
import { type CentralSource, policyBytes, type ReadFile, withCentral } from './central.ts'

export const POLICY_PATH = '.github/mcp-gate.yml'

export interface PolicyQuestion {
  readonly snapshot: Snapshot
  readonly path: string
  /** True where the user named the path: then a missing file is an error, not the default. */
  readonly named: boolean
  readonly now: number
  readonly publicRegistry: string
  readonly central: CentralSource
}

/** Reads the policy of a snapshot, with what it extends. Errors: InputError `policy-invalid`, `policy-missing`; those of the central source. */
export async function readPolicy({ snapshot, path, named, ...about }: PolicyQuestion): Promise<Policy> {
  const bytes = await policyBytes(snapshot, path)
  if (bytes !== null) return loadPolicyBytes(bytes, { path, ref: snapshot.sha ?? snapshot.ref, ...about })
  if (named) throw missing(path, snapshot.ref)
  return requiresCentral(about.central) ? centralAlone(path, about) : defaultPolicy(path, about.publicRegistry)
}

function requiresCentral(central: CentralSource): boolean {
  return central.kind === 'open' ? central.required !== null : central.policy.central !== null
}

/** Where a repository has no policy, the one that is required of it holds by itself. */
async function centralAlone(path: string, about: Omit<PolicyBytes, 'path' | 'ref'>): Promise<Policy> {
  const policy = await loadPolicyBytes(new TextEncoder().encode('version: 1\n'), { path, ref: null, ...about })
  return { ...policy, origin: { ...policy.origin, kind: 'built-in', sha256: null } }
}

export interface PolicyBytes {
  readonly path: string
  readonly ref: string | null
  readonly now: number
  readonly publicRegistry: string
  readonly central: CentralSource
}

/** As readPolicy, for bytes at hand. */
export async function loadPolicyBytes(bytes: Uint8Array, about: PolicyBytes): Promise<Policy> {
  const [{ readPolicyFile }, { RULES }] = await Promise.all([import('../policy/load.ts'), import('../rules/index.ts')])
  const { central, path, ref, ...rest } = about
  const read: ReadFile = (file) => readPolicyFile({ ...rest, catalogue: RULES, ...file })
  return withCentral(read({ bytes, sha256: sha256(bytes), path, ref }), central, read)
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
