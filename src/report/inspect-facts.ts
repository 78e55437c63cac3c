// What the evidence on one package says, in words; none and silence are never confused.
import type { AttestationFacts } from '../model/evidence.ts'
import type { Observation } from '../model/observation.ts'
import { plain } from './escape.ts'
import type { Inspection } from './json.ts'
import { ageText, counted } from './wording.ts'

/** Label and sentence per kind of evidence; ages are counted to `at`, milliseconds since 1970. */
export function evidenceFacts({ evidence }: Inspection, at: number): readonly (readonly [string, string])[] {
  const { packument, release, attestation, tarball, advisories, malware } = evidence
  return [
    [
      'package',
      said(packument, ({ created, releases, latest }) =>
        [
          created === null ? 'first release unknown' : `first released ${ageText(at - created)} ago`,
          counted(releases.size, 'release'),
          `latest ${plain(latest ?? 'none', 40)}`,
        ].join(', '),
      ),
    ],
    [
      'release',
      said(release, ({ published, publisher, trustedPublisher, staged, deprecated }) =>
        [
          published === null ? 'publish time unknown' : `${ageText(at - published)} old`,
          `by ${plain(publisher?.name ?? 'unknown', 60)}`,
          // The registry signs neither.
          trustedPublisher === null ? '' : `trusted publisher ${plain(trustedPublisher, 40)} (unsigned)`,
          staged ? 'staged (unsigned)' : '',
          deprecated === null ? '' : `deprecated: ${plain(deprecated)}`,
        ]
          .filter(Boolean)
          .join(', '),
      ),
    ],
    [
      'maintainers',
      said(
        packument,
        ({ maintainers }) =>
          maintainers
            .slice(0, 8)
            .map((one) => plain(one.name, 60))
            .join(', ') || 'none named',
      ),
    ],
    [
      'scripts',
      said(
        release,
        ({ installScripts, hasInstallScript }) =>
          Object.entries(installScripts)
            .map(([event, command]) => `${plain(event, 40)}: ${plain(command, 120)}`)
            .join('; ') || (hasInstallScript ? 'runs on install' : 'none on install'),
      ),
    ],
    ['provenance', said(attestation, (attestations) => attestations.map(attestationText).join('; ') || 'none')],
    [
      'signature',
      said(evidence['registry-signature'], (signature) =>
        signature.verified ? 'verified' : `not verified: ${signature.code}`,
      ),
    ],
    [
      'tarball',
      said(
        tarball,
        ({ files, unpackedSize, capabilities }) =>
          `${counted(files.length, 'file')}, ${Math.ceil(unpackedSize / 1024)} KiB, ${counted(capabilities.length, 'place')} worth a look`,
      ),
    ],
    [
      'advisories',
      said(
        advisories,
        (list) => list.map(({ id, severity }) => `${plain(id, 60)} (${severity})`).join(', ') || 'none known',
      ),
    ],
    ['malware', said(malware, (list) => list.map(({ id }) => plain(id, 60)).join(', ') || 'none known')],
  ]
}

function attestationText(facts: AttestationFacts): string {
  if (!facts.verified) return `not verified: ${plain(facts.detail)}`
  const { signer } = facts
  return signer === null
    ? 'verified, signed by the registry'
    : `verified, built from ${plain(signer.sourceRepository ?? signer.san)}`
}

/** The three answers in words that are never confused. */
function said<T>(observation: Observation<T>, words: (value: T) => string): string {
  if (observation.status === 'observed') return words(observation.value)
  if (observation.status === 'absent') return 'none: the registry says so'
  if (observation.reason === 'not-gathered') return 'not asked for'
  return `could not be checked (${observation.reason}): ${plain(observation.detail)}`
}
