import { describe, expect, test } from '@jest/globals'
import type { Component } from '../../src/model/component.ts'
import type { Evidence, TarballFacts } from '../../src/model/evidence.ts'
import { observed, unavailable } from '../../src/model/observation.ts'
import type { AllowedPackage } from '../../src/model/policy.ts'
import type { RuleContext, Subject } from '../../src/model/rule.ts'
import { installScript } from '../../src/rules/install-script.ts'
import {
  aChange,
  aComponent,
  aFactChange,
  anAllowedPackage,
  anUnreadSource,
  aPackage,
  aReadSource,
  aRelease,
  aSubject,
  aTarball,
  noEvidence,
  someEvidence,
} from '../support/builders.ts'
import { run, testRule } from '../support/rule.ts'

const SHA = 'a'.repeat(64)
const OTHER_SHA = 'b'.repeat(64)
const quiet = withScripts()
const noisy = withScripts({ sha256: SHA })
const other = withScripts({ sha256: OTHER_SHA, command: 'node evil.js' })

testRule(installScript, {
  passes: [
    { what: 'no script anywhere', context: fresh(quiet) },
    { what: 'the script that was there before', context: updated(noisy, noisy) },
    { what: 'a script taken out', context: updated(quiet, noisy) },
    { what: 'a script the policy names', context: fresh(noisy, [{ installScripts: [OTHER_SHA, SHA] }]) },
    { what: 'a bundled component', context: fresh(noisy, [], { bundled: true }) },
    {
      what: 'the same commands, where no tarball was seen',
      context: updated(told({ postinstall: 'x' }), told({ postinstall: 'x' })),
    },
    { what: 'a registry that only tells that there are scripts, as before', context: updated(told({}), told({})) },
    { what: 'what no server uses, flagged as before', context: flagged('other', true, true) },
    { what: 'what no server uses, whose flag was taken out', context: flagged('other', false, false) },
    { what: 'what no server uses, added with its flag', context: flagged('other', null, true) },
    { what: 'a prepare script, which a registry package never runs', context: fresh(told({ prepare: 'tsc' }, false)) },
  ],
  reports: [
    {
      what: 'an added package with a script',
      context: fresh(noisy),
      finds: [{ id: 'present', severity: 'high', args: { version: '1.0.0', before: 'the version before' } }],
    },
    {
      what: 'a package of no version with a script',
      context: fresh(noisy, [], { version: null }),
      finds: [{ id: 'present', severity: 'high', args: { version: '' } }],
    },
    {
      what: 'a script the lockfile alone tells of',
      context: fresh(noEvidence(), [], { installScript: true }),
      finds: [{ id: 'present', severity: 'high' }],
    },
    {
      what: 'a script that was not there before',
      context: updated(noisy, quiet),
      finds: [{ id: 'added', severity: 'high', args: { before: '0.9.0' } }],
    },
    {
      what: 'a script in what a server needs',
      context: updated(noisy, quiet, { tier: 'closure' }),
      finds: [{ id: 'added', severity: 'high' }],
    },
    {
      what: 'a flag that turns up where no server uses it',
      context: flagged('other', false, true),
      finds: [{ id: 'added', severity: 'high' }],
    },
    {
      what: 'a flag that turns up at the same version, with no evidence',
      context: flagged('server', false, true),
      finds: [{ id: 'added', severity: 'high' }],
    },
    {
      what: 'another script than before',
      context: updated(other, noisy),
      finds: [{ id: 'changed', severity: 'high' }],
    },
    {
      what: 'another command, where no tarball was seen',
      context: updated(told({ postinstall: 'y' }), told({ postinstall: 'x' })),
      finds: [{ id: 'changed', severity: 'high' }],
    },
    {
      what: 'a script the lockfile denies',
      context: fresh(noisy, [], { installScript: false }),
      finds: [
        { id: 'present', severity: 'high' },
        { id: 'undeclared', severity: 'high' },
      ],
    },
    {
      what: 'a denied script the policy names',
      context: fresh(noisy, [{ installScripts: [SHA] }], { installScript: false }),
      finds: [{ id: 'undeclared', severity: 'high' }],
    },
    {
      what: 'a denied script that was there before',
      context: updated(noisy, noisy, { installScript: false }),
      finds: [{ id: 'undeclared', severity: 'high' }],
    },
    {
      what: 'a script the registry alone tells of, denied by the lockfile',
      context: fresh(told({ install: 'node-gyp rebuild' }), [], { installScript: false }),
      finds: [
        { id: 'present', severity: 'high' },
        { id: 'undeclared', severity: 'high' },
      ],
    },
    {
      what: 'another script than the policy names',
      context: fresh(noisy, [{ installScripts: [OTHER_SHA] }]),
      finds: [{ id: 'present', severity: 'high' }],
    },
    {
      what: 'an unchanged script that the policy forbids',
      context: updated(noisy, noisy, {}, [{ installScripts: 'forbid' }]),
      finds: [{ id: 'present', severity: 'high' }],
    },
    {
      what: 'a named script, where one entry forbids all',
      context: fresh(noisy, [{ installScripts: [SHA] }, { installScripts: 'forbid' }]),
      finds: [{ id: 'present', severity: 'high' }],
    },
    {
      what: 'a named script that could not be read',
      context: fresh(told({ postinstall: 'x' }), [{ installScripts: [SHA] }]),
      finds: [{ id: 'present', severity: 'high' }],
    },
  ],
})

test.each([
  [false, 'added'],
  [true, undefined],
])('of the version before the registry alone told that scripts are %s', (hasInstallScript, id) => {
  const commands = hasInstallScript ? { postinstall: 'x' } : {}
  const former = aRelease({ version: '0.9.0', hasInstallScript, installScripts: commands })
  const { release } = told({ postinstall: 'x' })
  const evidence = someEvidence({ release, packument: observed(aPackage({ releases: new Map([['0.9.0', former]]) })) })
  const [subject] = updated(evidence, noEvidence()).subjects ?? []
  const subjects = subject ? [{ ...subject, evidenceBefore: null }] : []
  expect(run(installScript, { subjects })[0]?.id).toBe(id)
})

test('shows each script with its text and the digest to allow it by', () => {
  const [finding] = run(installScript, fresh(noisy))
  expect(finding?.facts).toEqual([
    { label: 'postinstall', value: 'node setup.js\nrequire("net")', code: 'text' },
    { label: 'sha256 of postinstall', value: SHA },
  ])
})

describe('approved by the pull request', () => {
  const fact = {
    kind: 'script-approval',
    key: 'allowScripts:esbuild',
    name: 'esbuild',
    args: { mechanism: 'allowScripts', spec: 'esbuild@1' },
    route: ['allowScripts', 'esbuild'],
  } as const
  const approval = aFactChange({ source: 'package.json', sourceKind: 'manifest', fact })

  test.each([
    ['for a server', approval, 'server' as const, 1],
    ['for what a server needs', approval, 'closure' as const, 1],
    ['for a tool of the repository', approval, 'other' as const, 0],
    [
      'for a name that stands nowhere',
      aFactChange({ ...approval, fact: { ...fact, name: 'unheard-of' } }),
      'other' as const,
      1,
    ],
    ['for everything', aFactChange({ ...approval, fact: { ...fact, name: null } }), 'other' as const, 1],
    ['of another kind', aFactChange({ ...approval, fact: { ...fact, kind: 'out-of-sync' } }), 'server' as const, 0],
    ['that was there already', { ...approval, kind: 'present' as const }, 'server' as const, 0],
  ])('%s', (_what, change, tier, count) => {
    const sources = [aReadSource({ components: [aComponent({ name: 'esbuild' })] }), anUnreadSource({ path: 'x' })]
    const found = run(installScript, { facts: [change], head: { sources }, tierOf: () => tier })
    expect(found.map(({ id, location }) => [id, location.route])).toEqual(
      Array.from({ length: count }, () => ['approved-by-pull-request', ['allowScripts', 'esbuild']]),
    )
  })

  test('for a name that a server and a tool share', () => {
    const components = ['tool', 'part'].map((id) => aComponent({ name: 'esbuild', id }))
    const sources = [aReadSource({ components })]
    const tierOf: RuleContext['tierOf'] = (_, id) => (id === 'part' ? 'closure' : 'other')
    expect(run(installScript, { facts: [approval], head: { sources }, tierOf })).toHaveLength(1)
  })

  test.each([
    [fact, { package: 'esbuild', mechanism: 'allowScripts' }],
    [
      { ...fact, name: null },
      { package: 'esbuild@1', mechanism: 'allowScripts' },
    ],
    [
      { ...fact, name: null, args: {} },
      { package: 'all', mechanism: 'allowScripts:esbuild' },
    ],
  ])('is named by its package, or else as it is written', (own, args) => {
    expect(run(installScript, { facts: [aFactChange({ ...approval, fact: own })] })[0]?.args).toEqual(args)
  })
})

function withScripts(script?: Partial<TarballFacts['installScripts'][number]>): Evidence {
  const all = script
    ? [
        {
          event: 'postinstall',
          command: 'node setup.js',
          sha256: SHA,
          file: 'setup.js',
          excerpt: 'require("net")',
          ...script,
        },
      ]
    : []
  return someEvidence({ tarball: observed(aTarball({ installScripts: all })) })
}

function told(installScripts: Readonly<Record<string, string>>, hasInstallScript = true): Evidence {
  const tarball = unavailable('timeout', 'no answer')
  return someEvidence({ tarball, release: observed(aRelease({ hasInstallScript, installScripts })) })
}

function fresh(
  evidence: Evidence,
  allow: readonly Partial<AllowedPackage>[] = [],
  component: Partial<Component> = { installScript: null },
): Partial<RuleContext> {
  return {
    subjects: [withPolicy(aSubject({ component: aComponent({ installScript: null, ...component }), evidence }), allow)],
  }
}

function updated(
  evidence: Evidence,
  evidenceBefore: Evidence,
  { tier = 'server', installScript: flag = null }: { tier?: 'server' | 'closure'; installScript?: boolean | null } = {},
  allow: readonly Partial<AllowedPackage>[] = [],
): Partial<RuleContext> {
  const component = aComponent({ installScript: flag })
  const replaces = aComponent({ version: '0.9.0', installScript: null })
  const change = aChange({ kind: 'updated', tier, before: [replaces], after: [component] })
  return { subjects: [withPolicy(aSubject({ change, component, replaces, evidence, evidenceBefore }), allow)] }
}

function flagged(tier: Subject['change']['tier'], before: boolean | null, after: boolean): Partial<RuleContext> {
  const component = aComponent({ installScript: after })
  const replaces = before === null ? null : aComponent({ installScript: before })
  const change = aChange({ kind: 'replaced', tier, after: [component] })
  return { subjects: [aSubject({ change, component, replaces, evidence: noEvidence(), evidenceBefore: noEvidence() })] }
}

function withPolicy(subject: Subject, allow: readonly Partial<AllowedPackage>[]): Subject {
  const fitting = allow.map((entry) => anAllowedPackage(entry))
  return { ...subject, allow: { named: fitting, fitting } }
}
