// The central policy that a repository's policy extends: read at its pinned commit, one level deep.
import { InputError, SourceError } from '../errors.ts'
import { sha256 } from '../model/digest.ts'
import type { CentralReference, Policy } from '../model/policy.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { PolicyFile } from '../policy/load.ts'
import { referenceText, toReference } from '../policy/reference.ts'

/** Opens the repository of a central policy at its commit. Errors: InputError where that cannot be read, with how to mend it. */
export type OpenCentral = (reference: CentralReference) => Promise<Snapshot>

/**
 * Where the central policy comes from. `required`: every policy stands on this one, whether it says so or not. `as`: the one that this policy stands on already, whatever the file says it extends:
 * a pull request must not choose what is read.
 */
export type CentralSource =
  | { readonly kind: 'open'; readonly open: OpenCentral; readonly required: CentralReference | null }
  | { readonly kind: 'as'; readonly policy: Policy }

/** A policy of 40,000 entries has about 4 MB. */
const MAX_POLICY_BYTES = 10_000_000

/** The bytes of a policy file; null where the snapshot has none there. Errors: InputError `policy-invalid`. */
export async function policyBytes(snapshot: Snapshot, path: string): Promise<Uint8Array | null> {
  const entry = (await snapshot.list()).find((candidate) => candidate.path === path)
  if (entry === undefined) return null
  if (entry.kind !== 'file') {
    throw new InputError('policy-invalid', `${path} is a ${entry.kind}`, {
      path,
      hint: 'Commit the policy as a plain file: a link is never followed.',
    })
  }
  return snapshot.read(entry, MAX_POLICY_BYTES).catch((error: unknown) => {
    if (!(error instanceof SourceError) || error.code !== 'over-limit') throw error
    throw new InputError('policy-invalid', error.message, { path, hint: 'Shorten the policy.', cause: error })
  })
}

/** Reads a policy file of given bytes, path and ref; the rest as in the policy that is loaded. */
export type ReadFile = (file: {
  readonly bytes: Uint8Array
  readonly sha256: string
  readonly path: string
  readonly ref: string | null
}) => PolicyFile

/** The policy of a file with what it extends. Errors: InputError `policy-invalid`, `policy-missing`; those of the source. */
export async function withCentral(file: PolicyFile, source: CentralSource, read: ReadFile): Promise<Policy> {
  if (source.kind === 'as') {
    const { central, origin } = source.policy
    return central === null || origin.extends === null ? file.alone() : file.over(central, origin.extends.reference)
  }
  const reference = source.required ?? file.extends
  if (reference === null) return file.alone()
  if (file.extends !== null && referenceText(file.extends) !== referenceText(reference)) throw differs(reference)
  return file.over(await readCentral(reference, source.open, read), referenceText(reference))
}

/** The text of a reference that an input or a flag requires. Errors: InputError `input-invalid`. */
export function requiredReference(text: string | null, name: string): CentralReference | null {
  const reference = text === null ? null : toReference(text)
  if (text === null || reference !== null) return reference
  throw new InputError('input-invalid', `${name} is ${JSON.stringify(text.slice(0, 200))}`, {
    hint: 'It takes owner/repo//path@ and all 40 digits of a commit.',
  })
}

function differs(reference: CentralReference): InputError {
  return new InputError('policy-invalid', 'the policy extends another one than this run requires', {
    hint: `Write extends: ${referenceText(reference)}, or leave it out: it is required here anyway.`,
  })
}

async function readCentral(reference: CentralReference, open: OpenCentral, read: ReadFile): Promise<Policy> {
  const { owner, repo, path, sha } = reference
  const bytes = await policyBytes(await open(reference), path)
  const name = `${owner}/${repo}//${path}`
  if (bytes === null) {
    throw new InputError('policy-missing', `there is no ${name} at ${sha}`, {
      hint: 'Correct `extends` in the policy on the base branch.',
    })
  }
  const file = read({ bytes, sha256: sha256(bytes), path: name, ref: sha })
  if (file.extends === null) return file.alone()
  throw new InputError('policy-invalid', `${name} extends another policy itself`, {
    hint: 'A policy may extend one that stands alone: write what both have into that one.',
  })
}
