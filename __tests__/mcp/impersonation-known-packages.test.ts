// The known MCP packages: the generated list agrees with its record, and every entry says where it comes from.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { KNOWN_MCP_PACKAGES } from '../../src/mcp/known-packages.ts'

interface Entry {
  readonly name: string
  readonly tier: number
  readonly repository: string | null
  readonly publisher: string | null
  readonly source: string
  readonly date: string
}

const record: readonly Entry[] = JSON.parse(
  readFileSync(new URL('../../src/mcp/data/known-mcp-packages.json', import.meta.url), 'utf8'),
)

describe('known MCP packages', () => {
  it('are the names of the record', () => {
    expect([...KNOWN_MCP_PACKAGES].sort()).toEqual(record.map(({ name }) => name).sort())
  })

  it('name a publisher or a repository, a source and a date', () => {
    for (const entry of record) {
      expect(entry.repository ?? entry.publisher).toBeTruthy()
      expect(entry.source).not.toBe('')
      expect(entry.date).toMatch(/^\d{4}-\d{2}-\d{2}$/)
      expect([1, 2]).toContain(entry.tier)
    }
  })

  it('hold the official SDK and leave out names that were looked for and do not exist', () => {
    expect(KNOWN_MCP_PACKAGES.has('@modelcontextprotocol/sdk')).toBe(true)
    for (const absent of ['@semgrep/mcp', '@anthropic/mcp-server-filesystem', '@modelcontextprotocol/server-fetch']) {
      expect(KNOWN_MCP_PACKAGES.has(absent)).toBe(false)
    }
  })
})
