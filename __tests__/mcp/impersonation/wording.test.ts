// What people read about an imitation, and which characters are marked.
import { describe, expect, it } from '@jest/globals'
import { loadImpersonation } from '../../../src/mcp/impersonation.ts'

const judge = loadImpersonation([])

describe('the sentence and the marked characters', () => {
  it.each([
    ['@modelcontextprotoco1/sdk', 'the digit 1 stands for the letter l, so both read alike', '1'],
    ['rimarf', '"a" and "r" are swapped', 'ar'],
    ['webppack', 'the letter p is doubled', 'p'],
    ['claud-code', 'the letter e is left out, and the scope @anthropic-ai is left out', 'd-'],
    ['typescipt-cli', '"typescipt" is a misspelling (the letter r is left out), and a word is added', 'ci'],
    ['crossenv', 'only the delimiters differ', 'se'],
    ['lodash-js', '"js" is added', '-js'],
    ['@azrue/mcp', 'the scope @azrue is not @azure: "r" and "u" are swapped', 'ru'],
    [
      '@mode1contextprotocol/new',
      'the scope @mode1contextprotocol is not @modelcontextprotocol: the digit 1 stands for the letter l',
      '1',
    ],
    [
      'auth0-mcp-server',
      "the original is published under the scope @auth0; without a scope the name can be anyone's",
      'auth0-mcp-server',
    ],
    [
      'playwright-mcp',
      "the original is published under the scope @playwright; here the scope is part of the name, which can be anyone's",
      'playwright',
    ],
    [
      '@modelcontextprotocol-sdk/server',
      'the scope @modelcontextprotocol-sdk is not @modelcontextprotocol, and anyone can register it',
      '@modelcontextprotocol-sdk',
    ],
    [
      '@stranger/baileys',
      'the original is published under the scope @whiskeysockets, this one under @stranger',
      '@stranger',
    ],
    ['remote-mcp', 'the same words in another order', 'remote-mcp'],
    ['LODASH', 'only capital letters differ', 'LODASH'],
    ['@modeIcontextprotocol/sdk', 'a capital I stands where a small letter l should', 'I'],
    ['lоdаsh', 'it has characters that npm accepts in no package name and that read like other ones', 'оа'],
    ['babelpluginsyntxajsx', '4 characters differ', null],
  ])('%s: %s', (name, why, marked) => {
    const found = judge(name)
    expect(found?.why).toBe(why)
    if (marked !== null) expect(found?.marks.map(([from, to]) => name.slice(from, to)).join('')).toBe(marked)
  })
})
