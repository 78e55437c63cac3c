import { expect, test } from '@jest/globals'
import type { FactChange, SourceKind } from '../../src/model/source.ts'
import { policyChange } from '../../src/rules/policy-change.ts'
import { aFactChange, anUnreadSource, aPolicy, aReadSource, REGISTRY } from '../support/builders.ts'
import { testRule } from '../support/rule.ts'

const pair = (path: string, kind: SourceKind) => ({
  path,
  kind,
  base: aReadSource({ path, kind }),
  head: aReadSource({ path, kind }),
})
const content = (path: string, sourceKind: SourceKind, kind: FactChange['kind'] = 'added') =>
  aFactChange({ source: path, sourceKind, kind, fact: { kind: 'content', route: [] } })
const setting = (kind: 'registry' | 'install-policy', args: Readonly<Record<string, string>>) =>
  aFactChange({ source: '.npmrc', sourceKind: 'manager-config', fact: { kind, name: null, args, route: ['registry'] } })

const policyPair = pair('.github/mcp-gate.yml', 'policy')
const workflowPair = pair('.github/workflows/gate.yml', 'workflow')

testRule(policyChange, {
  passes: [
    { what: 'a policy that stays', context: { sources: [policyPair] } },
    {
      what: 'a policy that is just there',
      context: { sources: [policyPair], facts: [content(policyPair.path, 'policy', 'present')] },
    },
    {
      what: 'a policy beside a workflow that is edited',
      context: { sources: [policyPair], facts: [content(workflowPair.path, 'workflow')] },
    },
    {
      what: 'a policy of which anything but the content is told',
      context: { sources: [policyPair], facts: [aFactChange({ source: policyPair.path, sourceKind: 'policy' })] },
    },
    {
      what: 'a lockfile that is removed',
      context: { sources: [{ ...pair('package-lock.json', 'npm-lockfile'), head: null }] },
    },
    {
      what: 'a setting that was there',
      context: { facts: [{ ...setting('install-policy', { key: 'x', value: 'y' }), kind: 'present' }] },
    },
  ],
  reports: [
    {
      what: 'a policy that is edited',
      context: { sources: [policyPair], facts: [content(policyPair.path, 'policy')] },
      finds: [{ id: 'policy-edited', severity: 'moderate', location: { path: '.github/mcp-gate.yml', route: [] } }],
    },
    {
      what: 'a policy that is deleted',
      context: { sources: [{ ...policyPair, head: null }] },
      finds: [{ id: 'policy-edited', severity: 'moderate' }],
    },
    {
      what: 'a policy that can no longer be read',
      context: { sources: [{ ...policyPair, head: anUnreadSource({ kind: 'policy' }) }] },
      finds: [{ id: 'policy-edited', severity: 'moderate' }],
    },
    {
      what: 'archives that are committed',
      context: {
        facts: [
          aFactChange({
            source: '.yarn/cache/a.zip',
            sourceKind: 'manager-config',
            fact: { kind: 'committed-install', name: null, args: { count: '1 file', names: 'a.zip' }, route: [] },
          }),
        ],
      },
      finds: [{ id: 'archives-committed', severity: 'moderate', location: { path: '.yarn/cache/a.zip', route: [] } }],
    },
    {
      what: 'modules that are committed',
      context: {
        facts: [
          aFactChange({
            source: 'node_modules/a/index.js',
            sourceKind: 'manager-config',
            fact: {
              kind: 'committed-install',
              args: { held: 'modules', count: '1 file', names: 'index.js' },
              route: [],
            },
          }),
        ],
      },
      finds: [{ id: 'modules-committed', severity: 'moderate', args: { count: '1 file', names: 'index.js' } }],
    },
    {
      what: 'committed archives of which nothing is told',
      context: {
        facts: [
          aFactChange({
            source: '.yarn/cache/a.zip',
            sourceKind: 'manager-config',
            fact: { kind: 'committed-install' },
          }),
        ],
      },
      finds: [{ id: 'archives-committed', severity: 'moderate', args: { count: '', names: '' } }],
    },
    {
      what: 'a workflow that is edited',
      context: { sources: [workflowPair], facts: [content(workflowPair.path, 'workflow')] },
      finds: [{ id: 'workflow-edited', severity: 'moderate', args: { path: '.github/workflows/gate.yml' } }],
    },
    {
      what: 'another registry',
      context: { facts: [setting('registry', { key: 'registry', url: 'https://evil.example.test/' })] },
      finds: [
        {
          id: 'registry-config-changed',
          severity: 'high',
          location: { path: '.npmrc', route: ['registry'] },
          args: { url: 'https://evil.example.test/' },
        },
      ],
    },
    {
      what: 'a registry that is listed',
      context: { facts: [setting('registry', { key: 'registry', url: REGISTRY.slice(0, -1) })] },
      finds: [{ id: 'registry-config-changed', severity: 'moderate' }],
    },
    {
      what: 'a registry in a folder that is listed beside another',
      context: {
        facts: [setting('registry', { key: 'registry', url: 'https://npm.example.test/team' })],
        policy: aPolicy({
          registries: [REGISTRY, 'https://npm.example.test/team/'].map((url) => ({ url, scopes: [] })),
        }),
      },
      finds: [{ id: 'registry-config-changed', severity: 'moderate' }],
    },
    {
      what: 'a registry of which nothing is told',
      context: { facts: [setting('registry', {})] },
      finds: [{ id: 'registry-config-changed', severity: 'high', args: { key: '', url: '' } }],
    },
    {
      what: 'a setting of which nothing is told',
      context: { facts: [setting('install-policy', {})] },
      finds: [{ id: 'install-policy-weakened', severity: 'moderate', args: { key: '', value: '' } }],
    },
    {
      what: 'a listed registry over plain http',
      context: { facts: [setting('registry', { key: 'registry', url: REGISTRY.replace('https', 'http') })] },
      finds: [{ id: 'registry-config-changed', severity: 'high' }],
    },
    {
      what: 'a registry that is no address',
      context: { facts: [setting('registry', { key: 'registry', url: '$' + '{REGISTRY}' })] },
      finds: [{ id: 'registry-config-changed', severity: 'high' }],
    },
    {
      what: 'a weakened setting',
      context: { facts: [setting('install-policy', { key: 'ignore-scripts', value: 'false' })] },
      finds: [{ id: 'install-policy-weakened', severity: 'moderate', args: { key: 'ignore-scripts', value: 'false' } }],
    },
    {
      what: 'another name for the lockfile, under which it would not be judged',
      context: { facts: [setting('install-policy', { key: 'lockfileFilename', value: 'other.lock' })] },
      finds: [{ id: 'install-policy-weakened', severity: 'high' }],
    },
  ],
})

test('an audit has no change to report', () => {
  expect(policyChange.modes).toEqual(['gate'])
})
