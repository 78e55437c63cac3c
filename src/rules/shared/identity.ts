// Holds the identity that a certificate proves against the one a policy expects. Every comparison is exact.
import type { SignerIdentity } from '../../model/evidence.ts'
import type { ExpectedSource } from '../../model/policy.ts'

/** A part of an identity that is not as expected. */
export interface Mismatch {
  readonly part: 'repository' | 'repository id' | 'owner id' | 'workflow' | 'ref' | 'issuer' | 'runner' | 'trigger'
  readonly expected: string
  readonly actual: string
}

const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com'
/** Machines of the service itself: whoever runs a machine of their own can sign what they like on it. */
const HOSTED = ['github-hosted', 'gitlab-hosted']
/** Runs with the base repository's rights on a stranger's pull request. */
const FOREIGN_TRIGGER = 'pull_request_target'

/**
 * Parts that differ from the nearest of the expected identities, the gravest first; empty where one of them fits. Where
 * nothing is expected, the build must be of the repository and the owner that built the version before.
 */
export function mismatchesOf(
  signer: SignerIdentity,
  expected: readonly ExpectedSource[],
  before: SignerIdentity | null,
): readonly Mismatch[] {
  const runs = [...compareRunner(signer, null), ...compareTrigger(signer, null)]
  if (expected.length === 0) return [...compareOrigin(signer, before), ...runs]
  const differing = expected.map((one) => compareAll(signer, one))
  return differing.reduce((nearest, other) => (other.length < nearest.length ? other : nearest))
}

function compareAll(signer: SignerIdentity, expected: ExpectedSource): readonly Mismatch[] {
  return [...compareNamed(signer, expected), ...compareRunner(signer, expected), ...compareTrigger(signer, expected)]
}

function compareOrigin(signer: SignerIdentity, before: SignerIdentity | null): readonly Mismatch[] {
  if (signer.sourceRepository === null) return differs('repository', 'that of a build service', null)
  if (before === null) return []
  const [id, idBefore] = [signer.sourceRepositoryId, before.sourceRepositoryId]
  // A repository keeps its id when it is renamed; ids of two services have nothing to do with each other.
  const isSame = id !== null && id === idBefore && signer.issuer === before.issuer
  const moved = isSame ? [] : differs('repository', before.sourceRepository, signer.sourceRepository)
  if (moved.length > 0) return moved
  return [
    // A name that was given up can be taken by anybody.
    ...(id === null ? [] : differs('repository id', idBefore, id)),
    ...(signer.sourceOwnerId === null ? [] : differs('owner id', before.sourceOwnerId, signer.sourceOwnerId)),
  ]
}

function compareNamed(signer: SignerIdentity, expected: ExpectedSource): readonly Mismatch[] {
  const [host = ''] = expected.source.split('/')
  return [
    // The SAN of a reusable workflow is another repository's: only the source repository says whose code was built.
    ...differs('repository', `https://${expected.source}`, signer.sourceRepository),
    ...differs('repository id', expected.repositoryId, signer.sourceRepositoryId),
    ...differs('owner id', expected.ownerId, signer.sourceOwnerId),
    ...differs('issuer', expected.issuer ?? issuerOf(host), signer.issuer),
    ...differs('workflow', expected.workflow, workflowOf(signer)),
    ...(expected.ref === null || matchesRef(expected.ref, signer.sourceRef ?? '')
      ? []
      : differs('ref', expected.ref, signer.sourceRef)),
  ]
}

function compareRunner({ runner }: SignerIdentity, expected: ExpectedSource | null): readonly Mismatch[] {
  if (expected !== null && expected.runner !== null) return differs('runner', expected.runner, runner)
  return HOSTED.includes(runner ?? '') ? [] : differs('runner', HOSTED[0] ?? '', runner)
}

function compareTrigger({ trigger }: SignerIdentity, expected: ExpectedSource | null): readonly Mismatch[] {
  const allowed = expected?.triggers ?? []
  if (allowed.length > 0 ? allowed.includes(trigger ?? '') : trigger !== FOREIGN_TRIGGER) return []
  const wanted = allowed.length > 0 ? allowed.join(' or ') : `any but ${FOREIGN_TRIGGER}`
  return [{ part: 'trigger', expected: wanted, actual: trigger ?? 'none' }]
}

function differs(part: Mismatch['part'], expected: string | null, actual: string | null): readonly Mismatch[] {
  return expected === null || expected === actual ? [] : [{ part, expected, actual: actual ?? 'none' }]
}

function issuerOf(host: string): string {
  return host === 'github.com' ? GITHUB_ISSUER : `https://${host}`
}

/** Path of the workflow that started the build, inside the source repository; null where it is another's or not told. */
export function workflowOf({ buildConfig, sourceRepository }: SignerIdentity): string | null {
  if (buildConfig === null || sourceRepository === null || !buildConfig.startsWith(`${sourceRepository}/`)) return null
  const inside = buildConfig.slice(sourceRepository.length + 1)
  // The path ends where the ref begins; a file name may hold an @ of its own, and no workflow has a folder after it.
  const end = inside.indexOf('@refs/')
  return (end < 0 ? inside : inside.slice(0, end)).replace(/^\//, '')
}

/** `*` stands for any characters, slashes included; all else stands for itself. */
export function matchesRef(pattern: string, ref: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  const last = rest.pop()
  if (last === undefined) return pattern === ref
  if (!ref.startsWith(first)) return false
  let from = first.length
  for (const piece of rest) {
    const at = ref.indexOf(piece, from)
    if (at < 0) return false
    from = at + piece.length
  }
  return ref.length - last.length >= from && ref.endsWith(last)
}
