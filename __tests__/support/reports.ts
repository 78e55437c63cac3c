// Fixed reports, one for each thing a person may see; renderers are tested and looked at with these alone.
import type { Change } from '../../src/model/change.ts'
import type { TarballFacts } from '../../src/model/evidence.ts'
import type { Finding } from '../../src/model/finding.ts'
import { absent, observed, unavailable } from '../../src/model/observation.ts'
import type { ContentDiff, PackageDiff } from '../../src/model/package-diff.ts'
import type { Report, Row } from '../../src/model/report.ts'
import type { Message, RuleCatalogue } from '../../src/model/rule.ts'
import { SEVERITIES } from '../../src/model/severity.ts'
import { aChange, aComponent, DAY, HOUR, NOW, noEvidence, OTHER_SHA512, SHA512, someEvidence } from './builders.ts'

export const BASE_SHA = '3f2c9e1d5b6a7c8091a2b3c4d5e6f708192a3b4c'
export const HEAD_SHA = 'a41b77d05e6f708192a3b4c5d6e7f8091a2b3c4d'
const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com'

const message = (severity: Message['severity'], text: string, remedy: string): Message => ({ severity, text, remedy })

/** A few rules worded as the real ones are, so that samples do not change with them. */
export const CATALOGUE: RuleCatalogue = [
  aRuleOf('allowlist', 'Servers that the policy does not list.', {
    'version-not-allowlisted': message(
      'high',
      '{name} {version} is not on the allowlist: the list has {allowed}.',
      'Wait for a reviewed release, or read what changed and add this entry to {policy}.',
    ),
    'not-allowlisted': message(
      'high',
      '{name} is not on the allowlist.',
      'Review it, then add this entry to {policy}.',
    ),
  }),
  aRuleOf('cooldown', 'Releases too new to be trusted.', {
    'released-too-recently': message(
      'high',
      '{name} {version} was released {age} ago; the policy asks for {hours} hours.',
      'Wait until {until}, or use {older}, which is old enough.',
    ),
  }),
  aRuleOf('capabilities', 'Abilities that a release gained.', {
    'address-added': message(
      'moderate',
      '{name} can reach {address}, which {before} could not.',
      'Read the code around it before you approve.',
    ),
  }),
  aRuleOf('impersonation', 'Names that imitate others.', {
    homoglyph: message('critical', '{name} imitates {original}: {why}.', 'Use {original}.'),
  }),
  aRuleOf('install-script', 'Scripts that run on install.', {
    added: message(
      'high',
      '{name} runs {command} on install.',
      'Install with scripts off, or allow this script by its digest.',
    ),
  }),
  aRuleOf('exact-pin', 'Versions left open.', {
    'launch-not-pinned': message(
      'high',
      '{server} starts whatever {spec} means on that day.',
      'Write the exact version: {exact}.',
    ),
    'spec-not-exact': message(
      'high',
      '{name} is asked for as {spec}, so its version is chosen at install.',
      'Write {exact}.',
    ),
  }),
  aRuleOf('evidence-unavailable', 'Evidence that could not be had.', {
    malware: message(
      'critical',
      'Malware reports on {name} {version} could not be had: {reason}.',
      'Run the check again.',
    ),
    tarball: message('high', 'The tarball of {name} {version} could not be read: {reason}.', 'Run the check again.'),
    attestation: message(
      'high',
      'The provenance of {name} {version} could not be checked: {reason}.',
      'Run the check again.',
    ),
  }),
  aRuleOf('provenance', 'Where a release was built.', {
    missing: message('moderate', '{name} {version} has no provenance.', 'Ask its authors to publish with provenance.'),
  }),
  aRuleOf('source-unread', 'Files that could not be read.', {
    unreadable: message('high', '{path} could not be read: {reason}.', 'Write the file again with {tool}.'),
  }),
]

function aRuleOf(id: string, summary: string, messages: RuleCatalogue[number]['messages']): RuleCatalogue[number] {
  return {
    id,
    summary,
    tiers: ['server'],
    controls: ['CWE-829', 'OWASP-MCP04'],
    modes: ['gate', 'audit', 'inspect'],
    options: {},
    messages,
  }
}

export function aFinding(overrides: Partial<Finding> = {}): Finding {
  const name = overrides.name === undefined ? 'sample-mcp' : overrides.name
  const location = overrides.location ?? { path: 'package.json', line: 14 }
  return {
    rule: 'allowlist',
    id: 'not-allowlisted',
    severity: 'high',
    purl: `pkg:npm/${name}@1.0.0`,
    name,
    version: '1.0.0',
    source: location.path,
    args: { name: name ?? '', policy: '.github/mcp-gate.yml' },
    location,
    related: [],
    route: { path: location.path, route: ['dependencies', name ?? ''] },
    facts: [],
    suggestion: null,
    paste: null,
    status: 'open',
    fingerprint: `${overrides.rule ?? 'allowlist'}-${overrides.id ?? 'not-allowlisted'}-${name}`.replace(
      /[^\w-]/g,
      '_',
    ),
    waiver: null,
    ...overrides,
  }
}

export function aRow(overrides: Partial<Row> = {}): Row {
  return {
    name: 'sample-mcp',
    ecosystem: 'npm',
    kind: 'updated',
    before: ['1.0.0'],
    after: ['1.1.0'],
    tier: 'server',
    places: [{ path: 'package.json', line: 14 }],
    launcher: null,
    listed: 'holds',
    pinned: 'holds',
    proved: 'holds',
    scripts: 'holds',
    age: 'holds',
    ageMs: 150 * DAY,
    notes: [],
    ...overrides,
  }
}

/** A tarball of one file that reaches the network and runs a script. */
export function aTarball(): TarballFacts {
  return {
    integrity: SHA512,
    files: [{ path: 'index.js', size: 2000, sha256: 'd'.repeat(64) }],
    unpackedSize: 2000,
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
    installScripts: [
      { event: 'postinstall', command: 'node x.js', sha256: 'e'.repeat(64), file: 'x.js', excerpt: null },
    ],
    capabilities: [
      { kind: 'network', detail: 'https', file: 'index.js', line: 3, excerpt: "import https from 'node:https'" },
    ],
  }
}

/** A bump that changes one file and nothing else, published and built as before. */
export function aPackageDiff(overrides: Partial<PackageDiff> = {}): PackageDiff {
  const publishing = { publisher: 'acme-bot', trustedPublisher: null, staged: false }
  return {
    name: 'sample-mcp',
    purl: 'pkg:npm/sample-mcp@1.1.0',
    before: '1.0.0',
    after: '1.1.0',
    contents: observed(someContents()),
    dependencies: observed([]),
    publishing: { before: publishing, after: publishing },
    source: { before: absent, after: absent },
    ...overrides,
  }
}

export function someContents(overrides: Partial<ContentDiff> = {}): ContentDiff {
  return {
    files: [{ path: 'package.json', kind: 'changed', before: 812, after: 815 }],
    sizeBefore: 48_200,
    sizeAfter: 48_203,
    capabilities: [],
    scripts: [],
    ...overrides,
  }
}

/** The verdict and the counts follow from the findings unless they are given. */
export function aReport(overrides: Partial<Report> = {}): Report {
  const findings = overrides.findings ?? []
  const open = findings.filter(({ status }) => status === 'open')
  const count = (severity: Finding['severity']) => open.filter((finding) => finding.severity === severity).length
  const fails = open.some(({ severity }) => SEVERITIES.indexOf(severity) >= 2)
  return {
    tool: { name: 'mcp-gate', version: '1.0.0' },
    mode: 'gate',
    at: NOW,
    base: { ref: 'main', sha: BASE_SHA },
    head: { ref: 'feature/weather', sha: HEAD_SHA },
    policy: { kind: 'file', path: '.github/mcp-gate.yml', ref: 'main', sha256: 'c'.repeat(64), extends: null },
    failOn: 'high',
    verdict: fails ? 'fail' : open.length > 0 ? 'warn' : 'pass',
    counts: {
      critical: count('critical'),
      high: count('high'),
      moderate: count('moderate'),
      low: count('low'),
      waived: findings.length - open.length,
    },
    changes: [],
    findings,
    rows: [],
    packageDiffs: [],
    waivers: { expired: [], unused: [] },
    sources: [
      { path: 'package-lock.json', kind: 'npm-lockfile', status: 'read', components: 212 },
      { path: 'package.json', kind: 'manifest', status: 'read', components: 9 },
      { path: '.mcp.json', kind: 'client-config', status: 'read', components: 3 },
    ],
    evidence: new Map(),
    placeOf: ({ source }) => ({ path: source, line: 14 }),
    trustRoot: 'tuf',
    requests: 9,
    ...overrides,
  }
}

/** Nothing changed that matters. */
export const quietReport: Report = aReport({ trustRoot: null, requests: 0 })

const filesystem = aRow({
  name: '@modelcontextprotocol/server-filesystem',
  before: ['2026.3.1'],
  after: ['2026.7.10'],
  ageMs: 133 * DAY,
  notes: ['Built by release.yml of modelcontextprotocol/servers at main.'],
})

const servers = { repository: 'https://github.com/modelcontextprotocol/servers', issuer: GITHUB_ISSUER }
const trusted = { publisher: 'GitHub Actions', trustedPublisher: 'github', staged: true }
const filesystemDiff = aPackageDiff({
  name: '@modelcontextprotocol/server-filesystem',
  purl: 'pkg:npm/%40modelcontextprotocol/server-filesystem@2026.7.10',
  before: '2026.3.1',
  after: '2026.7.10',
  contents: observed(
    someContents({
      files: [
        { path: 'dist/index.js', kind: 'changed', before: 38_120, after: 39_004 },
        { path: 'dist/roots-utils.js', kind: 'changed', before: 2812, after: 2790 },
        { path: 'dist/path-validation.js', kind: 'added', before: null, after: 1904 },
        { path: 'package.json', kind: 'changed', before: 1102, after: 1102 },
      ],
      sizeBefore: 60_120,
      sizeAfter: 62_930,
    }),
  ),
  dependencies: observed([{ name: 'minimatch', before: '^10.0.1', after: '^10.0.3' }]),
  publishing: { before: trusted, after: trusted },
  source: {
    before: observed({ ...servers, commit: '1111111222222233333334444444555555566666' }),
    after: observed({ ...servers, commit: 'aaaaaaabbbbbbbcccccccdddddddeeeeeeefffff' }),
  },
})

/** One server bumped, everything proved. */
export const goodReport: Report = aReport({
  rows: [filesystem],
  packageDiffs: [filesystemDiff],
  changes: [
    aBump('@modelcontextprotocol/server-filesystem', '2026.3.1', '2026.7.10'),
    aChange({
      after: [aComponent({ name: 'minimatch', version: '10.0.3', direct: false })],
      tier: 'closure',
      reasons: [],
      direct: false,
      via: [['@modelcontextprotocol/server-filesystem']],
    }),
  ],
})

const PASTE = `- package: postmark-mcp
  versions: "1.0.16"
  integrity: { "1.0.16": "${OTHER_SHA512}" }
  reviewed: { by: "@you", on: 2026-11-20 }
`

const postmark = {
  name: 'postmark-mcp',
  version: '1.0.16',
  purl: 'pkg:npm/postmark-mcp@1.0.16',
  source: 'package.json',
}
const imitation = {
  name: '@modelcontextprotoco1/sdk',
  version: '1.30.0',
  purl: 'pkg:npm/%40modelcontextprotoco1/sdk@1.30.0',
  source: 'package.json',
}

const bumpFindings: readonly Finding[] = [
  aFinding({
    ...postmark,
    id: 'version-not-allowlisted',
    args: { name: 'postmark-mcp', version: '1.0.16', allowed: '1.0.12 - 1.0.15', policy: '.github/mcp-gate.yml' },
    related: [{ path: 'package-lock.json', line: 88 }],
    facts: [{ label: 'installed integrity', value: OTHER_SHA512 }],
    paste: PASTE,
  }),
  aFinding({
    ...postmark,
    rule: 'cooldown',
    id: 'released-too-recently',
    args: {
      name: 'postmark-mcp',
      version: '1.0.16',
      age: '3 hours',
      hours: '48',
      until: '2026-11-22 09:40 UTC',
      older: '1.0.15',
    },
  }),
  aFinding({
    ...postmark,
    rule: 'capabilities',
    id: 'address-added',
    severity: 'moderate',
    args: { name: 'postmark-mcp', address: 'phan@giftshop.example', before: '1.0.15' },
    facts: [
      {
        label: 'dist/index.js line 231',
        value: '   from: sender,\n+  Bcc: "phan@giftshop.example",\n   to: recipient',
        code: 'diff',
      },
    ],
  }),
  aFinding({
    ...imitation,
    rule: 'impersonation',
    id: 'homoglyph',
    severity: 'critical',
    args: {
      name: '@modelcontextprotoco1/sdk',
      original: '@modelcontextprotocol/sdk',
      why: 'the digit 1 stands for the letter l',
    },
    location: { path: 'package.json', line: 11 },
    route: { path: 'package.json', route: ['dependencies', '@modelcontextprotoco1/sdk'] },
    suggestion: {
      location: { path: 'package.json', route: ['dependencies', '@modelcontextprotoco1/sdk'] },
      from: '@modelcontextprotoco1/sdk',
      to: '@modelcontextprotocol/sdk',
    },
    facts: [
      {
        label: 'where it differs',
        value: '@modelcontextprotoco1/sdk\n@modelcontextprotocol/sdk\n                    ^',
        code: 'text',
      },
    ],
  }),
  aFinding({
    ...imitation,
    rule: 'install-script',
    id: 'added',
    args: { name: '@modelcontextprotoco1/sdk', command: 'node ./setup.js' },
    location: { path: 'package-lock.json', line: 41 },
  }),
  aFinding({
    rule: 'evidence-unavailable',
    id: 'attestation',
    name: 'mcp-remote',
    version: '0.1.38',
    args: { name: 'mcp-remote', version: '0.1.38', reason: 'the registry answered 503 three times' },
    location: { path: '.mcp.json', line: 6 },
  }),
  aFinding({
    rule: 'provenance',
    id: 'missing',
    severity: 'moderate',
    name: 'firecrawl-mcp',
    version: '3.26.0',
    args: { name: 'firecrawl-mcp', version: '3.26.0' },
    location: { path: 'package.json', line: 16 },
    status: 'waived',
    waiver: {
      reason: 'Vendor publishes without OIDC; reviewed in SEC-123.',
      owner: '@acme/security',
      expires: '2027-01-31',
    },
  }),
]

const bumpDiffs: readonly PackageDiff[] = [
  filesystemDiff,
  aPackageDiff({
    name: imitation.name,
    purl: imitation.purl,
    before: null,
    after: '1.30.0',
    contents: observed(
      someContents({
        files: [
          { path: 'setup.js', kind: 'added', before: null, after: 91_004 },
          { path: 'package.json', kind: 'added', before: null, after: 611 },
        ],
        sizeBefore: null,
        sizeAfter: 91_615,
        capabilities: [
          { kind: 'obfuscated', detail: 'names of hexadecimal digits', file: 'setup.js', line: 1, excerpt: '_0x12ab' },
          { kind: 'process', detail: 'child_process', file: 'setup.js', line: 1, excerpt: 'spawn' },
          { kind: 'environment', detail: 'NPM_TOKEN', file: 'setup.js', line: 1, excerpt: 'env' },
        ],
        scripts: [
          { kind: 'added', event: 'postinstall', command: 'node ./setup.js', sha256: 'e'.repeat(64), file: 'setup.js' },
        ],
      }),
    ),
    publishing: { before: null, after: { publisher: 'mcp-sdk-team', trustedPublisher: null, staged: false } },
    source: { before: null, after: absent },
  }),
  aPackageDiff({
    name: 'mcp-remote',
    purl: 'pkg:npm/mcp-remote@0.1.38',
    before: '0.1.37',
    after: '0.1.38',
    contents: unavailable('server-error', 'the registry answered 503 three times'),
    source: { before: absent, after: unavailable('server-error', 'the registry answered 503 three times') },
  }),
  aPackageDiff({
    name: postmark.name,
    purl: postmark.purl,
    before: '1.0.15',
    after: '1.0.16',
    contents: observed(
      someContents({
        files: [
          { path: 'dist/index.js', kind: 'changed', before: 12_300, after: 12_341 },
          { path: 'package.json', kind: 'changed', before: 812, after: 861 },
        ],
        sizeBefore: 18_400,
        sizeAfter: 18_490,
        capabilities: [
          {
            kind: 'address',
            detail: 'phan@giftshop.example',
            file: 'dist/index.js',
            line: 231,
            excerpt: 'Bcc: "phan@giftshop.example",',
          },
        ],
      }),
    ),
    dependencies: observed([{ name: 'mail-relay', before: null, after: '^0.0.3' }]),
    publishing: {
      before: { publisher: 'GitHub Actions', trustedPublisher: 'github', staged: false },
      after: { publisher: 'phan-dev', trustedPublisher: null, staged: false },
    },
    source: {
      before: observed({
        repository: 'https://github.com/acme/postmark-mcp',
        commit: '0123456789012345678901234567890123456789',
        issuer: GITHUB_ISSUER,
      }),
      after: absent,
    },
  }),
]

/** A bad release under a good name, an imitation, silence about a third, a waiver, one server that is fine. */
export const badBumpReport: Report = aReport({
  findings: bumpFindings,
  rows: [
    filesystem,
    aRow({
      name: 'postmark-mcp',
      before: ['1.0.15'],
      after: ['1.0.16'],
      listed: 'fails',
      proved: 'nothing',
      age: 'fails',
      ageMs: 3.4 * HOUR,
    }),
    aRow({
      name: '@modelcontextprotoco1/sdk',
      kind: 'added',
      before: [],
      after: ['1.30.0'],
      listed: 'fails',
      pinned: 'fails',
      proved: 'nothing',
      scripts: 'fails',
      age: 'fails',
      ageMs: 2 * DAY,
    }),
    aRow({
      name: 'mcp-remote',
      before: ['0.1.37'],
      after: ['0.1.38'],
      launcher: 'npx',
      places: [{ path: '.mcp.json', line: 6 }],
      proved: 'unchecked',
      ageMs: 160 * DAY,
      notes: ['The registry answered 503 three times.'],
    }),
    aRow({ name: 'firecrawl-mcp', before: ['3.25.0'], after: ['3.26.0'], proved: 'nothing', ageMs: 40 * DAY }),
  ],
  changes: [
    aBump('postmark-mcp', '1.0.15', '1.0.16'),
    aChange({ after: [aComponent({ ...imitation, integrity: SHA512 })], name: imitation.name }),
    aBump('@modelcontextprotocol/server-filesystem', '2026.3.1', '2026.7.10'),
    aBump('mcp-remote', '0.1.37', '0.1.38'),
    aBump('firecrawl-mcp', '3.25.0', '3.26.0'),
    ...Array.from({ length: 38 }, (_, index) => aLibrary(index)),
  ],
  packageDiffs: bumpDiffs,
  evidence: new Map([
    ['pkg:npm/postmark-mcp@1.0.16', someEvidence({ purl: 'pkg:npm/postmark-mcp@1.0.16' })],
    ['pkg:npm/mcp-remote@0.1.38', noEvidence()],
  ]),
})

/** The registry was down: nothing is bad and nothing is proved. */
export const unavailableReport: Report = aReport({
  findings: ['mcp-remote', 'weather-mcp', 'sentry-mcp'].flatMap((name, index) =>
    ['attestation', 'malware', 'tarball'].map((id) =>
      aFinding({
        rule: 'evidence-unavailable',
        id,
        name,
        args: { name, version: '1.1.0', reason: 'the registry answered 503 three times' },
        location: { path: 'package.json', line: 12 + index },
      }),
    ),
  ),
  rows: ['mcp-remote', 'weather-mcp', 'sentry-mcp'].map((name) =>
    aRow({
      name,
      proved: 'unchecked',
      age: 'unchecked',
      ageMs: null,
      notes: ['The registry answered 503 three times.'],
    }),
  ),
  trustRoot: null,
})

/** Forty findings over many packages and files. */
export const fortyFindingsReport: Report = aReport({
  findings: Array.from({ length: 40 }, (_, index) => {
    const name = `@acme/tool-${index}-mcp`
    const place = { path: index % 3 === 0 ? '.mcp.json' : 'package.json', line: 5 + index }
    if (index % 4 === 3)
      return aFinding({
        rule: 'provenance',
        id: 'missing',
        severity: 'moderate',
        name,
        args: { name, version: '1.0.0' },
        location: place,
      })
    return aFinding({
      name,
      args: { name, policy: '.github/mcp-gate.yml' },
      location: place,
      paste: `- package: "${name}"\n  versions: "1.0.0"\n  integrity: { "1.0.0": "${SHA512}" }\n`,
    })
  }),
  rows: Array.from({ length: 40 }, (_, index) =>
    aRow({
      name: `@acme/tool-${index}-mcp`,
      kind: 'added',
      before: [],
      after: ['1.0.0'],
      listed: index % 4 === 3 ? 'holds' : 'fails',
      proved: index % 4 === 3 ? 'warns' : 'holds',
      ageMs: (20 + index) * DAY,
    }),
  ),
  changes: Array.from({ length: 120 }, (_, index) => aLibrary(index)),
})

/** Texts that try to leave their place in Markdown, HTML, a terminal, a workflow log, a table or a comment marker. */
export const HOSTILE_TEXTS: readonly string[] = [
  'x](https://evil.example) ![p](https://evil.example/p.png)',
  '`` ` ``` `</code>',
  '</td></tr></table><script>alert(1)</script><img src=x onerror=alert(1)>',
  '</details><details open><summary>passed</summary>',
  '@octocat #1 acme/repo#2 GH-3 https://evil.example www.evil.example me@evil.example',
  'a | b | c \\| d \\',
  '::error file=x,line=1::owned',
  'first\n::set-output name=verdict::pass\r\n##[error]owned',
  '\u001b[2J\u001b]0;owned\u0007\u009b31m',
  'safe\u202egnp.exe\u2066\u200b\u00ad\ufeff',
  '<!-- mcp-gate:v1 --> -->',
  '__proto__',
  '\ud800 lone',
  '',
  '   ',
  '$x^2$ **bold** _em_ ~~gone~~ :tada: [ref]: https://evil.example',
  '```suggestion\nowned\n```',
  '"; alert(1); //',
  '{"a":"</script><script>alert(1)</script>"}',
  'https://user:hunter2-FAKE@registry.example.test/x?token=FAKE-SECRET',
]

/** Every field that comes from outside holds a hostile text. */
export const hostileReport: Report = aReport({
  head: { ref: HOSTILE_TEXTS[1] ?? '', sha: HEAD_SHA },
  base: { ref: HOSTILE_TEXTS[8] ?? '', sha: BASE_SHA },
  findings: HOSTILE_TEXTS.map((text, index) =>
    aFinding({
      id: 'version-not-allowlisted',
      name: text,
      version: text,
      purl: text,
      args: { name: text, version: text, allowed: text, policy: text },
      location: { path: text, line: index + 1 },
      related: [{ path: text, line: 1 }],
      route: { path: text, route: [text] },
      facts: [
        { label: text, value: text },
        { label: text, value: text, code: 'diff' },
      ],
      suggestion: { location: { path: text, route: [text] }, from: text, to: text },
      paste: text,
      fingerprint: `hostile-${index}`,
      status: index % 5 === 4 ? 'waived' : 'open',
      waiver: index % 5 === 4 ? { reason: text, owner: text, expires: text } : null,
    }),
  ),
  rows: HOSTILE_TEXTS.map((text) =>
    aRow({
      name: text,
      before: [text],
      after: [text, `${text}2`],
      launcher: text,
      places: [{ path: text, line: 1 }],
      listed: 'fails',
      proved: 'unchecked',
      notes: [text],
    }),
  ),
  changes: HOSTILE_TEXTS.map((text) => aHostileChange(text)),
  packageDiffs: HOSTILE_TEXTS.map((text, index) => aHostileDiff(text, index)),
  sources: HOSTILE_TEXTS.map((text) => ({ path: text, kind: 'client-config', status: 'unreadable', components: 0 })),
  tool: { name: 'mcp-gate', version: '1.0.0' },
})

const PACKAGE_JSON = `{
  "name": "app",
  "version": "1.0.0",
  "private": true,
  "type": "module",
  "scripts": {
    "start": "node server.js"
  },
  "dependencies": {
    "@modelcontextprotocol/server-filesystem": "2026.7.10",
    "@modelcontextprotoco1/sdk": "1.30.0",
    "express": "5.2.0",
    "minimatch": "10.0.3",
    "postmark-mcp": "1.0.16"
  }
}
`

/** What the pull request of the bad bump shows of its files: the lockfile is too large for GitHub to show. */
export const SAMPLE_DIFF = {
  hunks: new Map([
    ['package.json', [{ from: 7, to: 16 }]],
    ['.mcp.json', [{ from: 3, to: 9 }]],
    ['package-lock.json', null],
  ]),
  texts: new Map([['package.json', PACKAGE_JSON]]),
}

/** Each sample by the name its preview has. */
export const SAMPLES: Readonly<Record<string, Report>> = {
  quiet: quietReport,
  good: goodReport,
  'bad-bump': badBumpReport,
  'forty-findings': fortyFindingsReport,
  unavailable: unavailableReport,
  hostile: hostileReport,
}

function aBump(name: string, from: string, to: string): Change {
  return aChange({
    name,
    kind: 'updated',
    before: [aComponent({ name, version: from })],
    after: [aComponent({ name, version: to, integrity: OTHER_SHA512 })],
  })
}

function aLibrary(index: number): Change {
  const name = `library-${index}`
  const isInside = index % 6 === 0
  return aChange({
    name,
    kind: 'updated',
    before: [aComponent({ name, version: '4.1.0', direct: false })],
    after: [aComponent({ name, version: '4.1.1', direct: false })],
    tier: isInside ? 'closure' : 'other',
    reasons: isInside ? [{ kind: 'needed-by', detail: 'postmark-mcp' }] : [],
    direct: false,
    via: [['postmark-mcp', 'express']],
  })
}

function aHostileDiff(text: string, index: number): PackageDiff {
  const publishing = { publisher: text, trustedPublisher: text, staged: true }
  const source = { repository: `https://github.com/acme/${text}`, commit: text, issuer: GITHUB_ISSUER }
  const hostile: PackageDiff = {
    name: text,
    purl: text,
    before: index % 3 === 0 ? null : text,
    after: text,
    contents: observed({
      files: [{ path: text, kind: 'added', before: null, after: 1 }],
      sizeBefore: 1,
      sizeAfter: 2,
      capabilities: [{ kind: 'address', detail: text, file: text, line: 1, excerpt: text }],
      scripts: [{ kind: 'added', event: text, command: text, sha256: 'e'.repeat(64), file: text }],
    }),
    dependencies: observed([
      { name: text, before: null, after: text },
      { name: text, before: text, after: null },
      { name: text, before: text, after: `${text}2` },
    ]),
    publishing: { before: publishing, after: { ...publishing, staged: false } },
    source: { before: index % 3 === 0 ? null : observed(source), after: observed({ ...source, repository: text }) },
  }
  return index % 4 === 0 ? { ...hostile, contents: unavailable('bad-answer', text) } : hostile
}

function aHostileChange(text: string): Change {
  const component = aComponent({
    name: `${text} other`,
    version: text,
    spec: text,
    resolved: text,
    alias: text,
    server: text,
    launcher: text,
    url: text,
    source: text,
  })
  return aChange({
    name: `${text} other`,
    source: text,
    after: [component],
    tier: 'closure',
    reasons: [{ kind: 'needed-by', detail: text }],
    via: [[text]],
  })
}
