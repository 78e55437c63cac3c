import { expect, test } from '@jest/globals'
import type { TrustedRegistry } from '../../src/model/policy.ts'
import { isNarrower, trustedRegistries } from '../../src/policy/registries.ts'
import { REGISTRY } from '../support/builders.ts'

const at = (url: string, ...scopes: readonly string[]): TrustedRegistry => ({ url, scopes })
const hosts = (registries: readonly TrustedRegistry[]) =>
  registries.map(({ url, scopes }) => [/yarnpkg/.test(url) ? 'yarn' : url, ...scopes])

test.each([
  ['none', [], [[REGISTRY], ['yarn']]],
  ['one of a scope', [at('a', '@acme')], [['a', '@acme'], [REGISTRY], ['yarn']]],
  ['one of every scope', [at('a')], [['a']]],
  ['one of every scope after one of a scope', [at('a', '@acme'), at('b')], [['a', '@acme'], ['b']]],
  ['the public one', [at(REGISTRY)], [[REGISTRY], ['yarn']]],
  ['the public one for a scope', [at(REGISTRY, '@x'), at('b')], [[REGISTRY, '@x'], ['yarn', '@x'], ['b']]],
])('%s is listed', (_, listed, expected) => {
  expect(hosts(trustedRegistries(listed, REGISTRY))).toEqual(expected)
})

test('the public registry has its second name at yarn', () => {
  const [, yarn] = trustedRegistries([], REGISTRY)
  expect(new URL(yarn?.url ?? '').host.split('.')).toEqual(['registry', 'yarnpkg', 'com'])
})

test.each([
  ['the same', [at('a')], [at('a')], true],
  ['fewer', [at('a')], [at('a'), at('b')], true],
  ['fewer, the last', [at('b')], [at('a'), at('b')], true],
  ['the same twice', [at('a'), at('a')], [at('a')], true],
  ['another', [at('b')], [at('a')], false],
  ['one more', [at('a'), at('b')], [at('a')], false],
  ['another order', [at('b'), at('a')], [at('a'), at('b')], false],
  ['every scope from where only one came', [at('b')], [at('b', '@x'), at('a')], false],
  ['none', [], [at('a')], true],
  ['a scope as there', [at('a', '@x'), at('b')], [at('a', '@x'), at('b')], true],
  ['a scope from where every scope comes', [at('b')], [at('a', '@x'), at('b')], false],
  ['a scope from elsewhere', [at('c', '@x'), at('b')], [at('a', '@x'), at('b')], false],
  ['a scope that is not listed there', [at('b', '@y'), at('b')], [at('a', '@x'), at('b')], false],
  ['a scope of no registry any more, and none of every scope', [], [at('a', '@x')], true],
  ['a scope from fewer', [at('c', '@x'), at('b')], [at('a', '@x'), at('c', '@x'), at('b')], true],
  ['a scope in another order', [at('c', '@x'), at('a', '@x')], [at('a', '@x'), at('c', '@x')], false],
])('%s is narrower: %#', (_, registries, than, narrower) => {
  expect(isNarrower(registries, than)).toBe(narrower)
})
