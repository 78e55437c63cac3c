// The seven items of evidence that MCP-SUPPLY-02 asks for, each as one value.
import type { Evidence } from '../../model/evidence.ts'
import { type Observation, observedValue, unavailable } from '../../model/observation.ts'
import type { AllowEntry } from '../../model/policy.ts'
import { byText } from '../alike.ts'
import { maskSecrets } from '../escape.ts'
import { evidenceJson } from '../json-evidence.ts'
import { componentJson, countsJson, sourceJson, waiverJson } from '../json-parts.ts'
import { componentsOf, type Dossier, findingsOf, headOf, judgedPackages } from './dossier.ts'

/** Item 1: the allowlist as it was read, who reviewed each entry, and what each entry names that is there. */
export function allowlistItem(dossier: Dossier) {
  const { policy } = dossier
  const named = Map.groupBy(
    componentsOf(dossier).flatMap((component) =>
      dossier.allowOf(component).fitting.map((entry) => ({ entry, purl: maskSecrets(component.purl) })),
    ),
    ({ entry }) => entry,
  )
  return {
    ...headOf(dossier, 1, 'Allowlist of trusted sources'),
    registries: policy.registries,
    internalScopes: policy.internalScopes,
    entries: policy.allow.map((entry) => ({
      ...entryJson(entry),
      fits: [...new Set((named.get(entry) ?? []).map(({ purl }) => purl))].toSorted(byText),
    })),
    waivers: policy.waivers.map(waiverJson),
    findings: findingsOf(dossier, 1),
  }
}

/** Item 2: for each package, which bytes were compared and which signatures verified, or why not. */
export function verificationItem(dossier: Dossier) {
  return {
    ...headOf(dossier, 2, 'Verification of signatures and checksums'),
    packages: judgedPackages(dossier).map(({ component, places }) => {
      const evidence = evidenceOf(dossier, component.purl)
      const json = evidenceJson(evidence)
      return {
        purl: maskSecrets(component.purl),
        integrity: {
          lockfile: [...new Set(places.flatMap(({ integrity }) => integrity ?? []))].toSorted(byText),
          registry: outcome(evidence.release, ({ integrity }) => integrity),
          tarball: outcome(evidence.tarball, ({ integrity }) => integrity),
        },
        registrySignature: json['registry-signature'],
        attestation: json.attestation,
      }
    }),
    findings: findingsOf(dossier, 2),
  }
}

/** Item 3: registries that the policy trusts, that the settings name, and that the lockfiles install from. */
export function registriesItem(dossier: Dossier) {
  const hosts = Map.groupBy(
    componentsOf(dossier).filter(({ resolved }) => resolved !== null),
    ({ source, resolved }) => JSON.stringify([source, originOf(resolved ?? '')]),
  )
  return {
    ...headOf(dossier, 3, 'Registry configuration'),
    trusted: dossier.policy.registries,
    settings: dossier.settings.map(({ url, ...setting }) => ({ ...setting, url: maskSecrets(url) })),
    installedFrom: [...hosts.values()].flatMap((group) => {
      const [first] = group
      return first === undefined
        ? []
        : [{ source: first.source, origin: originOf(first.resolved ?? ''), components: group.length }]
    }),
    findings: findingsOf(dossier, 3),
  }
}

/** Item 4: how each server's name was read, whether it names one version, and whether the registry knows it. */
export function namesItem(dossier: Dossier) {
  return {
    ...headOf(dossier, 4, 'Validation of names'),
    names: serversOf(dossier).map((component) => {
      const { packument, release } = evidenceOf(dossier, component.purl)
      const { ecosystem, name, version, spec, launcher, alias, pinned, location } = componentJson(component, component)
      return {
        ...{ ecosystem, name, version, spec, launcher, alias, pinned, location },
        packageExists: outcome(packument, () => true),
        versionExists: outcome(release, () => true),
      }
    }),
    findings: findingsOf(dossier, 4),
  }
}

/** Item 5: who published, who could, which build was proved, and whom the allowlist expects. */
export function publishersItem(dossier: Dossier) {
  return {
    ...headOf(dossier, 5, 'Verification of publishers'),
    publishers: judgedPackages(dossier).map(({ component }) => {
      const evidence = evidenceOf(dossier, component.purl)
      const fitting = dossier.allowOf(component).fitting.filter((entry) => entry.kind === 'package')
      return {
        purl: maskSecrets(component.purl),
        release: outcome(evidence.release, ({ publisher, published, trustedPublisher, repository }) => ({
          publisher: publisher?.name ?? null,
          published: published === null ? null : new Date(published).toISOString(),
          trustedPublisher,
          repository: repository === null ? null : maskSecrets(repository),
        })),
        maintainers: outcome(evidence.packument, ({ maintainers }) => maintainers.map(({ name }) => name)),
        builtFrom: outcome(evidence.attestation, (all) =>
          all.flatMap((one) =>
            one.verified && one.signer !== null ? [one.signer.sourceRepository ?? one.signer.san] : [],
          ),
        ),
        expected: fitting.map(({ expected, publisher }) => ({ source: expected, publisher })),
      }
    }),
    findings: findingsOf(dossier, 5),
  }
}

/** Item 6: whom each name was found to imitate; names that passed are named too. */
export function imitationsItem(dossier: Dossier) {
  const judged = componentsOf(dossier).filter(({ ecosystem }) => ecosystem === 'npm')
  const names = [...new Set(judged.map(({ name }) => name))].toSorted(byText)
  return {
    ...headOf(dossier, 6, 'Detection of imitated names'),
    protectedNames: dossier.protectedNames,
    names: names.map((name) => {
      const likeness = dossier.imitates(name)
      return {
        name,
        imitates:
          likeness === null
            ? null
            : { name: likeness.name, kind: likeness.kind, strength: likeness.strength, why: likeness.why },
      }
    }),
    findings: findingsOf(dossier, 6),
  }
}

/** Item 7: everything that is installed or launched, with its file and line, and the verdict on it. */
export function installationItem(dossier: Dossier) {
  const { report } = dossier
  return {
    ...headOf(dossier, 7, 'Audit of what is installed, with its sources'),
    verdict: report.verdict,
    counts: countsJson(report.counts),
    sources: report.sources.map(sourceJson),
    components: componentsOf(dossier).map((component) => componentJson(component, component)),
    findings: findingsOf(dossier, 7),
  }
}

function serversOf(dossier: Dossier) {
  return componentsOf(dossier).filter(({ tier }) => tier === 'server')
}

const NOT_GATHERED = unavailable('not-gathered', 'nobody asked for it')

function evidenceOf({ report }: Dossier, purl: string): Evidence {
  const none = { packument: NOT_GATHERED, release: NOT_GATHERED, attestation: NOT_GATHERED, tarball: NOT_GATHERED }
  const rest = { 'registry-signature': NOT_GATHERED, advisories: NOT_GATHERED, malware: NOT_GATHERED }
  return report.evidence.get(purl) ?? { purl, ...none, ...rest }
}

/** Three answers that are never confused: a value, that there is none, or why nobody knows. */
function outcome<T, V>(observation: Observation<T>, value: (observed: T) => V) {
  if (observation.status === 'unavailable') {
    const { status, reason, detail } = observation
    return { status, reason, detail: maskSecrets(detail) }
  }
  const seen = observedValue(observation)
  return seen === null ? { status: 'absent' } : { status: 'observed', value: value(seen) }
}

function originOf(resolved: string): string {
  return URL.canParse(resolved) ? new URL(resolved).origin : 'no address'
}

function entryJson(entry: AllowEntry) {
  const { place, reviewed, expires, ...content } = entry
  return { ...content, reviewed, expires, location: { path: place.path, line: place.line } }
}
