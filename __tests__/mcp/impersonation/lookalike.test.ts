// Lookalike characters, ASCII and foreign.
import { describe, expect, it } from '@jest/globals'
import { looksLike, skeletonOf, toAscii } from '../../../src/mcp/impersonation/lookalike.ts'

describe('skeletonOf', () => {
  it.each([
    ['1odash', 'lodash'],
    ['m0ment', 'moment'],
    ['rnoment', 'moment'],
    ['vvebpack', 'webpack'],
    ['clebug', 'debug'],
    ['5emver', 'semver'],
    ['r3act', 'react'],
    ['apl', 'api'],
  ])('%s reads like %s', (text, other) => {
    expect(skeletonOf(text)).toBe(skeletonOf(other))
  })

  it.each([
    ['lodash', 'lodesh'],
    ['react', 'preact'],
  ])('%s does not read like %s', (text, other) => {
    expect(skeletonOf(text)).not.toBe(skeletonOf(other))
  })
})

describe('toAscii', () => {
  it.each([
    ['lоdаsh', 'lodash'],
    ['ρeact', 'peact'],
    ['ｌodash', 'lodash'],
    ['lödash', 'lodash'],
    ['lo​dash', 'lodash'],
    ['＠scope∕name', '@scope/name'],
    ['ℝeact', 'react'],
    ['REACT', 'react'],
    ['中文', ''],
  ])('%s is read as %s', (text, plain) => {
    expect(toAscii(text)).toBe(plain)
  })
})

describe('looksLike', () => {
  it('holds for lookalikes and not for a character and itself', () => {
    expect(looksLike('1', 'l')).toBe(true)
    expect(looksLike('l', 'l')).toBe(false)
    expect(looksLike('a', 'b')).toBe(false)
  })
})
