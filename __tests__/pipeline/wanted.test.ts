import { expect, test } from '@jest/globals'
import type { Change } from '../../src/model/change.ts'
import { OBSERVATION_NAMES } from '../../src/model/evidence.ts'
import { replacedBy } from '../../src/pipeline/subjects.ts'
import { wantedBefore, wantedFor } from '../../src/pipeline/wanted.ts'
import { aChange, aComponent } from '../support/builders.ts'

const at = (version: string) => aComponent({ version, id: `v${version}` })
const bump = (more: Partial<Change> = {}) =>
  aChange({ kind: 'updated', before: [at('1.0.0')], after: [at('1.1.0')], ...more })
const asked = (wanted: ReturnType<typeof wantedFor>) =>
  wanted.map(({ version, observations }) => [version, observations.toSorted()])

test('everything of a server’s new version; of the replaced one what the two are compared by', () => {
  expect(asked(wantedFor([bump()]))).toEqual([['1.1.0', OBSERVATION_NAMES.toSorted()]])
  expect(asked(wantedBefore([bump()], replacedBy))).toEqual([['1.0.0', ['attestation', 'packument', 'tarball']]])
})

test('of the closure no attestation, and nothing of what it replaces', () => {
  const change = bump({ tier: 'closure' })
  expect(asked(wantedFor([change])).flat(2)).not.toContain('attestation')
  expect(wantedBefore([change], replacedBy)).toEqual([])
})

test('nothing of a version that stays as it was', () => {
  const change = bump({ before: [at('1.0.0'), at('2.0.0')], after: [at('1.0.0'), at('2.1.0')] })
  expect(asked(wantedFor([change])).map(([version]) => version)).toEqual(['2.1.0'])
  expect(asked(wantedBefore([change], replacedBy)).map(([version]) => version)).toEqual(['2.0.0'])
})

test('a version that several sources name is wanted once', () => {
  const twice = [bump(), bump({ source: '.mcp.json' })]
  expect(wantedFor(twice)).toHaveLength(1)
  expect(wantedBefore(twice, replacedBy)).toHaveLength(1)
})

test('of what is there already everything but the tarball, whose bytes the gate has looked into', () => {
  const [[, observations] = []] = asked(wantedFor([aChange({ kind: 'present' })]))
  expect(observations).toEqual(OBSERVATION_NAMES.filter((name) => name !== 'tarball').toSorted())
})
