import { expect, test } from '@jest/globals'
import { canonicalUrl, registryUrl } from '../../src/policy/url.ts'

test.each([
  ['https://MCP.Example.test:443/a/../b', 'https://mcp.example.test/b'],
  ['https://mcp.example.test', 'https://mcp.example.test/'],
  ['https://mcp.example.test/a?b=c', 'https://mcp.example.test/a?b=c'],
  ['http://localhost:3000/mcp', 'http://localhost:3000/mcp'],
  ['http://127.0.0.1/mcp', 'http://127.0.0.1/mcp'],
  ['http://[::1]/mcp', 'http://[::1]/mcp'],
  ['http://mcp.example.test/', null],
  ['http://localhost.example.test/', null],
  ['ftp://localhost/', null],
  ['https://u@mcp.example.test/', null],
  ['https://:p@mcp.example.test/', null],
  ['https://mcp.example.test/#a', null],
  ['https://mcp.example.test/#', null],
  ['mcp.example.test', null],
])('%s in the form in which it is compared: %s', (text, url) => {
  expect(canonicalUrl(text)).toBe(url)
})

test.each([
  ['https://npm.example.test', 'https://npm.example.test/'],
  ['https://npm.example.test/team', 'https://npm.example.test/team/'],
  ['https://npm.example.test/team/', 'https://npm.example.test/team/'],
  ['https://npm.example.test/team?a=b', null],
  ['http://npm.example.test/', null],
])('%s as a registry: %s', (text, url) => {
  expect(registryUrl(text)).toBe(url)
})
