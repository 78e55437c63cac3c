// Valid defaults with typed overrides for every value of the model, so that a test states only what it is about.
import { addressDigest } from '../../src/model/address.ts'
import type { Change } from '../../src/model/change.ts'
import type { Component } from '../../src/model/component.ts'
import type { Evidence, PackageFacts, ReleaseFacts, TarballFacts } from '../../src/model/evidence.ts'
import { observed, unavailable } from '../../src/model/observation.ts'
import type { AllowedPackage, Policy } from '../../src/model/policy.ts'
import type { RuleContext, Subject } from '../../src/model/rule.ts'
import type { FactChange, ReadSource, SourceFact, UnreadSource } from '../../src/model/source.ts'

/** 20 November 2026, noon UTC: the fixed clock of all tests. */
export const NOW = Date.UTC(2026, 10, 20, 12)
export const HOUR = 3_600_000
export const DAY = 24 * HOUR
export const SHA512 = `sha512-${'A'.repeat(86)}==`
export const OTHER_SHA512 = `sha512-${'B'.repeat(86)}==`
export const REGISTRY = 'https://registry.example.test/'

export function aComponent(overrides: Partial<Component> = {}): Component {
  const name = overrides.name ?? 'sample-mcp'
  const version = overrides.version === undefined ? '1.0.0' : overrides.version
  return {
    id: `node_modules/${name}`,
    source: 'package-lock.json',
    ecosystem: 'npm',
    name,
    version,
    spec: null,
    purl: `pkg:npm/${name.replace('@', '%40')}${version === null ? '' : `@${version}`}`,
    integrity: SHA512,
    resolved: `${REGISTRY}${name}/-/${name.replace(/^@[^/]+\//, '')}-${version}.tgz`,
    archive: null,
    scope: 'production',
    direct: true,
    pinned: true,
    installScript: false,
    bundled: false,
    alias: null,
    server: null,
    launcher: null,
    url: null,
    urlDigest: overrides.url ? addressDigest(overrides.url) : null,
    dependsOn: [],
    launch: null,
    lockedIn: null,
    route: ['packages', `node_modules/${name}`],
    ...overrides,
  }
}

export function aChange(overrides: Partial<Change> = {}): Change {
  const after = overrides.after ?? [aComponent(overrides.name === undefined ? {} : { name: overrides.name })]
  const first = after[0] ?? overrides.before?.[0]
  return {
    source: first?.source ?? 'package-lock.json',
    ecosystem: first?.ecosystem ?? 'npm',
    name: first?.name ?? 'sample-mcp',
    kind: 'added',
    before: [],
    after,
    tier: 'server',
    reasons: [{ kind: 'name', detail: 'mcp' }],
    scope: first?.scope ?? 'production',
    direct: first?.direct ?? true,
    via: [],
    ...overrides,
  }
}

export function aRelease(overrides: Partial<ReleaseFacts> = {}): ReleaseFacts {
  return {
    version: '1.0.0',
    published: NOW - 100 * DAY,
    integrity: SHA512,
    tarballUrl: `${REGISTRY}sample-mcp/-/sample-mcp-1.0.0.tgz`,
    deprecated: null,
    hasInstallScript: false,
    installScripts: {},
    dependencies: {},
    optionalDependencies: {},
    peerDependencies: {},
    bin: [],
    mcpName: null,
    keywords: [],
    repository: 'https://github.com/acme/sample-mcp',
    publisher: { name: 'acme-bot', email: 'bot@acme.example' },
    maintainers: [{ name: 'acme-bot', email: 'bot@acme.example' }],
    trustedPublisher: null,
    staged: false,
    attested: false,
    signatures: [],
    unpackedSize: 1000,
    fileCount: 3,
    ...overrides,
  }
}

export function aPackage(overrides: Partial<PackageFacts> = {}): PackageFacts {
  const release = aRelease()
  return {
    name: 'sample-mcp',
    created: NOW - 400 * DAY,
    latest: '1.0.0',
    distTags: { latest: '1.0.0' },
    maintainers: [{ name: 'acme-bot', email: 'bot@acme.example' }],
    keywords: [],
    repository: 'https://github.com/acme/sample-mcp',
    releases: new Map([[release.version, release]]),
    times: new Map([[release.version, release.published ?? NOW]]),
    unpublished: false,
    ...overrides,
  }
}

export function aTarball(overrides: Partial<TarballFacts> = {}): TarballFacts {
  return {
    integrity: SHA512,
    files: [{ path: 'package.json', size: 300, sha256: 'c'.repeat(64) }],
    unpackedSize: 300,
    manifest: {
      name: 'sample-mcp',
      version: '1.0.0',
      dependencies: {},
      optionalDependencies: {},
      peerDependencies: {},
      scripts: {},
      bin: [],
      mcpName: null,
    },
    installScripts: [],
    capabilities: [],
    ...overrides,
  }
}

/** Evidence of an honest release that nobody has asked a tarball or advisories of. */
export function someEvidence(overrides: Partial<Evidence> = {}): Evidence {
  return {
    purl: 'pkg:npm/sample-mcp@1.0.0',
    packument: observed(aPackage()),
    release: observed(aRelease()),
    attestation: notGathered,
    'registry-signature': notGathered,
    tarball: notGathered,
    advisories: observed([]),
    malware: observed([]),
    ...overrides,
  }
}

const notGathered = unavailable('not-gathered', 'nobody asked for it')

/** Evidence when nothing answered. */
export function noEvidence(reason: 'offline' | 'timeout' = 'timeout'): Evidence {
  const silent = unavailable(reason, 'the registry did not answer')
  return {
    purl: 'pkg:npm/sample-mcp@1.0.0',
    packument: silent,
    release: silent,
    attestation: silent,
    'registry-signature': silent,
    tarball: silent,
    advisories: silent,
    malware: silent,
  }
}

export function anAllowedPackage(overrides: Partial<AllowedPackage> = {}): AllowedPackage {
  return {
    kind: 'package',
    ecosystem: 'npm',
    name: 'sample-mcp',
    versions: ['1.0.0'],
    expected: null,
    integrity: {},
    digest: null,
    publisher: null,
    installScripts: null,
    place: { path: '.github/mcp-gate.yml', line: 5 },
    reviewed: null,
    expires: null,
    ...overrides,
  }
}

export function aPolicy(overrides: Partial<Policy> = {}): Policy {
  return {
    origin: { kind: 'file', path: '.github/mcp-gate.yml', ref: 'main', sha256: 'a'.repeat(64), extends: null },
    central: null,
    locked: [],
    failOn: 'high',
    approvers: [],
    ignore: [],
    unavailable: 'fail',
    internalScopes: [],
    registries: [{ url: REGISTRY, scopes: [] }],
    allow: [],
    rules: {},
    waivers: [],
    ...overrides,
  }
}

export function aSubject(overrides: Partial<Subject> = {}): Subject {
  const change = overrides.change ?? aChange(overrides.component ? { after: [overrides.component] } : {})
  return {
    change,
    component: change.after[0] ?? aComponent(),
    replaces: null,
    evidence: someEvidence(),
    evidenceBefore: null,
    allow: { named: [], fitting: [] },
    impersonates: null,
    original: null,
    ...overrides,
  }
}

export function aContext(overrides: Partial<RuleContext> = {}): RuleContext {
  return {
    mode: 'gate',
    now: NOW,
    policy: aPolicy(),
    options: {},
    subjects: [],
    changes: (overrides.subjects ?? []).map((subject) => subject.change),
    sources: [],
    facts: [],
    head: { sources: [] },
    base: { sources: [] },
    policyPath: '.github/mcp-gate.yml',
    metWaivers: [],
    catalogue: [],
    tierOf: () => 'other',
    ...overrides,
  }
}

export function aReadSource(overrides: Partial<ReadSource> = {}): ReadSource {
  return {
    path: 'package-lock.json',
    kind: 'npm-lockfile',
    status: 'read',
    components: [],
    facts: [],
    graph: null,
    publishable: false,
    lineOf: () => 1,
    ...overrides,
  }
}

export function anUnreadSource(overrides: Partial<UnreadSource> = {}): UnreadSource {
  return {
    path: 'package-lock.json',
    kind: 'npm-lockfile',
    status: 'unreadable',
    reason: 'it ends in the middle of a string',
    line: 7,
    remedy: 'Write it again with npm install.',
    lineOf: () => 7,
    ...overrides,
  }
}

export function aFact(overrides: Partial<SourceFact> = {}): SourceFact {
  return {
    kind: 'out-of-sync',
    key: 'out-of-sync:sample-mcp',
    name: 'sample-mcp',
    component: 'node_modules/sample-mcp',
    args: {},
    route: ['packages', 'node_modules/sample-mcp'],
    ...overrides,
  }
}

export function aFactChange(
  overrides: Partial<Omit<FactChange, 'fact'>> & { fact?: Partial<SourceFact> } = {},
): FactChange {
  const { fact, ...rest } = overrides
  return { source: 'package-lock.json', sourceKind: 'npm-lockfile', kind: 'added', ...rest, fact: aFact(fact) }
}
