import type { Change } from '../../src/model/change.ts'
import type { Impersonation } from '../../src/model/impersonation.ts'
import { observed } from '../../src/model/observation.ts'
import { impersonation } from '../../src/rules/impersonation.ts'
import {
  aChange,
  aComponent,
  anAllowedPackage,
  aPackage,
  aPolicy,
  aSubject,
  DAY,
  NOW,
  noEvidence,
  someEvidence,
} from '../support/builders.ts'
import { testRule } from '../support/rule.ts'

const block: Impersonation = {
  name: 'sample-mcp',
  kind: 'homoglyph',
  strength: 'block',
  why: 'the digit 1 stands for the letter l',
  marks: [],
}
const look: Impersonation = { ...block, kind: 'combosquat', strength: 'look', why: 'it adds server' }

function imitating(
  impersonates: Impersonation | null,
  change: Partial<Change> = {},
  subject: Parameters<typeof aSubject>[0] = {},
) {
  const component = aComponent({ name: 'samp1e-mcp' })
  const own = aChange({ after: [component], ...change })
  return { subjects: [aSubject({ component, change: own, impersonates, evidence: noEvidence(), ...subject })] }
}
const aged = (days: number) => ({
  evidence: someEvidence({ packument: observed(aPackage({ created: NOW - days * DAY })) }),
})
const other = { tier: 'other', direct: true } as const

const aliased = (alias: string, listed: readonly string[] = []) => {
  const component = aComponent({ name: '@evil/sdk', alias })
  const change = aChange({ after: [component], ...other })
  return {
    subjects: [aSubject({ component, change, evidence: noEvidence() })],
    policy: aPolicy({ allow: listed.map((name) => anAllowedPackage({ name })) }),
  }
}

testRule(impersonation, {
  passes: [
    { what: 'an alias of its own', context: aliased('sdk', ['other-mcp']) },
    { what: 'a name that imitates none', context: imitating(null) },
    {
      what: 'a name that the policy lists in this version',
      context: imitating(block, {}, { allow: { named: [], fitting: [anAllowedPackage()] } }),
    },
    { what: 'an update of what only looks alike', context: imitating(look, { kind: 'updated' }) },
  ],
  reports: [
    {
      what: 'another package under an official name',
      context: aliased('@modelcontextprotocol/sdk'),
      finds: [
        { id: 'scope-confusion', severity: 'high', args: { name: '@evil/sdk', original: '@modelcontextprotocol/sdk' } },
      ],
    },
    {
      what: 'another package under a listed name',
      context: aliased('weather-mcp', ['weather-mcp']),
      finds: [{ id: 'scope-confusion', severity: 'high' }],
    },
    {
      what: 'a server that imitates',
      context: imitating(block),
      finds: [
        {
          id: 'homoglyph',
          severity: 'critical',
          args: { name: 'samp1e-mcp', original: 'sample-mcp' },
          location: { path: 'package-lock.json', route: ['packages', 'node_modules/samp1e-mcp'] },
        },
      ],
    },
    {
      what: 'an update of what imitates',
      context: imitating(block, { kind: 'updated' }),
      finds: [{ id: 'homoglyph', severity: 'critical' }],
    },
    {
      what: 'a direct dependency that imitates',
      context: imitating(block, other),
      finds: [{ id: 'homoglyph', severity: 'high' }],
    },
    {
      what: 'what a server needs that imitates',
      context: imitating(block, { tier: 'closure', direct: false }),
      finds: [{ id: 'homoglyph', severity: 'high' }],
    },
    {
      what: 'an indirect dependency that imitates',
      context: imitating(block, { tier: 'other', direct: false }),
      finds: [{ id: 'homoglyph', severity: 'moderate' }],
    },
    {
      what: 'a name that only looks alike',
      context: imitating(look),
      finds: [{ id: 'combosquat', severity: 'moderate' }],
    },
    {
      what: 'an old package that imitates',
      context: imitating(block, {}, aged(400)),
      finds: [{ id: 'homoglyph', severity: 'moderate' }],
    },
    {
      what: 'a package of this month that only looks alike',
      context: imitating(look, {}, aged(3)),
      finds: [{ id: 'combosquat', severity: 'high' }],
    },
    {
      what: 'a package of last month that only looks alike',
      context: imitating(look, {}, aged(31)),
      finds: [{ id: 'combosquat', severity: 'moderate' }],
    },
    {
      what: 'an update of a name that is listed in another version',
      context: imitating(block, {}, { allow: { named: [anAllowedPackage()], fitting: [] } }),
      finds: [{ id: 'homoglyph', severity: 'critical' }],
    },
    ...(['typosquat', 'scope-confusion'] as const).map((kind) => ({
      what: kind,
      context: imitating({ ...block, kind }),
      finds: [{ id: kind, severity: 'critical' as const }],
    })),
  ],
})
