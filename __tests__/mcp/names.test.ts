import { expect, test } from '@jest/globals'
import { mcpTokenOf } from '../../src/mcp/names.ts'

const strict = (name: string) => mcpTokenOf(name, { exceptFalseFriends: true })

test.each([
  'mcp-remote',
  'mcp',
  'weather_mcp',
  '@acme/mcp',
  '@acme/tools.mcp.server',
  'keycloak-model-context-protocol',
  'MCP-tools',
  'myMcpServer',
  'minecraft-mcp-server',
  'acme-mcp-2',
  'acme-mcp-10',
  'mcp-365',
])('%s names MCP', (name) => {
  expect(strict(name)).toMatchObject({ inScope: false })
})

test('the scope counts where the name does not', () => {
  expect(strict('@mcp-ui/client')).toEqual({ text: '@mcp-ui', inScope: true })
  expect(strict('@modelcontextprotocol/core')).toMatchObject({ inScope: true })
})

test.each([
  'mcp23017',
  'mcp3201.js',
  '@jahartley/mcp23017',
  'iobroker.mcp3xxx-analog',
  'mcping-js',
  'mcpe-ping-fixed',
  'mcp-adc',
  'mcp-spi-adc',
  'mcp-3xxx',
  'mcp-23017',
  'mcp-3008-adc',
  'minecraft-mcp',
  'tmcpx',
  'left-pad',
])('%s does not', (name) => {
  expect(strict(name)).toBeNull()
})

test('a false friend that something stronger confirms counts by its name too', () => {
  expect(mcpTokenOf('mcp-3xxx', { exceptFalseFriends: false })).toMatchObject({ text: 'mcp' })
})
