// Imitations that show in scope, delimiters, word order or an added word: what counts and what does not.
import { describe, expect, it } from '@jest/globals'
import { affixedNames } from '../../../src/mcp/impersonation/affixes.ts'
import { buildLexicon } from '../../../src/mcp/impersonation/lexicon.ts'
import { partsOf } from '../../../src/mcp/impersonation/parts.ts'
import { sameReadings } from '../../../src/mcp/impersonation/sameness.ts'
import { scopeImitations } from '../../../src/mcp/impersonation/scopes.ts'

const lexicon = buildLexicon(['@acme-tools/zyxledger', 'zyx-mcp-ledger', 'zyxalot'])
const scopes = (name: string) =>
  scopeImitations(partsOf(name), lexicon).map(({ how, target }) => `${how} ${target.name}`)
const readings = (name: string) =>
  sameReadings(partsOf(name), lexicon).map(({ how, target }) => `${how} ${target.name}`)
const affixed = (name: string) =>
  affixedNames(partsOf(name), lexicon).map(({ target, joined }) => `${joined ? 'joined' : 'separate'} ${target.name}`)

describe('scopes', () => {
  it.each([
    ['@acmetools/zyxledger', 'scope-lookalike @acme-tools/zyxledger'],
    ['@acme-too1s/other', 'scope-lookalike @acme-tools/zyxledger'],
    ['@acme-tooks/other', 'scope-near @acme-tools/zyxledger'],
    ['@acme-tools-official/zyxledger', 'scope-edition @acme-tools/zyxledger'],
    ['@modelcontextprotocol-official/server-memori', 'scope-edition @modelcontextprotocol/server-memory'],
    ['@types-official/anything', null],
    ['zyxledger-tools', null],
    ['acme-tools-zyxledger', 'scope-in-name @acme-tools/zyxledger'],
    ['@stranger/zyxledger', 'scope-swapped @acme-tools/zyxledger'],
    ['@stranger/mcp-server', null],
    ['@stranger/utils', null],
    ['mcp-server-everything', 'scope-dropped @modelcontextprotocol/server-everything'],
    ['mcp-server', null],
  ])('%s: %s', (name, found) => {
    if (found === null) expect(scopes(name)).toEqual([])
    else expect(scopes(name)).toContain(found)
  })

  it('name the nearest package of a scope that is imitated', () => {
    expect(scopes('@modelcontextprotocl/server-memori')).toContain('scope-near @modelcontextprotocol/server-memory')
  })
})

describe('readings', () => {
  it.each([
    ['zyx_mcp_ledger', 'delimiters zyx-mcp-ledger'],
    ['ledger-zyx-mcp', 'word-order zyx-mcp-ledger'],
    ['zyxa1ot', 'lookalike zyxalot'],
    ['zyxalot', null],
    ['ledger-zyx', null],
  ])('%s: %s', (name, found) => {
    if (found === null) expect(readings(name).filter((text) => !text.startsWith('delimiters'))).toEqual([])
    else expect(readings(name)).toContain(found)
  })

  it('of two known words are not taken for a lookalike', () => {
    expect(readings('uri-parse')).not.toContain('lookalike url-parse')
  })
})

describe('affixes', () => {
  it.each([
    ['lodash-pro', 'separate lodash'],
    ['my-lodash', 'separate lodash'],
    ['lodashjs', 'joined lodash'],
  ])('%s: %s', (name, found) => expect(affixed(name)).toContain(found))

  it.each([
    ['@scope/lodash-pro', 'who publishes under a scope names it'],
    ['lodash', 'nothing is added'],
    ['zyx-mcp-ledger-server', 'generic words say nothing'],
  ])('%s: none, %s', (name) => {
    expect(affixed(name).filter((text) => text.endsWith(' lodash') || text.endsWith('zyx-mcp-ledger'))).toEqual([])
  })
})
