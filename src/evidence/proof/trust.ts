// Opens the trust root by its update framework (TUF), or as frozen in the Sigstore client.
import { absent, type Observation, observed, type Unavailable, unavailable } from '../../model/observation.ts'
import { fieldsOf, own, parseJson, toFields } from '../json.ts'
import { causesOf, textOf as nameOf, numberOf } from '../thrown.ts'
import type { BundleVerifier, KeySelector, TrustRoot, TrustSource } from './trust-root.ts'

// Each of TUF's requests; there are five or so, and the stage has a deadline of its own.
const TUF_REQUEST = { retry: { retries: 1 }, timeout: 10_000 }

/** Sigstore is loaded here, on first use. A trust root that cannot be had is unavailable, never a reason to reject. */
export async function openTrust(source: TrustSource): Promise<TrustRoot | Unavailable> {
  return source.kind === 'frozen' ? await openFrozen() : await openTuf(source)
}

async function openTuf(source: TrustSource & { kind: 'tuf' }): Promise<TrustRoot | Unavailable> {
  try {
    const { initTUF, tufVerifier } = await import('./verifiers.ts')
    const options = {
      ...TUF_REQUEST,
      cachePath: source.cachePath,
      ...(source.rootPath === null ? {} : { rootPath: source.rootPath }),
      ...(source.mirror === null ? {} : { mirrorURL: source.mirror }),
    }
    // A root left in the folder by someone else must not be where trust begins.
    const tuf = await initTUF({ ...options, forceInit: true })
    return {
      kind: 'tuf',
      target: (name) => observing(async () => parseTarget(await tuf.getTarget(name))),
      verifier: (selectKey) => observing(async () => observed(await tufVerifier(source, selectKey))),
    }
  } catch (error) {
    return toUnavailable(error)
  }
}

async function openFrozen(): Promise<TrustRoot> {
  const [{ DEFAULT_MIRROR_URL, frozenVerifier }, { default: seeds }] = await Promise.all([
    import('./verifiers.ts'),
    import('@sigstore/tuf/seeds.json', { with: { type: 'json' } }),
  ])
  const targets = fieldsOf(fieldsOf(toFields(seeds), DEFAULT_MIRROR_URL), 'targets')
  const target = async (name: string): Promise<Observation<unknown>> => {
    const seed = own(targets, encodeURIComponent(name))
    return typeof seed !== 'string' ? absent : parseTarget(Buffer.from(seed, 'base64').toString())
  }
  const verifier = async (selectKey: KeySelector): Promise<Observation<BundleVerifier>> => {
    const root = await target('trusted_root.json')
    return root.status === 'observed' ? observed(frozenVerifier(root.value, selectKey)) : root
  }
  return { kind: 'frozen', target, verifier }
}

async function observing<T>(read: () => Promise<Observation<T>>): Promise<Observation<T>> {
  try {
    return await read()
  } catch (error) {
    return nameOf(error, 'code') === 'TUF_FIND_TARGET_ERROR' ? absent : toUnavailable(error)
  }
}

function parseTarget(text: string): Observation<unknown> {
  const json = parseJson(Buffer.from(text))
  return json === undefined ? unavailable('bad-answer', 'a file of the trust root is malformed') : observed(json)
}

// TUF's own errors name files of this machine, so only their kind is told.
function toUnavailable(error: unknown): Unavailable {
  const causes = causesOf(error)
  const said = (what: string) => `the trust root ${what}`
  if (causes.some((cause) => nameOf(cause, 'name') === 'TimeoutError'))
    return unavailable('timeout', said('did not arrive in time'))
  if (causes.some((cause) => numberOf(cause, 'statusCode') !== null))
    return unavailable('server-error', said('could not be downloaded'))
  if (causes.some(isConnection)) return unavailable('refused', said('could not be reached'))
  return unavailable('bad-answer', said('could not be verified'))
}

function isConnection(cause: unknown): boolean {
  return nameOf(cause, 'message') === 'fetch failed' || /^(E[A-Z]+$|UND_ERR)/.test(nameOf(cause, 'code') ?? '')
}
