import type { Component } from '../../src/model/component.ts'
import { dependencyConfusion } from '../../src/rules/dependency-confusion.ts'
import { aComponent, aPolicy, aSubject, REGISTRY } from '../support/builders.ts'
import { testRule } from '../support/rule.ts'

const own = { url: 'https://npm.acme.example/', scopes: ['@acme'] }
const policy = aPolicy({ internalScopes: ['@acme'], registries: [own, { url: REGISTRY, scopes: [] }] })
const from = (resolved: string | null, component: Partial<Component> = {}) => ({
  policy,
  subjects: [aSubject({ component: aComponent({ name: '@acme/x', ...component, resolved }) })],
})
const location = { path: 'package-lock.json', route: ['packages', 'node_modules/@acme/x', 'resolved'] }

testRule(dependencyConfusion, {
  passes: [
    { what: 'the registry of the scope', context: from(`${own.url}@acme/x/-/x-1.0.0.tgz`) },
    { what: 'the registry of the scope, over http', context: from('http://npm.acme.example/@acme/x/-/x-1.0.0.tgz') },
    { what: 'another scope', context: from(`${REGISTRY}@acme-x/x/-/x-1.0.0.tgz`, { name: '@acme-x/x' }) },
    { what: 'a name without scope', context: from(`${REGISTRY}x/-/x-1.0.0.tgz`, { name: 'x' }) },
    { what: 'an entry without address', context: from(null) },
    { what: 'a git repository, which origin reports', context: from('git+ssh://git@github.com/acme/x.git#abc') },
    { what: 'a git repository over https', context: from('git+https://github.com/acme/x.git#abc') },
    { what: 'an address that is none', context: from('https://') },
    { what: 'another ecosystem', context: from(`${REGISTRY}@acme/x/-/x-1.0.0.tgz`, { ecosystem: 'golang' }) },
  ],
  reports: [
    {
      what: 'the public registry',
      context: from(`${REGISTRY}@acme/x/-/x-99.0.0.tgz`),
      finds: [
        {
          id: 'internal-name-from-public-registry',
          severity: 'critical',
          location,
          args: { version: '1.0.0', scope: '@acme', host: 'registry.example.test' },
        },
      ],
    },
    {
      what: 'the public registry over http, of no version',
      context: from('http://registry.example.test/@acme/x/-/x.tgz', { version: null }),
      finds: [{ id: 'internal-name-from-public-registry', severity: 'critical', args: { version: '' } }],
    },
    {
      what: 'a host that begins alike',
      context: from('https://npm.acme.example.evil.test/@acme/x/-/x-1.0.0.tgz'),
      finds: [{ id: 'internal-name-from-public-registry', severity: 'critical' }],
    },
    {
      what: 'the public registry where the scope has none of its own',
      context: { ...from(`${REGISTRY}@acme/x/-/x-1.0.0.tgz`), policy: aPolicy({ internalScopes: ['@acme'] }) },
      finds: [{ id: 'internal-name-from-public-registry', severity: 'critical' }],
    },
  ],
})
