// What the tracking issue remembers: hidden, bounded, and enough to tell what is new.
import { describe, expect, test } from '@jest/globals'
import { newsSince, toBody } from '../../src/github/issue-body.ts'
import type { TrackedFinding } from '../../src/model/review.ts'

/** GitHub refuses longer bodies. */
const LONGEST = 65_535

const finding = (name: string): TrackedFinding => ({ fingerprint: `print of ${name}`, text: name })
const findings = (count: number) => Array.from({ length: count }, (_, index) => finding(`p${index}`))
const bodyOf = (tracked: readonly TrackedFinding[], body = 'Found:') =>
  toBody({ title: 'MCP audit', body, findings: tracked })
const freshOf = (body: string, tracked: readonly TrackedFinding[]) =>
  newsSince(body, tracked).fresh?.map(({ text }) => text) ?? null

test('nothing of it is seen, and nothing of a finding stands in it', () => {
  const body = bodyOf([finding('sample-mcp')])
  expect(body.replaceAll(/<!--.*?-->/g, '').trim()).toBe('Found:')
  expect(body).not.toContain('sample-mcp')
})

describe('what is new', () => {
  test('is what was not there, in whatever order', () => {
    const body = bodyOf([finding('a'), finding('b')])
    expect(newsSince(body, [finding('b'), finding('a')])).toEqual({ changed: false, fresh: [] })
    expect(newsSince(body, [finding('c'), finding('a')])).toEqual({ changed: true, fresh: [finding('c')] })
    expect(newsSince(body, [finding('a')])).toEqual({ changed: true, fresh: [] })
  })

  test('is everything to a clean issue, and to one that remembers nothing', () => {
    for (const body of [bodyOf([]), 'written by hand', '']) expect(freshOf(body, [finding('a')])).toEqual(['a'])
  })
})

describe('bounded', () => {
  test('five hundred findings are told apart', () => {
    expect(freshOf(bodyOf(findings(500)), [...findings(500), finding('new')])).toEqual(['new'])
  })

  test('of more, only that they changed', () => {
    const body = bodyOf(findings(501))
    expect(newsSince(body, findings(501)).changed).toBe(false)
    expect(newsSince(body, findings(502))).toEqual({ changed: true, fresh: null })
  })

  test.each([500, 50_000])('%i findings and a long text fit', (count) => {
    expect(bodyOf(findings(count), 'a line of a report\n'.repeat(20_000)).length).toBeLessThanOrEqual(LONGEST)
  })
})
