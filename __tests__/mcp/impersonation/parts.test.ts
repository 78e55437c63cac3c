// Names taken apart.
import { describe, expect, it } from '@jest/globals'
import { distinctTokens, isGenericBase, partsOf } from '../../../src/mcp/impersonation/parts.ts'

describe('partsOf', () => {
  it.each([
    ['lodash', '', 'lodash', [], ['lodash'], 'lodash'],
    ['@scope-x/Name.js', 'scope-x', 'name.js', ['scope', 'x'], ['name', 'js'], 'scopexnamejs'],
    ['@scope', '', '@scope', [], ['scope'], 'scope'],
    ['a_b--c', '', 'a_b--c', [], ['a', 'b', 'c'], 'abc'],
    ['-', '', '-', [], [], ''],
    ['', '', '', [], [], ''],
  ])('%s', (name, scope, base, scopeTokens, tokens, flat) => {
    expect(partsOf(name)).toMatchObject({ name, scope, base, scopeTokens, tokens, flat })
  })
})

describe('generic words', () => {
  it.each([
    [['mcp'], true],
    [['mcp', 'server'], true],
    [['model', 'context', 'protocol', 'client'], true],
    [['notion', 'mcp', 'server'], false],
  ])('%j generic: %s', (tokens, generic) => {
    expect(isGenericBase(tokens)).toBe(generic)
  })

  it('leave the words that tell packages apart', () => {
    expect(distinctTokens(['notion', 'mcp', 'server'])).toEqual(['notion'])
  })
})
