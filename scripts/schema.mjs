// Writes the JSON Schema of policy files from their one definition; `--check` only tells whether the written one is current.
import { readFileSync, writeFileSync } from 'node:fs'
import { toJSONSchema } from 'zod/mini'
import { policySchema } from '../src/policy/schema.ts'
import { RULES } from '../src/rules/index.ts'

const FILE = new URL('../schema/mcp-gate-policy.schema.json', import.meta.url)

const { $schema, ...schema } = toJSONSchema(policySchema(RULES), { target: 'draft-07' })
const title = 'Policy of mcp-gate'
const text = `${JSON.stringify({ $schema, title, ...schema }, null, 2)}\n`

if (!process.argv.includes('--check')) writeFileSync(FILE, text)
else if (current() !== text) {
  console.error('schema/mcp-gate-policy.schema.json is stale: run npm run schema')
  process.exitCode = 1
}

function current() {
  try {
    return readFileSync(FILE, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return null
    throw error
  }
}
