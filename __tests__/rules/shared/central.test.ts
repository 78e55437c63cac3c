import { expect, test } from '@jest/globals'
import { silencing } from '../../../src/rules/shared/central.ts'
import { anAllowedPackage, aPolicy } from '../../support/builders.ts'

const [theirs, own] = [anAllowedPackage(), anAllowedPackage()]
const central = aPolicy({ allow: [theirs] })

test.each([
  ['a policy that stands alone', null, ['install-script'], [own, theirs]],
  ['a central policy that locks nothing', central, [], [own, theirs]],
  ['a central policy that locks another rule', central, ['origin'], [own, theirs]],
  ['a central policy that locks the rule', central, ['origin', 'install-script'], [theirs]],
])('under %s these entries may silence it: %#', (_, policy, locked, entries) => {
  expect(silencing([own, theirs], 'install-script', { central: policy, locked })).toEqual(entries)
  expect(silencing([own, theirs], 'install-script', { central: policy, locked }).includes(own)).toBe(entries.length > 1)
})
