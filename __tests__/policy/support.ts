// Loads a policy written in a test, with three rules and a fixed clock.
import type { Policy } from '../../src/model/policy.ts'
import type { RuleCatalogue } from '../../src/model/rule.ts'
import { loadPolicy } from '../../src/policy/load.ts'
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
  return loadPolicy({
    bytes: new TextEncoder().encode(text),
    path: '.github/mcp-gate.yml',
    ref: 'main',
    catalogue: CATALOGUE,
    now: NOW,
    sha256: 'b'.repeat(64),
    publicRegistry: REGISTRY,
  })
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
