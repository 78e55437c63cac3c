// Answers of GitHub that are not what GitHub says: a value or a coded error comes of each, soon, and never a better verdict.
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { GateError } from '../../src/errors.ts'
import { type Answering, type Asked, type Canned, startAnswering } from '../support/answering.ts'
import { clientOf, ENDPOINTS, type Endpoint, OPERATIONS } from '../support/github-world.ts'
import { fuzz } from './harness.ts'
import { anyValue, word } from './hostile.ts'
import { mutatedValue } from './mutate.ts'

let github: Answering
let elsewhere: Answering
beforeAll(async () => {
  github = await startAnswering()
  elsewhere = await startAnswering()
})
afterAll(async () => {
  await github.close()
  await elsewhere.close()
})

type Damage = { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'wire'; readonly wire: string }

interface Case {
  readonly endpoint: string
  /** What comes in place of the answer, or how it is sent. */
  readonly damage: Damage
}

const textOf = ({ value }: Endpoint) => (typeof value === 'string' ? value : JSON.stringify(value))
const html = '<!doctype html><title>Sign in</title>'
/** Past the bound on an answer, and small on the wire. */
const BOMB = gzipSync(Buffer.alloc(40_000_000, ' '))
const GZIP = { 'content-encoding': 'gzip' }
const type = (name: string) => ({ 'content-type': name })
const next = (url: string) => ({ link: `<${url}>; rel="next", <${url}>; rel="last"` })

const WIRES: Readonly<Record<string, (endpoint: Endpoint, asked: Asked) => Canned>> = {
  page: () => ({ headers: type('text/html'), body: html }),
  'page that says it is JSON': () => ({ body: html }),
  'another type': (endpoint) => ({ headers: type('text/html'), body: textOf(endpoint) }),
  bytes: (endpoint) => ({ headers: type('application/octet-stream'), body: textOf(endpoint) }),
  'no type that is one': (endpoint) => ({ headers: type(';;;'), body: textOf(endpoint) }),
  'another charset': (endpoint) => ({
    headers: type('application/json; charset=utf-16le'),
    body: Buffer.from(textOf(endpoint), 'utf16le'),
  }),
  'byte order mark': (endpoint) => ({ body: `\ufeff${textOf(endpoint)}` }),
  twice: (endpoint) => ({ body: textOf(endpoint).repeat(2) }),
  'cut off': (endpoint) => ({ body: textOf(endpoint).slice(0, -3), isCut: true }),
  'cut off, and said to be whole': (endpoint) => ({ body: textOf(endpoint).slice(0, -3) }),
  base64: (endpoint) => ({
    body: JSON.stringify({
      sha: 'ab'.repeat(20),
      size: 1,
      encoding: 'base64',
      content: Buffer.from(textOf(endpoint)).toString('base64').slice(0, -3),
    }),
  }),
  empty: () => ({ body: '' }),
  null: () => ({ body: 'null' }),
  number: () => ({ body: '5' }),
  text: () => ({ body: '"x"' }),
  list: () => ({ body: '[null,5,"x",[],{}]' }),
  count: () => ({ body: '{"total_count":1}' }),
  'count of null': () => ({ body: '{"total_count":1,"items":null}' }),
  commits: () => ({ body: '{"total_commits":1e300}' }),
  deep: () => ({ body: '['.repeat(100_000) }),
  giant: () => ({ body: JSON.stringify('x'.repeat(2_000_000)) }),
  'no gzip': (endpoint) => ({ headers: GZIP, body: textOf(endpoint) }),
  bomb: () => ({ headers: GZIP, body: BOMB }),
  'bomb in a refusal': () => ({ status: 500, headers: GZIP, body: BOMB }),
  'pages without end': (endpoint, { path }) => ({ headers: next(github.url + path), body: textOf(endpoint) }),
  'pages elsewhere': (endpoint) => ({ headers: next(`${elsewhere.url}/repos/x`), body: textOf(endpoint) }),
  'pages at no address': (endpoint) => ({ headers: next('http://['), body: textOf(endpoint) }),
  'redirect elsewhere': () => ({ status: 302, headers: { location: `${elsewhere.url}/x` }, body: '' }),
  'redirect of a write elsewhere': () => ({ status: 307, headers: { location: `${elsewhere.url}/x` }, body: '' }),
  'redirect to itself': (_, { path }) => ({ status: 307, headers: { location: path }, body: '' }),
  'redirect to no address': () => ({ status: 301, headers: { location: 'http://[' }, body: '' }),
  'redirect without an address': (endpoint) => ({ status: 302, body: textOf(endpoint) }),
  'not modified': () => ({ status: 304, body: '' }),
  'no content': () => ({ status: 204, body: '' }),
  accepted: () => ({ status: 202, body: '{}' }),
  'refusal of null': () => ({ status: 500, body: 'null' }),
  'refusal by a list': () => ({ status: 403, body: '[1]' }),
  'refusal by a number': () => ({ status: 404, body: '4' }),
  'refusal of odd errors': () => ({
    status: 422,
    body: '{"message":5,"errors":[null,{"x":1}],"documentation_url":[]}',
  }),
  'refusal with a command': () => ({ status: 403, body: '{"message":"x\\n::error::y"}' }),
  conflict: () => ({ status: 409, body: '{"message":"Git Repository is empty."}' }),
  'wait for ever': () => ({ status: 429, headers: { 'retry-after': '9'.repeat(40) }, body: '{}' }),
  'wait for a word': () => ({ status: 403, headers: { 'retry-after': 'soon', 'x-ratelimit-reset': '-1' }, body: '{}' }),
  'status of its own': () => ({ status: 599, body: '{}' }),
  'errors of null': () => ({ body: '{"data":null,"errors":[null]}' }),
  'errors that are no list': () => ({ body: '{"data":{},"errors":{"x":1}}' }),
  'errors without words': () => ({ body: '{"errors":[{"type":["FORBIDDEN"]},{}]}' }),
}

const damaged: fc.Arbitrary<Case> = fc.constantFrom(...ENDPOINTS).chain(({ name: endpoint, value }) =>
  fc
    .oneof(
      { weight: 5, arbitrary: mutatedValue([value]).map((changed) => ({ kind: 'value' as const, value: changed })) },
      { weight: 1, arbitrary: anyValue.map((changed) => ({ kind: 'value' as const, value: changed })) },
      {
        weight: 3,
        arbitrary: fc.constantFrom(...Object.keys(WIRES)).map((wire) => ({ kind: 'wire' as const, wire })),
      },
    )
    .map((damage) => ({ endpoint, damage })),
)

/** Which endpoints each operation asks when all is well. */
let touched: Promise<ReadonlyMap<string, ReadonlySet<string>>> | null = null

test('all is well without damage, and every endpoint is asked', async () => {
  const asked = await touches()
  expect([...new Set([...asked.values()].flatMap((names) => [...names]))].toSorted()).toEqual(
    ENDPOINTS.map(({ name }) => name).toSorted(),
  )
})

const SOME =
  process.env['FUZZ'] === undefined ? ['tip', 'reviews', 'hidden', 'new comment'] : ENDPOINTS.map(({ name }) => name)

/** Slow to make and to send, and looked at before anything is made of them. */
const HEAVY = new Set(['bomb', 'giant'])

test.each(Object.keys(WIRES))(
  '%s',
  async (wire) => {
    for (const endpoint of HEAVY.has(wire) ? SOME.slice(0, 1) : SOME)
      await meet({ endpoint, damage: { kind: 'wire', wire } })
  },
  120_000,
)

fuzz({ name: 'github-answers', cases: damaged, runs: 250, holds: meet, within: 8000 })

/** A word that takes an approval back is never overheard, whatever else the review says. */
fuzz({
  name: 'github-approval',
  cases: fc.record({
    field: fc.constantFrom('state', 'commit_id', 'id', 'body', 'node_id'),
    value: fc.oneof(anyValue, word),
  }),
  runs: 60,
  holds: async ({ field, value }) => {
    const reviews = ENDPOINTS.find(({ name }) => name === 'reviews')
    if (reviews === undefined || !Array.isArray(reviews.value)) throw new Error('no reviews')
    const [approval] = reviews.value
    if (field === 'state' && ['APPROVED', 'COMMENTED', 'PENDING'].includes(String(value))) return
    const later = { ...approval, id: 9, state: 'CHANGES_REQUESTED', [field]: value }
    github.answer(answering({ ...reviews, value: [approval, later] }))
    const by = OPERATIONS.find(({ name }) => name === 'approvals by name')
    expect(await by?.run(clientOf(github.url))).toMatchObject({ approvedBy: [] })
  },
})

async function meet({ endpoint: name, damage }: Case): Promise<void> {
  const clean = ENDPOINTS.find((candidate) => candidate.name === name)
  if (clean === undefined) return
  const broken: Endpoint = damage.kind === 'value' ? { ...clean, value: damage.value ?? null } : clean
  const wire = damage.kind === 'wire' ? WIRES[damage.wire] : undefined
  const all = await touches()
  for (const operation of OPERATIONS.filter((one) => all.get(one.name)?.has(name))) {
    elsewhere.answer(() => ({ body: '[]' }))
    github.answer(answering(broken, wire))
    const result = await attempt(operation.run(clientOf(github.url)), operation)
    if (result.status === 'value') operation.holds(result.value as never)
    expect([operation.name, github.asked.length]).toEqual([operation.name, Math.min(github.asked.length, 130)])
    expect(elsewhere.asked).toEqual([])
  }
}

async function attempt(
  running: Promise<unknown>,
  { name, mayThrow }: { readonly name: string; readonly mayThrow: boolean },
) {
  try {
    return { status: 'value', value: await running } as const
  } catch (error) {
    if (error instanceof GateError && mayThrow) return { status: 'error' } as const
    throw new Error(`${name}: ${String(error)}`, { cause: error })
  }
}

/** One endpoint answers otherwise, all others as they should. */
function answering(broken: Endpoint | null, wire?: (endpoint: Endpoint, asked: Asked) => Canned) {
  return (asked: Asked): Canned => {
    const found = ENDPOINTS.find((endpoint) => endpoint.isAsked(asked))
    if (found === undefined) return { body: '[]' }
    const endpoint = found.name === broken?.name ? broken : found
    if (found.name === broken?.name && wire !== undefined) return wire(endpoint, asked)
    return { body: textOf(endpoint) ?? '', ...(endpoint.status === undefined ? {} : { status: endpoint.status }) }
  }
}

function touches(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  touched ??= findTouched()
  return touched
}

async function findTouched(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const all = new Map<string, ReadonlySet<string>>()
  for (const operation of OPERATIONS) {
    github.answer(answering(null))
    const result = await attempt(operation.run(clientOf(github.url)), operation)
    if (result.status === 'value') operation.holds(result.value as never)
    const names = github.asked.flatMap((asked) => ENDPOINTS.find(({ isAsked }) => isAsked(asked))?.name ?? [])
    all.set(operation.name, new Set(names))
  }
  return all
}
