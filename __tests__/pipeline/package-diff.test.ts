import { describe, expect, test } from '@jest/globals'
import type { Capability, Evidence, TarballFacts } from '../../src/model/evidence.ts'
import { absent, observed, unavailable } from '../../src/model/observation.ts'
import type { Subject } from '../../src/model/rule.ts'
import { toPackageDiffs } from '../../src/pipeline/package-diff.ts'
import { anAttestation, aRejection, aSigner, SHA512_HEX } from '../support/attestations.ts'
import { aChange, aComponent, aRelease, aSubject, aTarball, OTHER_SHA512, someEvidence } from '../support/builders.ts'

const file = (path: string, size: number, sha = 'a') => ({ path, size, sha256: sha.repeat(64) })
const reaches: Capability = { kind: 'network', detail: 'fetch', file: 'index.js', line: 3, excerpt: 'fetch(url)' }
const script = { event: 'postinstall', command: 'node x', sha256: 'a'.repeat(64), file: 'x', excerpt: null }
const before = aComponent({ version: '1.0.0' })
const after = aComponent({ version: '1.1.0' })

interface Side extends Partial<Evidence> {
  readonly contents?: Partial<TarballFacts>
}

function sideOf(version: string, { contents, ...rest }: Side): Evidence {
  const tarball = observed(aTarball(contents))
  const release = observed(aRelease({ version }))
  return someEvidence({ purl: aComponent({ version }).purl, tarball, release, ...rest })
}

function bump(old: Side = {}, now: Side = {}, more: Partial<Subject> = {}): Subject {
  return aSubject({
    change: aChange({ kind: 'updated', before: [before], after: [after] }),
    component: after,
    replaces: before,
    evidence: sideOf('1.1.0', now),
    evidenceBefore: sideOf('1.0.0', old),
    ...more,
  })
}

const diffOf = (subject: Subject) => toPackageDiffs([subject])[0]
const contentsOf = (subject: Subject) => {
  const contents = diffOf(subject)?.contents
  return contents?.status === 'observed' ? contents.value : contents
}

describe('files', () => {
  test('are compared by path and bytes, the largest first', () => {
    const old = { files: [file('same.js', 9), file('gone.js', 5), file('grown.js', 20)], unpackedSize: 34 }
    const now = { files: [file('same.js', 9), file('grown.js', 30, 'b'), file('new.js', 25)], unpackedSize: 64 }
    expect(contentsOf(bump({ contents: old }, { contents: now }))).toMatchObject({
      files: [
        { path: 'grown.js', kind: 'changed', before: 20, after: 30 },
        { path: 'new.js', kind: 'added', before: null, after: 25 },
        { path: 'gone.js', kind: 'removed', before: 5, after: null },
      ],
      sizeBefore: 34,
      sizeAfter: 64,
    })
  })

  test('of equal tarballs there is nothing to tell', () => {
    expect(contentsOf(bump())).toMatchObject({ files: [], capabilities: [], scripts: [] })
  })
})

test('only capabilities and scripts that are news, the gravest first', () => {
  const address: Capability = { ...reaches, kind: 'address', detail: 'evil.example' }
  const old = { capabilities: [reaches], installScripts: [script] }
  const now = {
    capabilities: [{ ...reaches, line: 9 }, { ...reaches, detail: 'https' }, address],
    installScripts: [script, { ...script, event: 'install' }, { ...script, sha256: 'b'.repeat(64) }],
  }
  const contents = contentsOf(bump({ contents: old }, { contents: now }))
  expect(contents).toMatchObject({
    capabilities: [{ detail: 'evil.example' }, { detail: 'https' }],
    scripts: [
      { event: 'install', kind: 'added' },
      { event: 'postinstall', kind: 'changed' },
    ],
  })
})

describe('dependencies', () => {
  const shipped = (dependencies: Readonly<Record<string, string>>, optional: Readonly<Record<string, string>> = {}) => {
    const { manifest } = aTarball()
    return { contents: { manifest: { ...manifest, dependencies, optionalDependencies: optional } } }
  }

  test('as shipped, optional ones among them', () => {
    const subject = bump(shipped({ a: '^1.0.0', b: '1.0.0' }), shipped({ a: '^1.0.0', c: '2.0.0' }, { d: '3.0.0' }))
    expect(diffOf(subject)?.dependencies).toEqual(
      observed([
        { name: 'b', before: '1.0.0', after: null },
        { name: 'c', before: null, after: '2.0.0' },
        { name: 'd', before: null, after: '3.0.0' },
      ]),
    )
  })

  test('as the registry shows them where a tarball was not read', () => {
    const silent = unavailable('over-limit', 'too much')
    const release = observed(aRelease({ version: '1.1.0', dependencies: { payload: '1.0.0' } }))
    const diff = diffOf(bump({}, { tarball: silent, release }))
    expect(diff?.contents).toEqual(silent)
    expect(diff?.dependencies).toEqual(observed([{ name: 'payload', before: null, after: '1.0.0' }]))
  })

  test('a name like __proto__ is a name', () => {
    const subject = bump(shipped({}), shipped(JSON.parse('{ "__proto__": "1.0.0" }')))
    expect(diffOf(subject)?.dependencies).toEqual(observed([{ name: '__proto__', before: null, after: '1.0.0' }]))
  })
})

describe('what was not seen is never a difference', () => {
  const silent = unavailable('timeout', 'no answer')

  test('the tarball before', () => {
    expect(diffOf(bump({ tarball: silent }))?.contents).toEqual(silent)
  })

  test('a version before that the registry no longer has', () => {
    const gone = { tarball: absent, release: absent }
    expect(diffOf(bump(gone))).toMatchObject({
      contents: { status: 'unavailable' },
      dependencies: { status: 'unavailable' },
      publishing: { before: null },
    })
  })

  test('a package of which nothing was told is not told of', () => {
    expect(diffOf(bump({}, { tarball: silent, release: silent }))).toBeUndefined()
  })
})

describe('source', () => {
  const proof = (version: string, sourceCommit: string) =>
    anAttestation({
      subjects: [{ name: `pkg:npm/sample-mcp@${version}`, sha512: SHA512_HEX }],
      signer: aSigner({ sourceCommit }),
    })
  const [old, now] = ['1'.repeat(40), '2'.repeat(40)]
  const proved = (version: string, commit: string) => ({ attestation: observed([proof(version, commit)]) })

  test('of both versions, from the certificate', () => {
    expect(diffOf(bump(proved('1.0.0', old), proved('1.1.0', now)))?.source).toMatchObject({
      before: { value: { repository: 'https://github.com/acme/sample-mcp', commit: old } },
      after: { value: { repository: 'https://github.com/acme/sample-mcp', commit: now } },
    })
  })

  test.each([
    ['none', { attestation: absent }],
    ['one that does not verify', { attestation: observed([aRejection()]) }],
    ['one for another version', proved('1.0.0', now)],
    ['one for other bytes', { ...proved('1.1.0', now), release: observed(aRelease({ integrity: OTHER_SHA512 })) }],
    ['one by a key that names no workflow', { attestation: observed([anAttestation({ signer: null })]) }],
  ])('is not proved by %s', (_what, side) => {
    expect(diffOf(bump(proved('1.0.0', old), side))?.source).toMatchObject({
      before: { value: { commit: old } },
      after: absent,
    })
  })

  test('is not known where the registry did not answer', () => {
    const attestation = unavailable('timeout', 'no answer')
    expect(diffOf(bump(proved('1.0.0', old), { attestation }))?.source.after).toEqual(attestation)
  })
})

describe('who is told of', () => {
  test('new and updated servers by name, and nothing else', () => {
    const kinds = ['added', 'updated', 'replaced', 'promoted', 'present'] as const
    const told = kinds.filter((kind) => diffOf(bump({}, {}, { change: aChange({ kind, after: [after] }) })))
    expect(told).toEqual(['added', 'updated'])
    expect(
      diffOf(bump({}, {}, { change: aChange({ kind: 'updated', after: [after], tier: 'closure' }) })),
    ).toBeUndefined()
  })

  test('what several sources bring is told once, by the one that knows the version before', () => {
    const launched = bump({}, {}, { change: aChange({ kind: 'added' }), replaces: null, evidenceBefore: null })
    expect(toPackageDiffs([launched, bump(), bump()]).map(({ before: from }) => from)).toEqual(['1.0.0'])
    expect(toPackageDiffs([launched, launched]).map(({ before: from }) => from)).toEqual([null])
  })

  test('a package without a version before is shown whole', () => {
    const added = bump(
      {},
      { contents: { files: [file('index.js', 7)], unpackedSize: 7, capabilities: [reaches] } },
      { change: aChange({ kind: 'added', after: [after] }), replaces: null, evidenceBefore: null },
    )
    expect(diffOf(added)).toMatchObject({
      before: null,
      contents: { value: { files: [{ kind: 'added' }], sizeBefore: null, capabilities: [reaches] } },
      publishing: { before: null, after: { publisher: 'acme-bot', trustedPublisher: null, staged: false } },
    })
  })
})
