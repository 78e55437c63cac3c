import { expect, test } from '@jest/globals'
import type { Component } from '../../src/model/component.ts'
import { sourceUnread } from '../../src/rules/source-unread.ts'
import { aComponent, aFactChange, anUnreadSource, aReadSource } from '../support/builders.ts'
import { run, testRule } from '../support/rule.ts'

const unread = (status: 'unreadable' | 'unsupported' | 'too-large') => ({
  sources: [{ path: 'package-lock.json', kind: 'npm-lockfile' as const, base: null, head: anUnreadSource({ status }) }],
})
const lockfile = aReadSource()
const gone = { path: 'package-lock.json', kind: 'npm-lockfile' as const, base: lockfile, head: null }
const manifest = (components: readonly Partial<Component>[]) =>
  aReadSource({
    path: 'package.json',
    kind: 'manifest',
    components: components.map((component) => aComponent({ source: 'package.json', ...component })),
  })
const unreadManifest = anUnreadSource({ path: 'package.json', kind: 'manifest' })
const beside = (...sources: readonly ReturnType<typeof aReadSource>[]) => ({ sources: [gone], head: { sources } })

testRule(sourceUnread, {
  passes: [
    { what: 'a source that is read', context: { sources: [{ ...gone, head: lockfile }] } },
    { what: 'a lockfile that never was', context: { sources: [{ ...gone, base: null }] } },
    { what: 'a lockfile removed from a project without dependencies', context: beside(manifest([])) },
    {
      what: 'a lockfile removed from a project with folders of its own only',
      context: beside(manifest([{ ecosystem: 'local' }])),
    },
    { what: 'a lockfile removed where another one governs', context: beside(manifest([{ lockedIn: '../yarn.lock' }])) },
    {
      what: 'a lockfile that another one replaces',
      context: beside(manifest([{}]), aReadSource({ path: 'pnpm-lock.yaml', kind: 'pnpm-lockfile' })),
    },
    {
      what: 'a lockfile removed with its manifest',
      context: { sources: [gone, { path: 'package.json', kind: 'manifest', base: manifest([{}]), head: null }] },
    },
    {
      what: 'a client config removed',
      context: {
        sources: [
          {
            path: '.mcp.json',
            kind: 'client-config',
            base: aReadSource({ path: '.mcp.json', kind: 'client-config' }),
            head: null,
          },
        ],
      },
    },
    { what: 'a lockfile removed from under peers only', context: beside(manifest([{ scope: 'peer' }])) },
    {
      what: 'a lockfile removed from a project without dependencies, beside one that has some',
      context: beside({ ...manifest([{}]), path: 'other/package.json' }, manifest([])),
    },
    {
      what: 'a lockfile that the text lockfile of bun replaces',
      context: beside(manifest([{}]), aReadSource({ path: 'bun.lock', kind: 'bun-lockfile' })),
    },
    { what: 'a fact of another kind', context: { facts: [aFactChange({ fact: { kind: 'content' } })] } },
    {
      what: 'a policy that cannot be read',
      context: { sources: [{ path: 'p.yml', kind: 'policy', base: null, head: anUnreadSource({ kind: 'policy' }) }] },
    },
    {
      what: 'a workflow that cannot be read',
      context: {
        sources: [{ path: 'w.yml', kind: 'workflow', base: null, head: anUnreadSource({ kind: 'workflow' }) }],
      },
    },
  ],
  reports: [
    {
      what: 'a source that cannot be read',
      context: unread('unreadable'),
      finds: [
        {
          id: 'unreadable',
          severity: 'high',
          location: { path: 'package-lock.json', route: [] },
          args: { reason: 'it ends in the middle of a string' },
        },
      ],
    },
    {
      what: 'a form that is not supported',
      context: unread('unsupported'),
      finds: [{ id: 'unsupported', severity: 'high' }],
    },
    {
      what: 'a source that is too large',
      context: unread('too-large'),
      finds: [{ id: 'too-large', severity: 'high' }],
    },
    {
      what: 'parts that disagree',
      context: { facts: [aFactChange({ fact: { kind: 'out-of-sync', args: { detail: 'x' } } })] },
      finds: [
        {
          id: 'out-of-sync',
          severity: 'high',
          args: { path: 'package-lock.json', detail: 'x' },
          location: { path: 'package-lock.json', route: ['packages', 'node_modules/sample-mcp'] },
        },
      ],
    },
    {
      what: 'parts that disagree in what is not told',
      context: { facts: [aFactChange({ fact: { kind: 'out-of-sync', args: {} } })] },
      finds: [{ id: 'out-of-sync', severity: 'high', args: { detail: 'its parts differ' } }],
    },
    ...(
      [
        ['pnpm-lock.yaml', 'pnpm-lockfile'],
        ['yarn.lock', 'yarn-lockfile'],
        ['bun.lock', 'bun-lockfile'],
      ] as const
    ).map(([path, kind]) => ({
      what: `a ${kind} removed from under its manifest`,
      context: { ...beside(manifest([{}])), sources: [{ ...gone, path, kind }] },
      finds: [{ id: 'removed', severity: 'high' as const }],
    })),
    {
      what: 'a lockfile removed where the manifest cannot be read',
      context: {
        sources: [gone, { path: 'package.json', kind: 'manifest', base: manifest([{}]), head: unreadManifest }],
        head: { sources: [unreadManifest] },
      },
      finds: [
        { id: 'removed', severity: 'high' },
        { id: 'unreadable', severity: 'high' },
      ],
    },
    {
      what: 'a lockfile removed from under its manifest',
      context: beside(manifest([{}])),
      finds: [
        {
          id: 'removed',
          severity: 'high',
          args: { manifest: 'package.json' },
          location: { path: 'package-lock.json', route: [] },
        },
      ],
    },
    {
      what: 'a lockfile removed where the manifest was not looked at',
      context: { sources: [{ ...gone, path: 'app/package-lock.json' }] },
      finds: [{ id: 'removed', severity: 'high', args: { manifest: 'app/package.json' } }],
    },
    ...['Package-Lock.json', 'pnpm-lock.main.yaml', 'yarn.lock.bak'].map((path) => ({
      what: `a lockfile in whose place only ${path} stands, which no package manager looks for here`,
      context: beside(manifest([{}]), aReadSource({ path, kind: 'npm-lockfile' })),
      finds: [{ id: 'removed' as const, severity: 'high' as const }],
    })),
    {
      what: 'a lockfile removed while one elsewhere stays',
      context: beside(manifest([{}]), aReadSource({ path: 'other/yarn.lock', kind: 'yarn-lockfile' })),
      finds: [{ id: 'removed', severity: 'high' }],
    },
  ],
})

test('shows how to mend what cannot be read', () => {
  expect(run(sourceUnread, unread('unreadable'))[0]?.facts).toEqual([
    { label: 'remedy', value: 'Write it again with npm install.' },
  ])
})
