// A credential in any place of any source, of a whole file or a broken one: no output of any command says it again.
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { defaultPolicy } from '../../src/policy/default.ts'
import { REGISTRY } from '../support/builders.ts'
import { snapshotOf } from '../support/files.ts'
import { fuzz } from './harness.ts'
import { type Said, saidByError, saidOf, saidOfAllowing } from './outputs.ts'
import { PLACES, type Secret, secret, type Texts } from './planting.ts'

interface Case {
  readonly planted: readonly { readonly place: string; readonly secret: Secret }[]
  /** Which side holds the files as they are; the other holds none of them, or the same with other secrets. */
  readonly side: 'head' | 'base' | 'changed'
  /** What is put before or behind the line of a credential, so that the file cannot be read. */
  readonly breach: { readonly text: string; readonly isBefore: boolean } | null
}

const placeName = fc.constantFrom(...PLACES.map(([name]) => name))

function placeOf(name: string): (typeof PLACES)[number] {
  return PLACES.find(([candidate]) => candidate === name) ?? ['', true, () => ({})]
}

const BREACHES = [
  '"',
  "'",
  '\n',
  '\n{',
  ']',
  '}',
  ':',
  '\u0000',
  '\t',
  '<<<<<<< a\n=======\n>>>>>>> b\n',
  '\\',
  '#',
  ' - ',
  '&a *b',
]

const cases: fc.Arbitrary<Case> = fc.record({
  planted: fc.array(fc.record({ place: placeName, secret }), { minLength: 1, maxLength: 7 }),
  side: fc.constantFrom('head', 'head', 'base', 'changed'),
  breach: fc.oneof(
    { weight: 2, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.record({ text: fc.constantFrom(...BREACHES), isBefore: fc.boolean() }) },
  ),
})

fuzz({ name: 'planted-secrets', cases, runs: 25, within: 30_000, holds })

async function holds({ planted, side, breach }: Case): Promise<void> {
  const { texts, secrets } = placed(planted, breach)
  const said = await saidOfAll(texts, side).catch(saidByError)
  expectSilence(said, secrets)
}

/** What cannot be told from any other word is not planted where nothing says what it is. */
function placed(planted: Case['planted'], breach: Case['breach']) {
  const texts: Record<string, string> = {}
  const secrets: Secret[] = []
  for (const { place, secret: one } of planted) {
    const [, isBare, plant] = placeOf(place)
    const files = Object.entries(plant(one.text))
    if ((isBare && !one.isShaped) || files.some(([path]) => Object.hasOwn(texts, path))) continue
    for (const [path, text] of files) texts[path] = breach === null ? text : broken(text, one.text, breach)
    secrets.push(one)
  }
  return { texts, secrets }
}

function broken(text: string, credential: string, { text: word, isBefore }: NonNullable<Case['breach']>): string {
  const found = Math.max(text.indexOf(credential), 0)
  const end = text.indexOf('\n', found)
  const at = isBefore ? text.lastIndexOf('\n', found) + 1 : end < 0 ? text.length : end
  return text.slice(0, at) + word + text.slice(at)
}

function saidOfAll(texts: Texts, side: Case['side']): Promise<Said> {
  const policy = defaultPolicy('.github/mcp-gate.yml', REGISTRY)
  const rest = { 'README.md': 'x' }
  const other =
    side === 'changed' ? Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, `${text}\n`])) : rest
  const [base, head] = side === 'base' ? [texts, rest] : [other, texts]
  return saidOf({ base: snapshotOf('main', base), head: snapshotOf('head', head), texts: head, policy })
}

function expectSilence(said: Said, secrets: readonly Secret[]): void {
  for (const { form, parts } of secrets)
    for (const part of parts)
      for (const [output, text] of said) {
        const at = text.indexOf(part)
        if (at >= 0) throw new Error(`${output} says a secret (${form}): ${text.slice(Math.max(0, at - 300), at + 60)}`)
      }
}

fuzz({
  name: 'allowed-secrets',
  cases: fc.record({ place: placeName, secret }),
  runs: 100,
  holds: ({ place, secret: one }: { readonly place: string; readonly secret: Secret }) => {
    const [, isBare, plant] = placeOf(place)
    const server = serverIn(plant(one.text))
    if (server !== null && (one.isShaped || !isBare)) expectSilence(saidOfAllowing(server), [one])
  },
})

/** The line of a server, or its address, as somebody would paste it after `allow`. */
function serverIn(texts: Texts): string | null {
  try {
    const { sample } = JSON.parse(texts['.mcp.json'] ?? '').mcpServers
    return sample.url ?? [sample.command, ...(sample.args ?? [])].map((word: string) => JSON.stringify(word)).join(' ')
  } catch {
    // Another kind of file.
    return null
  }
}

test('a credential that is not planted as one would be found', async () => {
  const said = await saidOfAll(
    { '.mcp.json': '{"mcpServers":{"sample":{"command":"npx","args":["-y","plainly-visible"]}}}' },
    'head',
  )
  const one = { form: 'word', text: '', parts: ['plainly-visible'], isShaped: false }
  expect(() => expectSilence(said, [one])).toThrow('says a secret')
  for (const output of [
    'json',
    'ndjson',
    'markdown',
    'sarif',
    'html',
    'terminal',
    'inventory',
    'cyclonedx',
    'diff',
    'review',
    'comment',
  ])
    expect(said.filter(([name, text]) => name === output && text.includes('plainly-visible'))).not.toEqual([])
})
