import { expect, test } from '@jest/globals'
import type { WaiverInput } from '../../src/policy/schema.ts'
import { toWaiver } from '../../src/policy/waivers.ts'
import { DAY, NOW } from '../support/builders.ts'
import { CATALOGUE } from './support.ts'

const place = { path: 'p.yml', line: 3 }
const plain: WaiverInput = { rule: 'sample', reason: 'r', owner: 'o', expires: '2027-01-01' }

/** The waiver, and what is complained of: the place and the message. */
function read(overrides: Partial<WaiverInput>, now = NOW) {
  const faults: (readonly [string, string])[] = []
  const complain = (route: readonly (string | number)[], message: string) => faults.push([route.join('.'), message])
  const waiver = toWaiver({ ...plain, ...overrides }, { place, catalogue: CATALOGUE, now, complain })
  return { waiver, faults }
}

test.each<[Partial<WaiverInput>, object]>([
  [{}, {}],
  [{ rule: 'sample/too-new' }, { rule: 'sample/too-new' }],
  [
    { package: 'x@1.0.0', path: 'a/b' },
    { package: 'x@1.0.0', path: 'a/b' },
  ],
  [{ expires: '2027-05-19' }, { expires: '2027-05-19' }],
])('%j holds', (overrides, expected) => {
  const waiver = { ...plain, place, package: null, path: null, ...expected }
  expect(read(overrides)).toEqual({ waiver, faults: [] })
})

test.each<[Partial<WaiverInput>, string, string]>([
  [{ rule: 'smaple' }, 'rule', '"smaple" is no rule; did you mean sample?'],
  [{ rule: 'sample/too-old' }, 'rule', '"sample/too-old" is no rule'],
  [{ rule: 'waiver/unused' }, 'rule', '"waiver/unused" is no rule'],
  [{ expires: '2026-02-30' }, 'expires', '"2026-02-30" is not a day of the calendar'],
  [
    { expires: '2027-05-20' },
    'expires',
    '"2027-05-20" is more than 180 days ahead; the last day possible is 2027-05-19',
  ],
])('%j is refused', (overrides, route, message) => {
  expect(read(overrides).faults).toEqual([[route, message]])
})

test('the last day possible is counted from the day it is, and not from its hour', () => {
  const midnight = Date.UTC(2026, 10, 20)
  const last = { expires: '2027-05-19' }
  for (const now of [midnight, midnight + DAY - 1]) expect(read(last, now).faults).toEqual([])
  expect(read(last, midnight - 1).faults).toHaveLength(1)
})
