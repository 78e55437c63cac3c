// Rounds of questions: what is asked when, and that nothing is asked twice.
import { describe, expect, test } from '@jest/globals'
import type { Evidence } from '../../src/model/evidence.ts'
import { absent } from '../../src/model/observation.ts'
import { type Gather, gatherEvidence, gatherPackuments } from '../../src/pipeline/gathering.ts'
import type { WantedEvidence } from '../../src/pipeline/wanted.ts'
import { aChange, aComponent, someEvidence } from '../support/builders.ts'

/** Answers every question with a packument and keeps what it was asked. */
function aGatherer() {
  const rounds: (readonly WantedEvidence[])[] = []
  const gather: Gather = async (wanted) => {
    rounds.push(wanted)
    const asked = new Map(wanted.map((one) => [one.purl, one]))
    return { of: (purl) => answer(purl, asked.get(purl)), requests: rounds.length, trustRoot: null }
  }
  return { gather, rounds }
}

function answer(purl: string, wanted: WantedEvidence | undefined): Evidence {
  const silent = { status: 'unavailable', reason: 'not-gathered', detail: 'nobody asked for it' } as const
  const full = someEvidence({ purl, attestation: absent, 'registry-signature': absent, tarball: absent })
  const kept = Object.entries(full).map(([name, value]) => {
    const isAsked = name === 'purl' || (wanted?.observations as readonly string[] | undefined)?.includes(name)
    return [name, isAsked ? value : silent]
  })
  return Object.fromEntries(kept)
}

const server = aChange({ tier: 'server', after: [aComponent({ name: 'acme-mcp', purl: 'pkg:npm/acme-mcp@1.0.0' })] })
const candidate = aChange({
  kind: 'added',
  tier: 'other',
  direct: true,
  before: [],
  after: [aComponent({ name: 'quiet', purl: 'pkg:npm/quiet@1.0.0', direct: true })],
})

describe('packuments first', () => {
  test('all of them, and nothing else, where one may still turn out to be a server', async () => {
    const { gather, rounds } = aGatherer()
    await gatherPackuments({ changes: [server, candidate], gather })
    expect(rounds.map((round) => round.map(({ purl, observations }) => [purl, observations]))).toEqual([
      [
        ['pkg:npm/acme-mcp@1.0.0', ['packument']],
        ['pkg:npm/quiet@1.0.0', ['packument']],
      ],
    ])
  })

  test('nobody is asked where every tier is settled', async () => {
    const { gather, rounds } = aGatherer()
    const book = await gatherPackuments({ changes: [server], gather })
    expect([rounds.length, book.requests]).toEqual([0, 0])
  })
})

describe('the rest', () => {
  test('is asked once, without what is known', async () => {
    const { gather, rounds } = aGatherer()
    const known = await gatherPackuments({ changes: [server, candidate], gather })
    const book = await gatherEvidence({ changes: [server, candidate], gather, known })
    expect(rounds[1]?.map(({ purl }) => purl)).toEqual(['pkg:npm/acme-mcp@1.0.0'])
    expect(rounds[1]?.[0]?.observations).toContain('attestation')
    expect(rounds[1]?.[0]?.observations).not.toContain('packument')
    const evidence = book.evidence.get('pkg:npm/acme-mcp@1.0.0')
    expect([evidence?.packument.status, evidence?.malware.status]).toEqual(['observed', 'observed'])
    expect(book.packages.size).toBeGreaterThan(0)
  })

  test('is not asked again', async () => {
    const { gather, rounds } = aGatherer()
    const known = await gatherEvidence({ changes: [server], gather })
    expect(await gatherEvidence({ changes: [server], gather, known })).toBe(known)
    expect(rounds).toHaveLength(1)
  })
})
