// Loads a policy written in a test, with a fixed clock: with three rules, or with all and on top of a central policy.
import { InputError } from '../../src/errors.ts'
import type { Policy } from '../../src/model/policy.ts'
import type { RuleCatalogue } from '../../src/model/rule.ts'
import { type LoadRequest, loadPolicy, readPolicyFile } from '../../src/policy/load.ts'
import { RULES } from '../../src/rules/index.ts'
import { NOW, REGISTRY } from '../support/builders.ts'

const common = { summary: 'A rule.', tiers: ['server'], controls: [], modes: ['gate'] } as const

export const CATALOGUE: RuleCatalogue = [
  {
    ...common,
    id: 'other',
    options: {
      strict: { type: 'boolean', default: false, description: 'Yes or no.' },
      word: { type: 'string', default: 'a', description: 'A word.' },
      words: { type: 'strings', default: [], description: 'Words.' },
    },
    messages: { found: { severity: 'high', text: 'x', remedy: 'y' } },
  },
  {
    ...common,
    id: 'sample',
    options: { hours: { type: 'integer', default: 48, description: 'Hours.', minimum: 0 } },
    messages: { 'too-new': { severity: 'high', text: 'x', remedy: 'y' } },
  },
  { ...common, id: 'waiver', options: {}, messages: { unused: { severity: 'low', text: 'x', remedy: 'y' } } },
]

export function load(text: string): Policy {
  return loadPolicy(requestFor(text))
}

export function requestFor(text: string): LoadRequest {
  return {
    bytes: new TextEncoder().encode(text),
    path: '.github/mcp-gate.yml',
    ref: 'main',
    catalogue: CATALOGUE,
    now: NOW,
    sha256: 'b'.repeat(64),
    publicRegistry: REGISTRY,
  }
}

/** The message of the error that a policy is refused with; empty where it is not. */
export function messageOf(text: string): string {
  try {
    load(text)
    return ''
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
}

export const SHA = '0123456789abcdef0123456789abcdef01234567'
export const REFERENCE = `acme/security-policy//mcp-gate.yml@${SHA}`

export function requestOf(text: string, path: string) {
  const bytes = new TextEncoder().encode(text)
  return { bytes, path, ref: 'main', catalogue: RULES, now: NOW, sha256: 'c'.repeat(64), publicRegistry: REGISTRY }
}

/** A central policy with all rules. */
export function central(text: string): Policy {
  return loadPolicy(requestOf(`version: 1\n${text}`, 'acme/security-policy//mcp-gate.yml'))
}

/** A policy of a repository on top of it. */
export function over(text: string, base: Policy): Policy {
  const own = `version: 1\nextends: ${REFERENCE}\n${text}`
  return readPolicyFile(requestOf(own, '.github/mcp-gate.yml')).over(base, REFERENCE)
}

const number = { type: 'integer', description: 'A number.' } as const
const list = { type: 'strings', default: [], description: 'Words.' } as const
const [high, moderate] = (['high', 'moderate'] as const).map((severity) => ({ severity, text: 'x', remedy: 'y' }))

/** The rules whose locks are about entries, and one with options of every direction. */
const LOCKABLE: RuleCatalogue = [
  ...['allowlist', 'install-script', 'provenance', 'publisher'].map((id) => ({
    ...common,
    id,
    options: {},
    messages: {},
  })),
  {
    ...common,
    id: 'sample',
    tiers: ['server', 'closure'],
    options: {
      hours: { ...number, default: 48, stricter: 'higher' },
      months: { ...number, default: 24, stricter: 'lower' },
      plain: { ...number, default: 3 },
      word: { type: 'string', default: 'a', description: 'A word.' },
      words: list,
      expected: { ...list, stricter: 'fewer' },
    },
    messages: { ...(high && { one: high }), ...(moderate && { two: moderate }) },
  },
]

/** What is complained of where a policy stands on top of a central one: place and message; empty where it holds. */
export function complaintsOf(own: string, central: string): readonly string[] {
  const request = (text: string) => ({ ...requestFor(`version: 1\n${text}\n`), catalogue: LOCKABLE })
  const base = loadPolicy(request(central))
  try {
    readPolicyFile(request(`extends: ${REFERENCE}\n${own}`)).over(base, REFERENCE)
    return []
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return error.message.replaceAll('.github/mcp-gate.yml:', '').split('\n')
  }
}
