// Files of a pull request, of every format: whatever is in them, a source comes out, and soon.
import { expect } from '@jest/globals'
import fc from 'fast-check'
import { JSON_SEEDS, MANIFEST, servers, TEXT_SEEDS } from './documents.ts'
import { fuzz } from './harness.ts'
import { anyValue, fromEntries, SECRET, word } from './hostile.ts'
import { mutated, mutatedValue } from './mutate.ts'
import { expectSound, readTexts, type Texts } from './outcome.ts'

const AROUND: Texts = { 'package.json': JSON.stringify(MANIFEST), 'sub/package.json': '{"name":"sub"}' }

const changedTexts = fc
  .constantFrom(...TEXT_SEEDS)
  .chain(({ path, text }) => mutated([text]).map((changed): Texts => ({ ...AROUND, [path]: changed })))

const changedValues = fc
  .constantFrom(...JSON_SEEDS)
  .chain(({ path, value }) =>
    mutatedValue([value]).map((changed): Texts => ({ ...AROUND, [path]: JSON.stringify(changed) ?? 'null' })),
  )

const anythingAnywhere = fc
  .record({ path: fc.constantFrom(...TEXT_SEEDS.map(({ path }) => path)), value: anyValue })
  .map(({ path, value }): Texts => ({ [path]: JSON.stringify(value) ?? 'null' }))

const holds = async (texts: Texts) => expectSound(await readTexts(texts))

fuzz({ name: 'source-text', cases: changedTexts, runs: 400, holds })
fuzz({ name: 'source-value', cases: changedValues, runs: 400, holds })
fuzz({ name: 'source-any', cases: anythingAnywhere, runs: 150, holds })

/** Server entries, one text of which that is no secret is replaced: the secrets stay where secrets are. */
const secretive = fc
  .record({ at: fc.nat({ max: 8 }), name: word, extra: fc.dictionary(word, anyValue, { maxKeys: 3 }) })
  .map(({ at, name, extra }) => {
    const entries = Object.entries(servers())
    const named = entries.map(
      ([key, value], index) => [index === at ? name : key, { ...extra, ...Object(value) }] as const,
    )
    return { '.mcp.json': JSON.stringify({ mcpServers: fromEntries(named) }) }
  })

fuzz({
  name: 'secrets',
  cases: secretive,
  runs: 80,
  holds: async (texts: Texts) => {
    const sources = await readTexts(texts)
    for (const source of sources)
      if (source.status === 'read') expect(JSON.stringify([source.components, source.facts])).not.toContain(SECRET)
  },
})
