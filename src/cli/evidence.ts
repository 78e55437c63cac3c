// From the command's options to a gatherer and to the policy that is judged by.
import { homedir } from 'node:os'
import { join } from 'node:path'
import { InputError } from '../errors.ts'
import type { TrustSource } from '../evidence/gather.ts'
import { defaultRegistry, usableUrl } from '../evidence/registries.ts'
import type { Policy } from '../model/policy.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { requiredReference } from '../pipeline/central.ts'
import { openGatherer } from '../pipeline/gatherer.ts'
import type { Gather } from '../pipeline/gathering.ts'
import { openOne, openPolicySide } from '../pipeline/local.ts'
import { askingAt, loadPolicyBytes, POLICY_PATH, readPolicy } from '../pipeline/policy.ts'
import { tighten } from '../policy/tighten.ts'
import { findRepository } from '../snapshot/git-refs.ts'
import { centralClone } from './central.ts'
import type { Invocation } from './options.ts'
import type { Terminal } from './terminal.ts'

/** The policy of the base's tip, or the file that --policy names, tightened by --fail-on. Errors: InputError `policy-invalid`, `policy-missing`. */
export async function policyFor(invocation: Invocation, tip: Snapshot, now: number): Promise<Policy> {
  const file = invocation.text('policy')
  const required = requiredReference(invocation.text('extends'), '--extends')
  const central = { kind: 'open', open: centralClone(invocation), required } as const
  const about = { now, publicRegistry: defaultRegistry(), central }
  const policy =
    file === null
      ? await readPolicy({ snapshot: tip, path: POLICY_PATH, named: false, ...about })
      : await loadPolicyBytes(await readPolicyFile(file), { path: file, ref: null, ...about })
  return tighten(askingAt(policy, registryOf(invocation)), invocation.failOn)
}

/** The policy that applies here and now: of --policy, of the repository in this folder, or the default where there is none. */
export async function policyHere(invocation: Invocation, now: number): Promise<Policy> {
  const repo = invocation.text('repo')
  if (repo === null && !(await isInRepository('.'))) return policyFor(invocation, EMPTY, now)
  const { directory, snapshot } = await openOne(repo ?? '.', null)
  return policyFor(invocation, await openPolicySide(directory, snapshot), now)
}

/** The built-in default, for a repository that has no policy yet. */
export function startingPolicy(invocation: Invocation): Promise<Policy> {
  return policyFor(invocation, EMPTY, Date.now())
}

const EMPTY: Snapshot = {
  ref: 'nowhere',
  sha: null,
  list: async () => [],
  read: async ({ path }) => {
    throw new Error(`${path} is in no snapshot`)
  },
}

async function isInRepository(folder: string): Promise<boolean> {
  return findRepository(folder).then(
    () => true,
    (error: unknown) => {
      if (error instanceof InputError) return false
      throw error
    },
  )
}

/** A gatherer for the policy's registries; offline it asks nobody. Errors: InputError `usage`. */
export function gathererFor(invocation: Invocation, policy: Policy, out: Terminal): Gather {
  const gather = openGatherer({
    registries: policy.registries,
    auth: new Map(),
    offline: invocation.flag('offline'),
    trust: trustFor(invocation),
    malwareUrl: invocation.text('osv'),
    cachePath: null,
    onProgress: ({ done, total }) => {
      if (!invocation.flag('quiet')) out.progress(`gathering evidence: ${done} of ${total} packages`)
    },
  })
  return async (wanted) => {
    const { useEnvironmentProxy } = await import('../proxy.ts')
    useEnvironmentProxy()
    return gather(wanted)
  }
}

function trustFor(invocation: Invocation): TrustSource {
  if (invocation.flag('offline')) return { kind: 'frozen' }
  const [mirror, rootPath] = [invocation.text('tuf-mirror'), invocation.text('tuf-root')]
  if ((mirror === null) !== (rootPath === null)) {
    throw new InputError('usage', '--tuf-mirror and --tuf-root go together', {
      hint: 'Give the mirror and the root.json it is trusted by.',
    })
  }
  return { kind: 'tuf', mirror, rootPath, cachePath: cacheFolder('tuf') }
}

function registryOf(invocation: Invocation): string | null {
  const given = invocation.text('registry')
  if (given === null) return null
  const url = usableUrl(given)
  if (url !== null) return url.href
  throw new InputError('usage', '--registry needs an https address without credentials, or http on loopback', {
    hint: 'For example --registry https://npm.acme.example/',
  })
}

/** Where facts that never change may be kept between runs. */
function cacheFolder(name: string): string {
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'mcp-gate', name)
}

async function readPolicyFile(path: string): Promise<Uint8Array> {
  const { readFile } = await import('node:fs/promises')
  return readFile(path).catch((cause: unknown) => {
    throw new InputError('policy-missing', 'the policy cannot be read', {
      path,
      hint: 'Correct --policy, or leave it out to use the base’s own policy.',
      cause,
    })
  })
}
