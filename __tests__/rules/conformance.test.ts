import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { SEVERITIES } from '../../src/model/severity.ts'
import { RULES } from '../../src/rules/index.ts'
import { examplesOf, runExample } from '../support/example.ts'

const HEADINGS = ['What it reports', 'Why it matters', 'Evidence used', 'How to fix', 'When to waive', 'Options']
const ROOT = new URL('../../', import.meta.url)
const ids = RULES.map(({ id }) => id)

test('every rule file is listed, in order, under the id it is named after', () => {
  expect(filesOf('src/rules/', '.ts').filter((name) => name !== 'index')).toEqual(ids)
})

test('every rule has a test and a page, and no page is without a rule', () => {
  const tested = filesOf('__tests__/rules/', '.test.ts')
  expect(ids.filter((id) => !tested.includes(id))).toEqual([])
  expect(filesOf('docs/rules/', '.md').filter((name) => name !== 'README')).toEqual(ids)
})

describe.each(RULES)('$id', (rule) => {
  const page = readPage(rule.id)
  const messages = Object.entries(rule.messages)

  test('its metadata is complete', () => {
    expect(rule.summary).toMatch(/^[A-Z].*\.$/)
    expect(rule.controls.length).toBeGreaterThan(0)
    expect(messages.length).toBeGreaterThan(0)
    for (const [id, message] of messages) {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/)
      expect(SEVERITIES).toContain(message.severity)
      expect(message.text).toMatch(/\.$/)
      expect(message.remedy).toMatch(/\.$/)
    }
  })

  test('its page has the headings, in order, and names every message and option', () => {
    expect([...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual(HEADINGS)
    expect(page.startsWith(`# ${rule.id}\n`)).toBe(true)
    const named = [...messages.map(([id]) => id), ...Object.keys(rule.options)]
    expect(named.filter((name) => !page.includes(`\`${name}\``))).toEqual([])
  })

  test('its page has an example that reports', () => {
    expect(examplesOf(page).flatMap(({ finds }) => finds).length).toBeGreaterThan(0)
  })

  test.each(examplesOf(page).map((example, index) => ({ example, number: index + 1 })))(
    'example $number of its page reports what it says',
    ({ example }) => {
      expect(runExample(rule, example)).toEqual(example.finds)
    },
  )
})

function readPage(id: string): string {
  const file = new URL(`docs/rules/${id}.md`, ROOT)
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

function filesOf(folder: string, ending: string): readonly string[] {
  return readdirSync(new URL(folder, ROOT))
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .filter((name) => name !== 'conformance')
    .sort()
}
