// Measures commands as processes: wall clock, processor time with all children, peak memory; medians of several runs.
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Linux counts what waited-for children used in ticks of 10 ms; elsewhere only the wall clock is known. */
const TICK_MS = 10

/**
 * Runs every case in turn, `runs` times over, so that a busy moment of the machine meets all of them alike.
 * A case is `{ name, args, exits }`: arguments of Node and the exit codes that mean it did its work.
 */
export function measureAll(cases, runs) {
  const samples = cases.map(() => ({ wall: [], cpu: 0 }))
  for (let run = 0; run < runs; run += 1) for (const [at, one] of cases.entries()) measureOnce(one, samples[at])
  return cases.map(({ name }, at) => ({ name, wall: median(samples[at].wall), cpu: samples[at].cpu / runs }))
}

function measureOnce({ name, args, exits = [0, 1], env = {} }, sample) {
  const before = childrenCpu()
  const started = performance.now()
  const { status, stderr } = spawnSync(process.execPath, args, { env: { ...process.env, ...env }, maxBuffer: 1e9 })
  sample.wall.push(performance.now() - started)
  sample.cpu += childrenCpu() - before
  if (!exits.includes(status)) throw new Error(`${name} ended with ${status}: ${stderr}`)
}

/** Peak memory in MiB of one run. The hook that reads it costs time, so it is not measured together with time. */
export function peakMemory({ args, env = {} }) {
  const { stderr } = spawnSync(process.execPath, [...TELL_PEAK, ...args], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 1e9,
  })
  return peakIn(stderr)
}

const TELL_PEAK = [
  '--import',
  `data:text/javascript,process.on('exit',()=>process.stderr.write('%5Cnpeak%20'+process.resourceUsage().maxRSS))`,
]

function peakIn(stderr) {
  return Number(/\npeak (\d+)$/.exec(stderr)?.[1]) / 1024
}

/** One run, its peak memory included, while this process stays free: it may be the server that is asked. */
export function runBeside({ args, env = {} }) {
  return new Promise((done, fail) => {
    const [started, before] = [performance.now(), childrenCpu()]
    const child = spawn(process.execPath, [...TELL_PEAK, ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const chunks = []
    child.stderr.on('data', (chunk) => chunks.push(chunk))
    child.on('error', fail)
    child.on('close', (exit) =>
      done({
        exit,
        peak: peakIn(Buffer.concat(chunks).toString()),
        wall: performance.now() - started,
        cpu: childrenCpu() - before,
      }),
    )
  })
}

export function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1]
}

function childrenCpu() {
  if (process.platform !== 'linux') return Number.NaN
  const fields = readFileSync('/proc/self/stat', 'latin1').split(') ')[1].split(' ')
  return (Number(fields[13]) + Number(fields[14])) * TICK_MS
}

/** A table with right-aligned numbers. */
export function printTable(heads, rows) {
  const all = [heads, ...rows.map((row) => row.map(String))]
  const widths = heads.map((_, at) => Math.max(...all.map((row) => row[at].length)))
  for (const row of all)
    console.log(
      `  ${row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join('  ')}`,
    )
}

export function ms(value) {
  return Number.isNaN(value) ? '-' : `${value.toFixed(0)} ms`
}

export function times(value, of) {
  return `${(value / of).toFixed(2)} x`
}
