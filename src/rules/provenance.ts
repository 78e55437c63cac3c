// Reports servers whose build is not proved, is proved for other bytes, or was made by somebody else than expected.
import type { VerifiedAttestation } from '../model/evidence.ts'
import type { Fact, RuleFinding } from '../model/finding.ts'
import { observedValue } from '../model/observation.ts'
import type { ExpectedSource } from '../model/policy.ts'
import { defineRule, type Message, type Report, type Subject } from '../model/rule.ts'
import { type Mismatch, mismatchesOf } from './shared/identity.ts'
import { baselinesOf } from './shared/line.ts'
import { factsOf, type Proof, proofBefore, proofsOf, strayOf } from './shared/proof.ts'

const messages = {
  missing: {
    severity: 'moderate',
    text: '{name} {version} has no provenance: nothing proves which source it was built from.',
    remedy: 'Ask its maintainers to publish with provenance, or review the tarball and waive this with a reason.',
    needs: ['attestation'],
  },
  invalid: {
    severity: 'critical',
    text: 'The attestation {predicate} of {name} {version} does not verify: {detail}.',
    remedy: 'Do not install it. Use another version and tell the maintainers and the registry.',
    needs: ['attestation'],
    distinguishedBy: ['predicate'],
  },
  'subject-mismatch': {
    severity: 'critical',
    text: 'An attestation of {name} {version} is about something else: {what}.',
    remedy: 'Do not install it. Remove the lockfile entry, write it anew, and compare the hash with the registry.',
    needs: ['attestation', 'packument', 'tarball'],
  },
  'identity-mismatch': {
    severity: 'high',
    text: '{name} {version} was built elsewhere than expected: its {part} is {actual}; expected is {expected}.',
    remedy: 'Find out why the build moved. Only if that is intended, change `source` and its companions in the policy.',
    needs: ['attestation'],
    needsBefore: ['attestation'],
  },
  downgraded: {
    severity: 'high',
    text: '{name} {version} lost the proof of its build that {before} had. Hijacked releases look like this.',
    remedy: 'Stay with {before} until the maintainers explain it, or take a later release with provenance.',
    needs: ['attestation', 'packument'],
  },
} as const satisfies Record<string, Message>

export const provenance = defineRule({
  id: 'provenance',
  summary: 'A server must be provably built from the source that the policy names.',
  tiers: ['server'],
  controls: ['CWE-347', 'CWE-494', 'OWASP-MCP04', 'SLSA', 'NIST-SSDF/PW.4.4', 'MCP-SUPPLY-02/2', 'MCP-SUPPLY-02/5'],
  options: {},
  messages,
  check: ({ subjects }, report) => subjects.flatMap((subject) => judge(subject, report)),
})

function judge(subject: Subject, report: Report<typeof messages>): readonly RuleFinding[] {
  const { attestation } = subject.evidence
  if (attestation.status === 'unavailable') return []
  const all = attestation.status === 'observed' ? attestation.value : []
  const proofs = proofsOf(all)
  const rejected = all.filter((one) => !one.verified)
  return [
    ...rejected.map(({ predicateType, code, detail }) => {
      const facts = [{ label: 'code', value: code }]
      return report('invalid', subject, { args: { ...argsOf(subject), predicate: predicateType, detail }, facts })
    }),
    ...all.filter((one) => one.verified).flatMap((one) => judgeSubject(one, subject, report)),
    ...proofs.flatMap((proof) => judgeIdentity(proof, subject, report)),
    ...(proofs.length > 0 ? [] : judgeAbsence(subject, rejected.length > 0, report)),
  ]
}

function judgeSubject(attestation: VerifiedAttestation, subject: Subject, report: Report<typeof messages>) {
  const what = strayOf(attestation, subject)
  if (what === null) return []
  const facts = [{ label: 'predicate', value: attestation.predicateType }]
  return [report('subject-mismatch', subject, { args: { ...argsOf(subject), what }, facts })]
}

function judgeIdentity(proof: Proof, subject: Subject, report: Report<typeof messages>): readonly RuleFinding[] {
  const mismatches = mismatchesOf(proof.signer, expectedOf(subject), proofBefore(subject)?.signer ?? null)
  if (mismatches.length === 0) return []
  const join = (of: keyof Mismatch) => mismatches.map((mismatch) => mismatch[of]).join(', ')
  const args = { ...argsOf(subject), part: join('part'), actual: join('actual'), expected: join('expected') }
  return [report('identity-mismatch', subject, { args, facts: factsOf(proof) })]
}

function judgeAbsence(subject: Subject, isRejected: boolean, report: Report<typeof messages>): readonly RuleFinding[] {
  const args = argsOf(subject)
  const baselines = baselinesOf(subject)
  const isTrusted = observedValue(subject.evidence.release)?.trustedPublisher != null
  const proved =
    baselines.find(({ attested }) => attested) ??
    baselines.find(({ trustedPublisher }) => trustedPublisher !== null && !isTrusted)
  const severity = expectedOf(subject).length > 0 ? 'high' : 'moderate'
  return [
    ...(isRejected ? [] : [report('missing', subject, { args, severity, facts: markersOf(subject) })]),
    ...(proved ? [report('downgraded', subject, { args: { ...args, before: proved.version } })] : []),
  ]
}

/** What the registry says of how it was published: no proof, so it only stands beside. */
function markersOf({ evidence }: Subject): readonly Fact[] {
  const release = observedValue(evidence.release)
  return [
    ...(release?.trustedPublisher ? [{ label: 'trusted publisher, unsigned', value: release.trustedPublisher }] : []),
    ...(release?.staged ? [{ label: 'staged publishing, unsigned', value: 'approved after it was handed in' }] : []),
  ]
}

function argsOf({ component }: Subject) {
  return { name: component.name, version: component.version ?? '' }
}

function expectedOf({ allow }: Subject): readonly ExpectedSource[] {
  return allow.fitting.flatMap((entry) => (entry.kind === 'package' && entry.expected ? [entry.expected] : []))
}
