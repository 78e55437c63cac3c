import type { Component } from '../../src/model/component.ts'
import { origin } from '../../src/rules/origin.ts'
import {
  aComponent,
  aFactChange,
  anAllowedPackage,
  anUnreadSource,
  aPolicy,
  aReadSource,
  aSubject,
  REGISTRY,
} from '../support/builders.ts'
import { testRule } from '../support/rule.ts'

const policy = aPolicy({
  registries: [
    { url: 'https://npm.acme.example/repo/', scopes: ['@acme'] },
    { url: 'http://127.0.0.1:4873/', scopes: ['@local'] },
    { url: REGISTRY, scopes: [] },
  ],
})
const at = (resolved: string | null, component: Partial<Component> = {}) => ({
  policy,
  subjects: [aSubject({ component: aComponent({ ...component, resolved }) })],
})
const scoped = (resolved: string) => at(resolved, { name: '@acme/x', version: '1.0.0' })
const location = { path: 'package-lock.json', route: ['packages', 'node_modules/sample-mcp', 'resolved'] }
const tarball = `${REGISTRY}sample-mcp/-/sample-mcp-1.0.0.tgz`

const server = aComponent({ id: 'x', name: 'sample-mcp' })
const head = { sources: [aReadSource({ components: [server] })] }
const override = (name: string | null) =>
  aFactChange({
    source: 'package.json',
    sourceKind: 'manifest',
    fact: { kind: 'override', name, args: { mechanism: 'overrides', spec: 'npm:evil@1' }, route: ['overrides', 'x'] },
  })

const unreadHead = { head: { sources: [anUnreadSource()] } }
const aliased = aReadSource({ components: [aComponent({ alias: 'safe' })] })

testRule(origin, {
  passes: [
    { what: 'the trusted registry', context: at(tarball) },
    { what: 'a fragment, as yarn writes it', context: at(`${tarball}#${'a'.repeat(40)}`) },
    { what: 'the registry of the scope', context: scoped('https://npm.acme.example/repo/@acme/x/-/x-1.0.0.tgz') },
    { what: 'an encoded scope', context: scoped('https://npm.acme.example/repo/@acme%2fx/-/x-1.0.0.tgz') },
    {
      what: 'a scope repeated before the file',
      context: scoped('https://npm.acme.example/repo/@acme/x/-/@acme/x-1.0.0.tgz'),
    },
    {
      what: 'a download address with a hash',
      context: scoped(`https://npm.acme.example/repo/download/@acme/x/1.0.0/${'a'.repeat(40)}`),
    },
    {
      what: 'http to a listed loopback registry',
      context: at('http://127.0.0.1:4873/@local/x/-/x-1.0.0.tgz', { name: '@local/x' }),
    },
    { what: 'build metadata in the version', context: at(tarball, { version: '1.0.0+build' }) },
    {
      what: 'https to a registry that is listed with http',
      context: at('https://127.0.0.1:4873/@local/x/-/x-1.0.0.tgz', { name: '@local/x' }),
    },
    { what: 'no version', context: at(tarball, { version: null }) },
    {
      what: 'a version that is none, on both sides',
      context: at(`${REGISTRY}sample-mcp/-/sample-mcp-next.tgz`, { version: 'next' }),
    },
    {
      what: 'the second registry of a scope',
      context: {
        ...at('https://two.example.test/sample-mcp/-/sample-mcp-1.0.0.tgz'),
        policy: aPolicy({ registries: [REGISTRY, 'https://two.example.test/'].map((url) => ({ url, scopes: [] })) }),
      },
    },
    {
      what: 'an override of a server whose lockfile could not be read',
      context: { ...unreadHead, facts: [override('sample-mcp')], tierOf: () => 'server' },
    },
    {
      what: 'a fact that is neither override nor alias',
      context: { head, facts: [aFactChange()], tierOf: () => 'server' },
    },
    { what: 'no address', context: at(null) },
    { what: 'a folder of the repository', context: at('packages/x', { ecosystem: 'local' }) },
    { what: 'a spec that a lockfile resolves', context: at('github:acme/x', { lockedIn: 'package-lock.json' }) },
    {
      what: 'an override of what no server needs',
      context: { head, facts: [override('sample-mcp')], tierOf: () => 'other' },
    },
    { what: 'an override of another name', context: { head, facts: [override('left-pad')], tierOf: () => 'server' } },
  ],
  reports: [
    {
      what: 'another host',
      context: at('https://evil.example.test/sample-mcp/-/sample-mcp-1.0.0.tgz'),
      finds: [{ id: 'registry-not-trusted', severity: 'high', location, args: { host: 'evil.example.test' } }],
    },
    ...[
      ['a host that begins alike', 'https://registry.example.test.evil.test/sample-mcp/-/sample-mcp-1.0.0.tgz'],
      ['a host in the place of the user', 'https://registry.example.test@evil.test/sample-mcp/-/sample-mcp-1.0.0.tgz'],
      ['a user at the trusted host', 'https://user@registry.example.test/sample-mcp/-/sample-mcp-1.0.0.tgz'],
      ['another port', 'https://registry.example.test:8443/sample-mcp/-/sample-mcp-1.0.0.tgz'],
      ['a host with a foreign letter', 'https://regist\u0433y.example.test/sample-mcp/-/sample-mcp-1.0.0.tgz'],
      ['the registry of a scope for another name', 'https://npm.acme.example/repo/sample-mcp/-/sample-mcp-1.0.0.tgz'],
    ].map(([what = '', resolved = '']) => ({
      what,
      context: at(resolved),
      finds: [{ id: 'registry-not-trusted', severity: 'high' as const }],
    })),
    {
      what: 'the public registry for a name of a scope with its own',
      context: scoped(`${REGISTRY}@acme/x/-/x-1.0.0.tgz`),
      finds: [{ id: 'registry-not-trusted', severity: 'high' }],
    },
    {
      what: 'another folder of the host',
      context: scoped('https://npm.acme.example/repo2/@acme/x/-/x-1.0.0.tgz'),
      finds: [{ id: 'registry-not-trusted', severity: 'high' }],
    },
    ...[
      'git+ssh://git@github.com/acme/x.git#abc',
      'github:acme/x',
      'file:vendor/x-1.0.0.tgz',
      'https://downloads.example.test/x-1.0.0.tgz',
      'https://codeload.example.test/acme/x/tar.gz/abc',
      `${REGISTRY}sample-mcp.tgz`,
      'https://',
      'evil.tgz',
    ].map((resolved) => ({
      what: resolved,
      context: at(resolved),
      finds: [{ id: 'not-registry', severity: 'high' as const, location }],
    })),
    {
      what: 'an address with a password, which is not shown',
      context: at('git+https://user:p@ss@git.example.test/x.git?token=s#abc'),
      finds: [{ id: 'not-registry', severity: 'high', args: { address: 'git+https://git.example.test/x.git#abc' } }],
    },
    {
      what: 'a git spec of a manifest without lockfile',
      context: at('github:acme/x', { spec: 'github:acme/x', source: 'package.json', route: ['dependencies', 'x'] }),
      finds: [
        { id: 'not-registry', severity: 'high', location: { path: 'package.json', route: ['dependencies', 'x'] } },
      ],
    },
    ...[
      `${REGISTRY}evil-mcp/-/evil-mcp-1.0.0.tgz`,
      `${REGISTRY}@sample-mcp/x/-/x-1.0.0.tgz`,
      `${REGISTRY}sample-mcp/-/evil-1.0.0.tgz`,
      `${REGISTRY}sample-mcp/..%2fevil/-/evil-1.0.0.tgz`,
      `${REGISTRY}sample-mcp%252fx/-/x-1.0.0.tgz`,
      `${REGISTRY}s%61mple-mcp/-/sample-mcp-1.0.0.tgz`,
      `${REGISTRY}sample-mcp/../evil/-/evil-1.0.0.tgz`,
      `${REGISTRY}sample-mcp/-/x/-/evil-1.0.0.tgz`,
    ].map((resolved) => ({
      what: `another package: ${resolved}`,
      context: at(resolved),
      finds: [{ id: 'name-mismatch', severity: 'critical' as const, location }],
    })),
    {
      what: 'another package on another host',
      context: at('https://evil.example.test/evil/-/evil-1.0.0.tgz'),
      finds: [
        { id: 'registry-not-trusted', severity: 'high' },
        { id: 'name-mismatch', severity: 'critical' },
      ],
    },
    {
      what: 'another version',
      context: at(`${REGISTRY}sample-mcp/-/sample-mcp-0.9.0.tgz`),
      finds: [{ id: 'version-mismatch', severity: 'high', location, args: { other: '0.9.0' } }],
    },
    {
      what: 'a version in place of one that is none',
      context: at(tarball, { version: 'next' }),
      finds: [{ id: 'version-mismatch', severity: 'high', args: { other: '1.0.0', version: 'next' } }],
    },
    {
      what: 'a repository in place of who knows which version',
      context: at('github:acme/x', { version: null }),
      finds: [{ id: 'not-registry', severity: 'high', args: { version: '' } }],
    },
    {
      what: 'an alias of which nothing is told',
      context: { facts: [aFactChange({ fact: { kind: 'alias-undeclared', name: null } })] },
      finds: [{ id: 'alias-undeclared', severity: 'high', args: { name: 'a package', alias: '' } }],
    },
    {
      what: 'plain http to a trusted host',
      context: at(tarball.replace('https', 'http')),
      finds: [{ id: 'insecure-scheme', severity: 'high', location }],
    },
    {
      what: 'an alias that nobody declares',
      context: { facts: [aFactChange({ fact: { kind: 'alias-undeclared', args: { alias: 'safe' } } })] },
      finds: [
        {
          id: 'alias-undeclared',
          severity: 'high',
          args: { alias: 'safe', name: 'sample-mcp' },
          location: { path: 'package-lock.json', route: ['packages', 'node_modules/sample-mcp'] },
        },
      ],
    },
    {
      what: 'an override of a server',
      context: { head, facts: [override('sample-mcp')], tierOf: () => 'server' },
      finds: [{ id: 'overridden', severity: 'high', location: { path: 'package.json', route: ['overrides', 'x'] } }],
    },
    {
      what: 'an override of what a server needs',
      context: { head, facts: [override('sample-mcp')], tierOf: () => 'closure' },
      finds: [{ id: 'overridden', severity: 'high' }],
    },
    {
      what: 'an override of what the policy lists',
      context: { policy: aPolicy({ allow: [anAllowedPackage()] }), facts: [override('sample-mcp')] },
      finds: [{ id: 'overridden', severity: 'high' }],
    },
    ...['safe', 'sample-mcp'].map((name) => ({
      what: `an override of a server by its name ${name}`,
      context: { head: { sources: [aliased] }, facts: [override(name)], tierOf: () => 'server' as const },
      finds: [
        { id: 'overridden', severity: 'high' as const, args: { name, mechanism: 'overrides', spec: 'npm:evil@1' } },
      ],
    })),
    {
      what: 'an override of which nothing is told',
      context: { facts: [aFactChange({ fact: { kind: 'override', name: null } })] },
      finds: [{ id: 'overridden', severity: 'high', args: { name: 'a package', mechanism: 'An override', spec: '' } }],
    },
    {
      what: 'versions that are none and differ',
      context: at(`${REGISTRY}sample-mcp/-/sample-mcp-prev.tgz`, { version: 'next' }),
      finds: [{ id: 'version-mismatch', severity: 'high', args: { other: 'prev' } }],
    },
    {
      what: 'an address that hides what it names',
      context: at(`${REGISTRY}download%2e/x.tgz`),
      finds: [{ id: 'name-mismatch', severity: 'critical' }],
    },
    {
      what: 'another package, by its whole address',
      context: at(`${REGISTRY}evil-mcp/-/evil-mcp-1.0.0.tgz`),
      finds: [
        { id: 'name-mismatch', severity: 'critical', args: { address: `${REGISTRY}evil-mcp/-/evil-mcp-1.0.0.tgz` } },
      ],
    },
    {
      what: 'git at the address of a tarball',
      context: at(`git+${tarball}`),
      finds: [{ id: 'not-registry', severity: 'high' }],
    },
    {
      what: 'an address with nothing to hide and no form of a registry',
      context: at(`${REGISTRY}%40x.tgz`),
      finds: [{ id: 'not-registry', severity: 'high' }],
    },
    {
      what: 'an address with credentials, without them',
      context: at('git+https://ana:pw@g.example.test/o/r?token=x#main', { version: null, spec: 'o/r' }),
      finds: [
        {
          id: 'not-registry',
          severity: 'high',
          args: { address: 'git+https://g.example.test/o/r#main', version: 'o/r' },
          location: { path: 'package-lock.json', route: ['packages', 'node_modules/sample-mcp'] },
        },
      ],
    },
    {
      what: 'a long address, cut',
      context: at(`git+https://g.example.test/${'x'.repeat(300)}`),
      finds: [
        { id: 'not-registry', severity: 'high', args: { address: `git+https://g.example.test/${'x'.repeat(173)}` } },
      ],
    },
    {
      what: 'what a launch line fetches, where it stands',
      context: at('git+https://g.example.test/o/r', { scope: 'launch' }),
      finds: [
        {
          id: 'not-registry',
          severity: 'high',
          location: { path: 'package-lock.json', route: ['packages', 'node_modules/sample-mcp'] },
        },
      ],
    },
    {
      what: 'an override of who knows what',
      context: { facts: [override(null)] },
      finds: [{ id: 'overridden', severity: 'high' }],
    },
  ],
})
