// Verifies a folder of real attestations as the gate does: every genuine one must pass, every tampered one be rejected.
// Usage: node scripts/acceptance-attestations.mjs FOLDER [--verbose]
// FOLDER holds NAME@VERSION.json (`/` of a scope as `__`) as a registry serves them, and negative/*.json.
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { defaultRegistry } from '../src/evidence/gather.ts'
import { attestationKey, verifyAttestation } from '../src/evidence/proof/bundle.ts'
import { fetchKeys } from '../src/evidence/proof/keys.ts'
import { openTrust } from '../src/evidence/proof/trust.ts'
import { mismatchesOf, workflowOf } from '../src/rules/shared/identity.ts'

const { positionals, values } = parseArgs({ allowPositionals: true, options: { verbose: { type: 'boolean' } } })
const [folder] = positionals
if (folder === undefined) throw new Error('name the folder of attestations')

const ANYTHING = {
  workflow: null,
  ref: null,
  repositoryId: null,
  ownerId: null,
  issuer: null,
  triggers: [],
  runner: null,
}

const proof = await frozenProof()
const genuine = await readFolder(folder, (name) => name.includes('@'))
const tampered = await readFolder(join(folder, 'negative'), () => true)
const integrity = JSON.parse(await readFile(join(folder, 'integrity.json'), 'utf8'))

const [verified, rejected] = [genuine.filter(isGenuine), tampered.filter((file) => !isGenuine(file))]
const longer = genuine.length > 0 && genuine.every(isExact)
const parts = genuine.length > 0 && genuine.every(tellsPartsApart)
console.log(
  `attestations: ${verified.length} of ${genuine.length} genuine verify, ${rejected.length} of ${tampered.length} tampered rejected, identity one character longer rejected: ${longer ? 'yes' : 'no'}, each part of an identity told apart: ${parts ? 'yes' : 'no'}`,
)
process.exitCode = verified.length === genuine.length && rejected.length === tampered.length && longer && parts ? 0 : 1

// The trust root as shipped, because real attestations must verify without a network.
async function frozenProof() {
  const trust = await openTrust({ kind: 'frozen' })
  const url = defaultRegistry()
  const http = { endpoint: { url, token: null }, get: silent, post: silent }
  const keys = await fetchKeys({ http, trust, relayedHost: new URL(url).host })
  if (keys.status !== 'observed') throw new Error('the trust root holds no keys of the registry')
  const verifier = await trust.verifier((hint) => attestationKey(keys.value.keys, hint)?.pem)
  return { verify: verifier.value, keys: keys.value.keys, ownKeys: true, trustRoot: trust.kind }
}

async function silent() {
  return { status: 'unavailable', reason: 'offline', detail: 'no network' }
}

async function readFolder(path, wanted) {
  const names = (await readdir(path)).filter((name) => name.endsWith('.json') && wanted(name)).sort()
  return await Promise.all(
    names.map(async (name) => ({
      id: basename(name, '.json').replace('__', '/'),
      ...JSON.parse(await readFile(join(path, name), 'utf8')),
    })),
  )
}

function isGenuine({ id, attestations }) {
  const facts = attestations.map((attestation) => verifyAttestation(attestation, proof))
  const problems = facts.map((fact) => faultOf(fact, id))
  if (values.verbose) console.log(id, problems.map((fault) => fault ?? 'verified').join(', '))
  return problems.every((fault) => fault === null)
}

// Verified, and about these very bytes.
function faultOf(fact, id) {
  if (!fact.verified) return `${fact.code}: ${fact.detail}`
  const [subject] = fact.subjects
  const claimed = expectedSubject(id)
  if (fact.subjects.length !== 1 || subject === undefined) return 'not exactly one subject'
  if (claimed.name !== null && subject.name !== claimed.name) return 'another package'
  return claimed.sha512 === null || subject.sha512 === claimed.sha512 ? null : 'other bytes'
}

// A file whose integrity is not listed is judged by its signatures alone.
function expectedSubject(id) {
  const sri = integrity[id]
  const name = /^(@?[^@]+)@[^@]+$/.test(id) ? `pkg:npm/${id.replace(/^@/, '%40')}` : null
  return { name, sha512: sri === undefined ? null : Buffer.from(sri.slice('sha512-'.length), 'base64').toString('hex') }
}

// A pattern would let `owner/repository-evil` pass for `owner/repository`: only the exact repository may fit.
function isExact({ attestations }) {
  const facts = attestations.map((attestation) => verifyAttestation(attestation, proof))
  const signers = facts.flatMap((fact) => (fact.verified && fact.signer ? [fact.signer] : []))
  return signers.length > 0 && signers.every(fitsOnlyItself)
}

function fitsOnlyItself(signer) {
  const source = signer.sourceRepository.replace('https://', '')
  const fits = (expected) => {
    const mismatches = mismatchesOf(signer, [{ ...ANYTHING, source: expected }], null)
    return !mismatches.some(({ part }) => part === 'repository')
  }
  return fits(source) && !fits(`${source}x`) && !fits(source.slice(0, -1))
}

// What a certificate says of itself fits; with any one part altered, exactly that part does not.
function tellsPartsApart({ attestations }) {
  const facts = attestations.map((attestation) => verifyAttestation(attestation, proof))
  const signers = facts.flatMap((fact) => (fact.verified && fact.signer ? [fact.signer] : []))
  // Certificates before 2023 name neither ids nor workflow nor runner.
  return signers.filter(({ buildConfig }) => buildConfig !== null).every(hasOwnParts)
}

function hasOwnParts(signer) {
  const own = {
    source: signer.sourceRepository.replace('https://', ''),
    workflow: workflowOf(signer),
    ref: signer.sourceRef,
    repositoryId: signer.sourceRepositoryId,
    ownerId: signer.sourceOwnerId,
    issuer: signer.issuer,
    triggers: [signer.trigger],
    runner: signer.runner,
  }
  const differing = (other) => mismatchesOf(signer, [{ ...own, ...other }], null).map(({ part }) => part)
  const altered = [
    ['repository', { source: `${own.source}x` }],
    ['workflow', { workflow: `${own.workflow}x` }],
    ['ref', { ref: `${own.ref}x*` }],
    ['repository id', { repositoryId: `${own.repositoryId}0` }],
    ['owner id', { ownerId: `${own.ownerId}0` }],
    ['issuer', { issuer: `${own.issuer}/x` }],
    ['trigger', { triggers: [`${signer.trigger}x`] }],
    ['runner', { runner: 'self-hosted' }],
  ]
  return differing({}).length === 0 && altered.every(([part, other]) => String(differing(other)) === part)
}
