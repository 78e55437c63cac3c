import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { InputError } from '../../src/errors.ts'
import type { CentralReference } from '../../src/model/policy.ts'
import type { Snapshot } from '../../src/model/snapshot.ts'
import { type CentralSource, requiredReference } from '../../src/pipeline/central.ts'
import { readPolicy } from '../../src/pipeline/policy.ts'
import { NOW, REGISTRY } from '../support/builders.ts'

const SHA = '0123456789abcdef0123456789abcdef01234567'
const EXTENDS = `extends: acme/security-policy//rules/mcp-gate.yml@${SHA}\n`

function aSnapshot(files: Readonly<Record<string, string | null>>, sha: string | null = 'b'.repeat(40)): Snapshot {
  return {
    ref: 'main',
    sha,
    list: async () =>
      Object.entries(files).map(([path, text]) => ({
        path,
        kind: text === null ? ('symlink' as const) : ('file' as const),
        oid: null,
        size: null,
      })),
    read: async ({ path }) => new TextEncoder().encode(files[path] ?? ''),
  }
}

const question = { path: 'p.yml', named: false, now: NOW, publicRegistry: REGISTRY }

function opening(files: Readonly<Record<string, string | null>>, asked: CentralReference[] = []): CentralSource {
  return {
    kind: 'open',
    required: null,
    open: async (reference) => {
      asked.push(reference)
      return aSnapshot(files, reference.sha)
    },
  }
}

describe('a policy that extends another', () => {
  const own = aSnapshot({ 'p.yml': `version: 1\n${EXTENDS}allow: [{ package: own-mcp, versions: "1.0.0" }]\n` })

  test('is read on top of it, from its repository at its commit', async () => {
    const asked: CentralReference[] = []
    const text = 'version: 1\nfail-on: low\nallow: [{ package: shared-mcp, versions: "1.0.0" }]\n'
    const policy = await readPolicy({
      ...question,
      snapshot: own,
      central: opening({ 'rules/mcp-gate.yml': text }, asked),
    })
    expect(asked).toEqual([{ owner: 'acme', repo: 'security-policy', path: 'rules/mcp-gate.yml', sha: SHA }])
    expect(policy).toMatchObject({
      failOn: 'low',
      origin: {
        path: 'p.yml',
        ref: 'b'.repeat(40),
        extends: {
          reference: `acme/security-policy//rules/mcp-gate.yml@${SHA}`,
          sha256: createHash('sha256').update(text).digest('hex'),
        },
      },
    })
    expect(policy.allow.map(({ place }) => place.path)).toEqual(['p.yml', 'acme/security-policy//rules/mcp-gate.yml'])
  })

  test.each([
    ['is not there', {}, 'policy-missing'],
    ['is a link', { 'rules/mcp-gate.yml': null }, 'policy-invalid'],
    ['is broken', { 'rules/mcp-gate.yml': 'version: 2\n' }, 'policy-invalid'],
    ['is empty', { 'rules/mcp-gate.yml': '' }, 'policy-invalid'],
    ['extends another itself', { 'rules/mcp-gate.yml': `version: 1\n${EXTENDS}` }, 'policy-invalid'],
  ])('is refused where the central one %s', async (_, files, code) => {
    const policy = readPolicy({ ...question, snapshot: own, central: opening(files) })
    await expect(policy).rejects.toMatchObject({ code })
  })

  test('is refused where nobody can open the central repository', async () => {
    const open = async () => {
      throw new InputError('policy-missing', 'not at hand', { hint: 'Clone it.' })
    }
    const policy = readPolicy({ ...question, snapshot: own, central: { kind: 'open', open, required: null } })
    await expect(policy).rejects.toMatchObject({ message: 'not at hand' })
  })
})

describe('a central policy that is required', () => {
  const reference = { owner: 'acme', repo: 'security-policy', path: 'rules/mcp-gate.yml', sha: SHA }
  const text = 'version: 1\nlocked: [fail-on]\nfail-on: low\n'
  const central = { ...opening({ 'rules/mcp-gate.yml': text }), required: reference }
  const read = (files: Readonly<Record<string, string>>) =>
    readPolicy({ ...question, snapshot: aSnapshot(files), central })

  test('holds for a policy that does not say so', async () => {
    const policy = await read({ 'p.yml': 'version: 1\nunavailable: warn\n' })
    expect(policy).toMatchObject({ failOn: 'low', unavailable: 'warn', locked: ['fail-on'] })
    await expect(read({ 'p.yml': 'version: 1\nfail-on: high\n' })).rejects.toThrow(/fail-on is locked/)
  })

  test('holds by itself where there is no policy, and for what is proposed there', async () => {
    const policy = await read({})
    expect(policy).toMatchObject({ failOn: 'low', origin: { kind: 'built-in', path: 'p.yml', sha256: null } })
    expect(policy.origin.extends?.reference).toContain(SHA)
    const proposed = await readPolicy({ ...question, snapshot: aSnapshot({}), central: { kind: 'as', policy } })
    expect(proposed).toMatchObject({ failOn: 'low', allow: [] })
  })

  test('may be named by the policy too, but no other', async () => {
    expect((await read({ 'p.yml': `version: 1\n${EXTENDS}` })).failOn).toBe('low')
    const other = read({ 'p.yml': `version: 1\n${EXTENDS.replace('0123', '4567')}` })
    await expect(other).rejects.toMatchObject({ code: 'policy-invalid', hint: expect.stringContaining(SHA) })
  })

  test('is given as a whole reference or not at all', () => {
    expect(requiredReference(null, '--extends')).toBeNull()
    expect(requiredReference(`acme/security-policy//rules/mcp-gate.yml@${SHA}`, '--extends')).toEqual(reference)
    expect(() => requiredReference('acme/security-policy//p.yml@main', '--extends')).toThrowWithCode(
      InputError,
      'input-invalid',
    )
  })
})

describe('what a pull request proposes', () => {
  const base = aSnapshot({ 'p.yml': `version: 1\n${EXTENDS}` })
  const central = opening({ 'rules/mcp-gate.yml': 'version: 1\nlocked: [allow, fail-on]\nfail-on: moderate\n' })

  test('stands on what the base extends, whatever it says itself, and asks nobody', async () => {
    const policy = await readPolicy({ ...question, snapshot: base, central })
    const other = EXTENDS.replace('acme', 'mallory')
    const head = aSnapshot({ 'p.yml': `version: 1\n${other}fail-on: low\n` })
    const proposed = await readPolicy({ ...question, snapshot: head, central: { kind: 'as', policy } })
    expect(proposed).toMatchObject({ failOn: 'low', locked: ['allow', 'fail-on'] })
    expect(proposed.origin.extends).toEqual(policy.origin.extends)
  })

  test('is refused where it loosens what is locked there', async () => {
    const policy = await readPolicy({ ...question, snapshot: base, central })
    const head = aSnapshot({ 'p.yml': 'version: 1\nallow: [{ package: new-mcp, versions: "1.0.0" }]\n' })
    const proposed = readPolicy({ ...question, snapshot: head, central: { kind: 'as', policy } })
    await expect(proposed).rejects.toThrow(/allow is locked/)
  })

  test('stands alone where the base does, even if it would extend another', async () => {
    const policy = await readPolicy({ ...question, snapshot: aSnapshot({ 'p.yml': 'version: 1\n' }), central })
    const head = aSnapshot({ 'p.yml': `version: 1\n${EXTENDS}fail-on: low\n` })
    const proposed = await readPolicy({ ...question, snapshot: head, central: { kind: 'as', policy } })
    expect(proposed).toMatchObject({ central: null, failOn: 'low' })
  })
})
