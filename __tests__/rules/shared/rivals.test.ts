import { expect, test } from '@jest/globals'
import type { Hash } from '../../../src/rules/shared/locked.ts'
import { firstOf, placesBeside, rivalsIn } from '../../../src/rules/shared/rivals.ts'

const hash = (digest: string, path: string, algorithm = 'sha512'): Hash => ({
  algorithm,
  digest,
  location: { path, route: [] },
})
const pathsOf = (places: ReturnType<typeof placesBeside>) => places.map(({ path }) => path)
const placesOf = (...hashes: readonly Hash[]) => rivalsIn(new Map([['x@1', hashes]])).get('x@1 sha512') ?? new Map()

test('two hashes of one version and algorithm are rivals, in order, with their places', () => {
  const found = rivalsIn(
    new Map([
      ['x@1', [hash('b', '1'), hash('a', '2'), hash('b', '3'), hash('c', '4', 'sha256')]],
      ['x@2', [hash('a', '5'), hash('a', '6')]],
    ]),
  )
  expect([...found].map(([key, places]) => [key, [...places.keys()]])).toEqual([['x@1 sha512', ['a', 'b']]])
  const places = found.get('x@1 sha512') ?? new Map()
  expect(firstOf(places, 1)).toEqual(['a'])
  expect(firstOf(places, 3)).toEqual(['a', 'b'])
  expect(pathsOf(placesBeside(places, ['a']))).toEqual(['1', '3'])
  expect(pathsOf(placesBeside(places, ['a', 'b']))).toEqual([])
})

test('twenty places are shown, of however many hashes they are', () => {
  const many = (digest: string, count: number) =>
    Array.from({ length: count }, (_, at) => hash(digest, `${digest}${at}`))
  const places = placesOf(...many('a', 15), ...many('b', 15), ...many('c', 1))
  expect(pathsOf(placesBeside(places, []))).toEqual([
    ...many('a', 15).map(({ location }) => location.path),
    ...many('b', 5).map(({ location }) => location.path),
  ])
  expect(placesBeside(placesOf(...many('a', 30), ...many('b', 1)), [])).toHaveLength(20)
})
