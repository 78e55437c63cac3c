import { expect, test } from '@jest/globals'
import { nearest } from '../../src/policy/nearest.ts'

test.each([
  ['alow', ['allow'], 'allow'],
  ['allwo', ['allow'], 'allow'],
  ['pakage', ['path', 'package'], 'package'],
  ['packgae', ['package'], 'package'],
  ['packageee', ['package'], 'package'],
  ['packageeee', ['package'], null],
  ['pack', ['path'], null],
  ['pack', ['pick'], 'pick'],
  ['paths', ['pith'], 'pith'],
  ['pa', ['ap'], 'ap'],
  ['abcde', ['abcxy', 'abcdx'], 'abcdx'],
  ['abcde', ['abcdx', 'abcdy'], 'abcdx'],
  ['abcde', ['vwxyz'], null],
  ['abcde', [], null],
  ['ab', ['bc'], null],
  ['ab', ['ca'], null],
  ['abcdef', ['badcfe'], null],
  ['abcde', ['xyabcd'], null],
  ['abcdef', ['badcef'], 'badcef'],
  ['abc', ['abcd'], 'abcd'],
  ['same', ['same', 'sane'], 'same'],
])('%s most likely stands for %j', (word, candidates, meant) => {
  expect(nearest(word, candidates)).toBe(meant)
})
