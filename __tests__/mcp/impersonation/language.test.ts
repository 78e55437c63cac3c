// Surprise of words under a small vocabulary.
import { describe, expect, it } from '@jest/globals'
import { learnLanguage } from '../../../src/mcp/impersonation/language.ts'

const words = { react: 50, plugin: 40, loader: 20, color: 10, support: 5, text: 8, router: 12, table: 6 }
const surprise = learnLanguage(new Map(Object.entries(words)))

describe('surprise', () => {
  it('is small for known words, and smaller for common ones', () => {
    expect(surprise('react')).toBeLessThan(surprise('color'))
    expect(surprise('color')).toBeLessThan(surprise('colro'))
  })

  it('is moderate for known words joined', () => {
    expect(surprise('reactrouter')).toBeLessThan(surprise('reactruoter'))
  })

  it('is larger the stranger the letters', () => {
    expect(surprise('loaders')).toBeLessThan(surprise('lxqdzrk'))
  })

  it('takes any number for the same', () => {
    expect(surprise('12345')).toBe(surprise('7'))
  })

  it('is finite for anything', () => {
    for (const text of ['', 'a', '__proto__', '\u0000', 'é'.repeat(300)])
      expect(Number.isFinite(surprise(text))).toBe(true)
  })
})
