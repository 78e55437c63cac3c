// Writes docs/bypasses.md from the table that the end-to-end tests run. `--check`: fails where it is stale.
import { readFileSync, writeFileSync } from 'node:fs'
import { renderBypasses } from '../__tests__/e2e/bypasses-page.ts'

for (const [name, wanted] of [['bypasses.md', renderBypasses()]]) {
  const file = new URL(`../docs/${name}`, import.meta.url)
  if (readFileSync(file, { encoding: 'utf8', flag: 'a+' }) === wanted) continue
  if (process.argv.includes('--check')) {
    console.error(`docs/${name} is stale: run \`npm run test-docs\`.`)
    process.exitCode = 1
  } else writeFileSync(file, wanted)
}
