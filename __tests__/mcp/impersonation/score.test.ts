// The trained weights and the features agree, so that none of either is dead.
import { describe, expect, it } from '@jest/globals'
import { affixedNames, affixFeatures } from '../../../src/mcp/impersonation/affixes.ts'
import { buildLexicon } from '../../../src/mcp/impersonation/lexicon.ts'
import { partsOf } from '../../../src/mcp/impersonation/parts.ts'
import { AFFIX_MODEL, type Model, SPELLING_MODEL, scoreOf, strengthOf } from '../../../src/mcp/impersonation/score.ts'
import { misspellingsOf, spellingFeatures } from '../../../src/mcp/impersonation/spelling.ts'

const lexicon = buildLexicon([])

describe('features', () => {
  it('of misspellings are those that were trained', () => {
    const name = partsOf('suport-color')
    const [found] = misspellingsOf(name, lexicon).map((item) => spellingFeatures(name, item, lexicon))
    expect(Object.keys(found ?? {}).sort()).toEqual(Object.keys(SPELLING_MODEL.weights).sort())
  })

  it('of affixes are those that were trained', () => {
    const [found] = affixedNames(partsOf('lodash-js'), lexicon).map((item) => affixFeatures(item, lexicon))
    expect(Object.keys(found ?? {}).sort()).toEqual(Object.keys(AFFIX_MODEL.weights).sort())
  })

  it('are finite numbers for every candidate', () => {
    for (const text of ['lodahs', 'a1-b2', 'react-router-dmo', 'x-lodash', '123', 'ts-jset', '7zip-bin2']) {
      const name = partsOf(text)
      const all = [
        ...misspellingsOf(name, lexicon).map((item) => spellingFeatures(name, item, lexicon)),
        ...affixedNames(name, lexicon).map((item) => affixFeatures(item, lexicon)),
      ]
      for (const value of all.flatMap(Object.values)) expect(Number.isFinite(value)).toBe(true)
    }
  })
})

describe('score', () => {
  const model: Model = { bias: -1, weights: { near: 2, far: -3 }, look: 0, block: 1 }

  it('is the weighted sum, and what has no weight does not count', () => {
    expect(scoreOf({ near: 1, other: 100 }, model)).toBe(1)
    expect(scoreOf({ near: 1, far: 1 }, model)).toBe(-2)
  })

  it('means block or look by its thresholds', () => {
    expect(strengthOf(1, model)).toBe('block')
    expect(strengthOf(0.5, model)).toBe('look')
    expect(strengthOf(-0.1, model)).toBeNull()
    expect(strengthOf(9, { ...model, block: null })).toBe('look')
  })
})
