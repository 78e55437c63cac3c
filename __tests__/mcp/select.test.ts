import { describe, expect, test } from '@jest/globals'
import { type SelectionHints, serverReasons } from '../../src/mcp/select.ts'
import type { Component } from '../../src/model/component.ts'
import { aComponent, aPackage, aRelease } from '../support/builders.ts'

const NO_HINTS: SelectionHints = { listed: new Set(), launched: new Map(), packages: new Map(), imitates: null }

function kinds(component: Partial<Component>, hints: Partial<SelectionHints> = {}): readonly string[] {
  return serverReasons(aComponent({ name: 'innocent-helper', ...component }), { ...NO_HINTS, ...hints }).map(
    ({ kind }) => kind,
  )
}

describe('a component is a server when', () => {
  test.each<[string, Partial<Component>, Partial<SelectionHints>, string[]]>([
    ['its name says so', { name: 'weather-mcp' }, {}, ['name']],
    ['its scope says so', { name: '@mcp-ui/widgets' }, {}, ['scope']],
    ['it is of the protocol’s own scope', { name: '@modelcontextprotocol/anything' }, {}, ['scope']],
    ['it depends on an SDK', { dependsOn: ['zod', '@modelcontextprotocol/sdk'] }, {}, ['sdk']],
    ['a client config starts it', { server: 'notes', source: '.mcp.json' }, {}, ['launched']],
    ['a client config starts its name', {}, { launched: new Map([['innocent-helper', '.mcp.json']]) }, ['launched']],
    ['the policy lists it', {}, { listed: new Set(['innocent-helper']) }, ['policy']],
    ['it is known', { name: 'supergateway' }, {}, ['known']],
    [
      'its packument has the keyword',
      {},
      { packages: new Map([['innocent-helper', aPackage({ keywords: ['MCP'] })]]) },
      ['keyword'],
    ],
    [
      'its packument has an mcpName',
      {},
      {
        packages: new Map([
          ['innocent-helper', aPackage({ releases: new Map([['1.0.0', aRelease({ mcpName: 'io.acme/x' })]]) })],
        ]),
      },
      ['mcp-name'],
    ],
    [
      'a chip’s name belongs to something that needs an SDK',
      { name: 'mcp-3xxx', dependsOn: ['fastmcp'] },
      {},
      ['sdk', 'name'],
    ],
    [
      'it imitates an MCP name',
      { name: 'mpc-remote' },
      { imitates: () => ({ name: 'mcp-remote', kind: 'typosquat', strength: 'block', why: 'x', marks: [] }) },
      ['impersonates'],
    ],
    ['it is installed under the name of one', { alias: '@modelcontextprotocol/sdk' }, {}, ['impersonates']],
  ])('%s', (_, component, hints, expected) => {
    expect(kinds(component, hints)).toEqual(expected)
  })
})

describe('and not when', () => {
  test.each<[string, Partial<Component>, Partial<SelectionHints>]>([
    ['nothing says so', {}, {}],
    ['it is a general tool that is only installed', { name: 'prisma' }, {}],
    ['a chip’s name is all there is', { name: 'mcp-3xxx' }, {}],
    ['it is the repository’s own folder', { name: 'weather-mcp', ecosystem: 'local' }, {}],
    ['it only has an optional peer on the SDK', { dependsOn: [] }, {}],
    [
      'it imitates something that is no MCP package',
      { name: 'expres' },
      { imitates: () => ({ name: 'express', kind: 'typosquat', strength: 'block', why: 'x', marks: [] }) },
    ],
  ])('%s', (_, component, hints) => {
    expect(kinds(component, hints)).toEqual([])
  })
})
