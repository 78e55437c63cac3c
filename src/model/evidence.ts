// What the world says of one package version, each fact with its three states. Gathered once, judged purely.
import type { Observation } from './observation.ts'
import type { Severity } from './severity.ts'

/** Names of the observations; `evidence-unavailable/<name>` is reported under them. */
export const OBSERVATION_NAMES = [
  'packument',
  'attestation',
  'registry-signature',
  'tarball',
  'advisories',
  'malware',
] as const
export type ObservationName = (typeof OBSERVATION_NAMES)[number]

/** All that was learned of one purl. A kind of evidence nobody asked for is `unavailable('not-gathered')` and judged by no rule. */
export interface Evidence {
  readonly purl: string
  /** The registry's packument. Absent: the registry knows no package of that name. */
  readonly packument: Observation<PackageFacts>
  /** This version's entry in the packument. Absent: the package exists and the version does not. */
  readonly release: Observation<ReleaseFacts>
  /** Provenance and publish attestations, each verified on its own. Absent: the registry says there are none. */
  readonly attestation: Observation<readonly AttestationFacts[]>
  /** The registry's signature over name@version:integrity. Absent: a registry with keys did not sign this release. */
  readonly 'registry-signature': Observation<SignatureFacts>
  readonly tarball: Observation<TarballFacts>
  /** Known vulnerabilities of this version; an empty list is an answer. */
  readonly advisories: Observation<readonly Advisory[]>
  /** Reports that this version is malicious; an empty list is an answer. */
  readonly malware: Observation<readonly Advisory[]>
}

export interface Person {
  readonly name: string
  readonly email: string | null
}

/** Facts of a package name, from its packument. Times are milliseconds since 1970. */
export interface PackageFacts {
  readonly name: string
  readonly created: number | null
  readonly latest: string | null
  readonly distTags: Readonly<Record<string, string>>
  readonly maintainers: readonly Person[]
  readonly keywords: readonly string[]
  readonly repository: string | null
  /** Every version still there. */
  readonly releases: ReadonlyMap<string, ReleaseFacts>
  /** Publish time of every version ever, unpublished ones included. */
  readonly times: ReadonlyMap<string, number>
  /** True where the whole package was unpublished. */
  readonly unpublished: boolean
}

/** Facts of one version, from the packument; all of it unsigned except where a signature says otherwise. */
export interface ReleaseFacts {
  readonly version: string
  readonly published: number | null
  readonly integrity: string | null
  readonly tarballUrl: string | null
  readonly deprecated: string | null
  /** The registry's own flag, or derived from `scripts`; null where it tells neither. */
  readonly hasInstallScript: boolean | null
  /** preinstall, install, postinstall (and prepare for git), by name. */
  readonly installScripts: Readonly<Record<string, string>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly optionalDependencies: Readonly<Record<string, string>>
  readonly peerDependencies: Readonly<Record<string, string>>
  readonly bin: readonly string[]
  readonly mcpName: string | null
  readonly keywords: readonly string[]
  readonly repository: string | null
  readonly publisher: Person | null
  /** Who could publish when this version was; null where the registry does not tell. */
  readonly maintainers: readonly Person[] | null
  readonly trustedPublisher: string | null
  readonly staged: boolean
  /** The packument names an attestation for this version. */
  readonly attested: boolean
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[]
  readonly unpackedSize: number | null
  readonly fileCount: number | null
}

/** What a certificate of a verified bundle says of its signer. Strings as in the certificate; null where it has no such extension. */
export interface SignerIdentity {
  /** Subject alternative name: the workflow that signed. */
  readonly san: string
  readonly issuer: string | null
  readonly sourceRepository: string | null
  readonly sourceRepositoryId: string | null
  readonly sourceOwnerId: string | null
  readonly sourceRef: string | null
  readonly sourceCommit: string | null
  /** The caller's workflow (build config), which a reusable workflow hides from the SAN. */
  readonly buildConfig: string | null
  readonly runner: string | null
  readonly trigger: string | null
  readonly runUrl: string | null
}

export interface VerifiedAttestation {
  readonly verified: true
  readonly predicateType: string
  /** Purl and lower-case hexadecimal sha512 of every subject, from the signed statement. */
  readonly subjects: readonly { readonly name: string; readonly sha512: string | null }[]
  /** Null where a registry key signed (publish attestation). */
  readonly signer: SignerIdentity | null
  readonly loggedAt: number | null
  /** Which trust root proved it. */
  readonly trustRoot: 'tuf' | 'frozen'
}

/** Bad evidence is a value: `code` is sigstore's or ours, `detail` one plain sentence. */
export interface RejectedAttestation {
  readonly verified: false
  readonly predicateType: string
  readonly code: string
  readonly detail: string
}

export type AttestationFacts = VerifiedAttestation | RejectedAttestation

export type SignatureFacts =
  | { readonly verified: true; readonly keyid: string }
  | { readonly verified: false; readonly code: 'invalid' | 'key-expired' | 'unknown-key'; readonly keyid: string }

export interface Advisory {
  readonly id: string
  readonly title: string
  readonly severity: Severity
  readonly url: string | null
}

/** Something a package's code can do, at one place. */
export interface Capability {
  readonly kind: 'network' | 'process' | 'environment' | 'dynamic-code' | 'client-config' | 'obfuscated' | 'address'
  /** What it is: module, variable, host, URL or e-mail address. Equal details of one kind are one capability. */
  readonly detail: string
  readonly file: string
  readonly line: number
  /** The code around it, one line, at most 160 characters. */
  readonly excerpt: string
}

export interface TarballFile {
  readonly path: string
  readonly size: number
  readonly sha256: string
}

/** What is really inside. `integrity` is computed from the bytes. */
export interface TarballFacts {
  readonly integrity: string
  readonly files: readonly TarballFile[]
  readonly unpackedSize: number
  /** The manifest's install-relevant part as shipped. */
  readonly manifest: {
    readonly name: string | null
    readonly version: string | null
    readonly dependencies: Readonly<Record<string, string>>
    readonly optionalDependencies: Readonly<Record<string, string>>
    readonly peerDependencies: Readonly<Record<string, string>>
    readonly scripts: Readonly<Record<string, string>>
    readonly bin: readonly string[]
    readonly mcpName: string | null
  }
  /** Scripts that run on install, `binding.gyp` included, with the text of the file each one runs where there is one. */
  readonly installScripts: readonly {
    readonly event: string
    readonly command: string
    /** SHA-256 of the command and of the file it runs. */
    readonly sha256: string
    readonly file: string | null
    readonly excerpt: string | null
  }[]
  readonly capabilities: readonly Capability[]
}
