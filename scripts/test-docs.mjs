// Writes docs/attempts.md, docs/bypasses.md and docs/faults.md from the tables that the end-to-end tests run. `--check`: fails where one is stale.
import { readFileSync, writeFileSync } from 'node:fs'
import { renderAttempts } from '../__tests__/e2e/attempts-page.ts'
import { renderBypasses } from '../__tests__/e2e/bypasses-page.ts'
import { renderFaults } from '../__tests__/e2e/faults-page.ts'

for (const [name, wanted] of [
  ['attempts.md', renderAttempts()],
  ['bypasses.md', renderBypasses()],
  ['faults.md', renderFaults()],
]) {
  const file = new URL(`../docs/${name}`, import.meta.url)
  if (readFileSync(file, { encoding: 'utf8', flag: 'a+' }) === wanted) continue
  if (process.argv.includes('--check')) {
    console.error(`docs/${name} is stale: run \`npm run test-docs\`.`)
    process.exitCode = 1
  } else writeFileSync(file, wanted)
}
