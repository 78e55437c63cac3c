// What takes many runs or much to read, apart from the tables of each file.
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { InputError } from '../../src/errors.ts'
import { renderAllowEntry } from '../../src/model/entry.ts'
import type { Policy } from '../../src/model/policy.ts'
import { reaches, SEVERITIES } from '../../src/model/severity.ts'
import { readYaml } from '../../src/policy/yaml.ts'
import { RULES } from '../../src/rules/index.ts'
import { central, load, over } from './support.ts'

const PIECES = [
  'version: 1\n',
  'allow:\n',
  '  - package: x\n',
  '    versions: "1.0.0"\n',
  'rules:\n',
  '  sample: off\n',
  ': ',
  '- ',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '\n',
  ' ',
  '#',
  '&a ',
  '*a',
  '!!str ',
  '? ',
  '| ',
  '---\n',
  '...\n',
  '%YAML 1.2\n',
  '__proto__',
  '1.10',
  'null',
  '\t',
  '\u2028',
]

test('property: anything ends in a policy or in an error that the user can mend', () => {
  const piece = fc.constantFrom(...PIECES)
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(piece).map((pieces) => pieces.join('')),
        fc.string({ unit: 'binary' }),
      ),
      (text) => {
        try {
          load(text)
        } catch (error) {
          expect(error).toBeInstanceOf(InputError)
        }
      },
    ),
    { numRuns: 300 },
  )
})

test('a policy of as many bytes as one may have loads', () => {
  const text = 'version: 1\n#'
  expect(load(text + ' '.repeat(8 * 1024 * 1024 - text.length)).failOn).toBe('high')
})

test('40,000 entries load', () => {
  const entries = Array.from({ length: 40_000 }, (_, index) => `  - { package: p${index}, versions: "1.0.0" }\n`)
  expect(load(`version: 1\nallow:\n${entries.join('')}`).allow).toHaveLength(40_000)
})

test('property: no value breaks out of its entry', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), (name, version) => {
      const document = readYaml(renderAllowEntry({ package: name, version, integrity: null }))
      expect('value' in document ? document.value : document).toEqual([
        { package: name, versions: version.toWellFormed() },
      ])
    }),
  )
})

test('property: whatever a policy may say on top of a locked rule is at least as strict in every message, tier and option', () => {
  const rule = RULES.find(({ id }) => id === 'cooldown')
  const ids = Object.keys(rule?.messages ?? {})
  const severity = fc.constantFrom('off', ...SEVERITIES)
  const setting = fc.record(
    {
      severity: fc.constantFrom(...SEVERITIES),
      tiers: fc.uniqueArray(fc.constantFrom('server', 'closure', 'other'), { minLength: 1 }),
      hours: fc.nat(200),
    },
    { requiredKeys: [] },
  )
  const rules = fc.record(
    { cooldown: fc.oneof(severity, setting), ...Object.fromEntries(ids.map((id) => [`cooldown/${id}`, severity])) },
    { requiredKeys: [] },
  )
  let accepted = 0
  fc.assert(
    fc.property(rules, rules, (theirs, mine) => {
      const base = central(`locked: [cooldown]\nrules: ${JSON.stringify(theirs)}\n`)
      const policy = accept(`rules: ${JSON.stringify(mine)}\n`, base)
      if (policy === null) return
      accepted += 1
      const [before, after] = [base.rules['cooldown'], policy.rules['cooldown']]
      if (before?.enabled === false) return
      expect(after?.enabled).not.toBe(false)
      for (const [id, { severity: byDefault }] of Object.entries(rule?.messages ?? {})) {
        const least = before?.messages[id] ?? before?.severity ?? byDefault
        const own = after?.messages[id] ?? after?.severity ?? byDefault
        if (least !== 'off') expect(own !== 'off' && reaches(own, least)).toBe(true)
      }
      expect(after?.tiers ?? rule?.tiers).toEqual(expect.arrayContaining([...(before?.tiers ?? rule?.tiers ?? [])]))
      expect(Number(after?.options['hours'] ?? 48)).toBeGreaterThanOrEqual(Number(before?.options['hours'] ?? 48))
    }),
    { numRuns: 300 },
  )
  expect(accepted).toBeGreaterThan(20)
})

function accept(text: string, base: Policy): Policy | null {
  try {
    return over(text, base)
  } catch (error) {
    if (error instanceof InputError) return null
    throw error
  }
}
