import type { Component } from '../../src/model/component.ts'
import { sourceUnread } from '../../src/rules/source-unread.ts'
import { aComponent, aFactChange, anUnreadSource, aReadSource } from '../support/builders.ts'
import { testRule } from '../support/rule.ts'

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
      finds: [{ id: 'out-of-sync', severity: 'high', args: { detail: 'x' } }],
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
    ...['Package-Lock.json', 'pnpm-lock.main.yaml'].map((path) => ({
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
