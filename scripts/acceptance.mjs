// Runs the acceptance runners beside the repository, where they exist, and fails when a figure is below what was reached before.
// usage: node scripts/acceptance.mjs [--record]   (--record writes the figures that rose into acceptance.json)
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

const RUNNER = '../shared/acceptance/run'
const ATTESTATIONS = '../shared/data/attestations'
const REACHED = 'acceptance.json'

if (!existsSync(RUNNER)) {
  console.log('acceptance: no runners beside this repository, skipped')
  process.exit(0)
}
const reached = JSON.parse(readFileSync(REACHED, 'utf8'))
const found = figuresOf([run(RUNNER, []), attestations()].join('\n'))
let fell = false
for (const [name, before] of Object.entries(reached)) {
  const now = found.get(name)
  if (now !== undefined && now >= before) continue
  console.error(`acceptance: ${name} reached ${before} before and ${now ?? 'printed no figure'} now`)
  fell = true
}
if (process.argv.includes('--record')) {
  const best = Object.fromEntries([...found].map(([name, now]) => [name, Math.max(now, reached[name] ?? 0)]).sort())
  writeFileSync(REACHED, `${JSON.stringify(best, null, 2)}\n`)
}
process.exit(fell ? 1 : 0)

function run(command, args) {
  const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 })
  const output = `${stdout}${stderr}`.trim()
  console.log(output)
  return output
}

function attestations() {
  return existsSync(ATTESTATIONS)
    ? run(process.execPath, [
        '--disable-warning=ExperimentalWarning',
        'scripts/acceptance-attestations.mjs',
        ATTESTATIONS,
      ])
    : ''
}

/** `name: 12 of 14 …` at the start of a line gives { name: 12 }. */
function figuresOf(output) {
  return new Map([...output.matchAll(/^([a-z-]+): (\d+) of \d+/gm)].map(([, name, count]) => [name, Number(count)]))
}
