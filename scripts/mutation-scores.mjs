// Keeps the scores of mutation testing in mutation.json, each with what it was measured on, and writes the table of
// docs/mutation.md from it. Run by itself, it writes the table anew.
import { createHash } from 'node:crypto'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { testsOf } from './mutation-tests.mjs'

const SCORES = 'mutation.json'
const PAGE = 'docs/mutation.md'
const GROUPS = [
  ['rules', 'src/rules/*.ts'],
  ['what rules share', 'src/rules/shared/*.ts'],
  ['policy', 'src/policy/*.ts'],
  ['inventory', 'src/inventory/*.ts'],
].map(([name, pattern]) => ({ name, files: globSync(pattern).sort() }))

/** All files that are measured. */
export const FILES = GROUPS.flatMap(({ files }) => files)

if (process.argv[1] === import.meta.filename) writePage()

/** True where neither the file nor its tests have changed since it was measured. */
export function isMeasured(file) {
  return read()[file]?.on === stateOf(file)
}

/** Keeps the score of a file as it is now. */
export function record(file, { noticed, of }) {
  const scores = { ...read(), [file]: { noticed, of, on: stateOf(file) } }
  const kept = FILES.filter((one) => one in scores).map((one) => [one, scores[one]])
  writeFileSync(SCORES, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`)
  writePage()
  return { name: file, noticed, of }
}

/** The cells of a score. */
export function rowOf({ name, noticed, of }) {
  const score = of === 0 ? '—' : `${((100 * noticed) / of).toFixed(1)} %`
  return [name, String(noticed), String(of), score]
}

function read() {
  return JSON.parse(readFileSync(SCORES, 'utf8'))
}

/** A digest of the file and of the tests that it is tried against. */
function stateOf(file) {
  const hash = createHash('sha256')
  for (const path of [file, ...testsOf(file)]) hash.update(readFileSync(path)).update('\0')
  return hash.digest('hex').slice(0, 16)
}

function writePage() {
  const scores = read()
  const groups = GROUPS.map(({ name, files }) => {
    const rows = files.flatMap((file) => (scores[file]?.of > 0 ? [{ name: `\`${file}\``, ...scores[file] }] : []))
    return { rows, sum: sumOf(name, rows) }
  })
  const sums = groups.map(({ sum }) => sum)
  const rows = [...sums, sumOf('**all**', sums)]
  const details = groups.map(({ rows, sum }) => table(sum.name, rows))
  write([table('', rows), ...details].join('\n\n'))
}

function sumOf(name, rows) {
  const add = (key) => rows.reduce((sum, row) => sum + row[key], 0)
  return { name, noticed: add('noticed'), of: add('of') }
}

function table(head, rows) {
  const lines = rows.map((row) => `| ${rowOf(row).join(' | ')} |`)
  return [`| ${head} | noticed | of | score |`, '| --- | ---: | ---: | ---: |', ...lines].join('\n')
}

function write(tables) {
  const text = readFileSync(PAGE, 'utf8')
  const [open, close] = ['<!-- scores:begin -->', '<!-- scores:end -->']
  const [start, end] = [text.indexOf(open), text.indexOf(close)]
  if (start < 0 || end < start) throw new Error(`${PAGE} has no ${open} … ${close}`)
  writeFileSync(PAGE, `${text.slice(0, start + open.length)}\n${tables}\n${text.slice(end)}`)
}
