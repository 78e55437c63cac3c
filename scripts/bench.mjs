// What the gate costs, measured in one run and told as ratios. A benchmark, not a test: it prints and never fails by a number.
// usage: npm run bench -- [section…] [--runs N]
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { benchAudit, benchGate, benchGathering } from './bench-network.mjs'
import { benchDiff, benchGrowth, benchMemory, benchStartup, benchWorker } from './bench-offline.mjs'
import { benchSize } from './bench-size.mjs'

const SECTIONS = {
  startup: ['A change of nothing relevant (at most 2.5 times bare Node)', benchStartup],
  diff: ['Ten changes in a lockfile of 2,300 packages (at most 3 times start-up and parsing)', benchDiff],
  growth: ['Four times the packages (at most 4 times the time)', benchGrowth],
  memory: ['20,000 packages (under 1 GiB)', benchMemory],
  worker: ['Arborist in its thread', benchWorker],
  gate: ['Three changed servers, registry on loopback (under 1 second on two cores)', benchGate],
  gathering: ['Evidence for 1, 10 and 50 changed servers', benchGathering],
  audit: ['500 servers, registry with 50 ms of latency', benchAudit],
  size: ['What a runner downloads', benchSize],
}

const words = process.argv.slice(2)
const at = words.indexOf('--runs')
const runs = at < 0 ? 15 : Number(words[at + 1])
const chosen = words.filter((word) => Object.hasOwn(SECTIONS, word))
const folder = await mkdtemp(join(tmpdir(), 'mcp-gate-bench-'))
try {
  console.log(`Node ${process.versions.node}, ${cpus().length} x ${cpus()[0]?.model}, medians of ${runs} runs`)
  for (const [name, [title, bench]] of Object.entries(SECTIONS)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue
    console.log(`\n${name}: ${title}`)
    await bench({ runs, folder })
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
