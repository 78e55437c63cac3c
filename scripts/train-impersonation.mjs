// Trains the two scores of the impersonation detector on labelled names and writes src/mcp/data/impersonation-weights.json.
// usage: node scripts/train-impersonation.mjs FOLDER [--check]
// FOLDER holds squats, misspelt-malware, mcp-synthetic and legitimate .jsonl: { name, target?, group?, stratum? } a line.
// --check writes nothing and fails if the committed weights differ. No randomness: same names, same weights.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { affixedNames, affixFeatures } from '../src/mcp/impersonation/affixes.ts'
import { buildLexicon } from '../src/mcp/impersonation/lexicon.ts'
import { partsOf } from '../src/mcp/impersonation/parts.ts'
import { sameReadings } from '../src/mcp/impersonation/sameness.ts'
import { scopeImitations } from '../src/mcp/impersonation/scopes.ts'
import { strengthOf } from '../src/mcp/impersonation/score.ts'
import { misspellingsOf, spellingFeatures } from '../src/mcp/impersonation/spelling.ts'
import { loadImpersonation } from '../src/mcp/impersonation.ts'

const FOLDS = 5
const RIDGE = 2
/** How much one name counts: a false alarm on a name from a real lockfile costs as much as three on an old one. */
const WEIGHT = {
  squat: 2,
  squatBeyondFive: 1,
  malware: 0.5,
  synthetic: 0.15,
  lockfile: 3,
  mcp: 3,
  hard: 3,
  'once-popular': 1,
}
/** Share of lockfile and MCP names that each score may flag in cross-validation, per cent. */
const BUDGET = { spelling: { look: 0.5, block: 0.15 }, affix: { look: 0.3, block: null } }

const [folder, ...flags] = process.argv.slice(2)
if (folder === undefined) throw new Error('usage: node scripts/train-impersonation.mjs FOLDER [--check]')
const lexicon = buildLexicon([])
/** Cross-validated scores by label and row. */
const scores = { spelling: new Map(), affix: new Map() }
const names = readNames()

const models = {
  spelling: train('spelling', (parts) =>
    misspellingsOf(parts, lexicon).map((found) => ({
      target: found.target.name,
      features: spellingFeatures(parts, found, lexicon),
    })),
  ),
  affix: train('affix', (parts) =>
    affixedNames(parts, lexicon).map((found) => ({
      target: found.target.name,
      features: affixFeatures(found, lexicon),
    })),
  ),
}
printCrossValidation()
printCost()
finish({
  about: 'Written by scripts/train-impersonation.mjs; docs/impersonation.md says what the names mean.',
  ...models,
})

function readNames() {
  const rows = (file) =>
    readFileSync(join(folder, `${file}.jsonl`), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  const weighty = firstFiveOfEachGroup(rows('squats'))
  const imitations = [
    ...rows('squats').map((row) => ({ ...row, weight: weighty.has(row.name) ? WEIGHT.squat : WEIGHT.squatBeyondFive })),
    ...rows('misspelt-malware').map((row) => ({ ...row, weight: WEIGHT.malware })),
    ...rows('mcp-synthetic').map((row) => ({ ...row, weight: WEIGHT.synthetic })),
  ]
  const honest = rows('legitimate').map((row) => ({ ...row, target: null, weight: WEIGHT[row.stratum] ?? 0 }))
  return [...imitations.map((row) => ({ ...row, stratum: null })), ...honest].map((row) => ({
    ...row,
    fold: foldOf(row.target ?? row.name),
  }))
}

function firstFiveOfEachGroup(squats) {
  const digest = ({ name }) => createHash('md5').update(name).digest('hex')
  const groups = Map.groupBy(squats, ({ group }) => group)
  return new Set(
    [...groups.values()]
      .flatMap((rows) => rows.sort((a, b) => (digest(a) < digest(b) ? -1 : 1)).slice(0, 5))
      .map(({ name }) => name),
  )
}

/** All names of one target fall into one fold, so that no target is both learnt from and judged. */
function foldOf(text) {
  return createHash('md5').update(text).digest().readUInt32BE(0) % FOLDS
}

function train(label, candidatesOf) {
  const rows = names
    .filter(isOpen)
    .map((row) => ({ ...row, of: row, candidates: candidatesOf(partsOf(row.name)) }))
    .filter(({ candidates }) => candidates.length > 0)
  const features = Object.keys(rows[0].candidates[0].features)
  for (const row of rows)
    row.vectors = row.candidates.map((each) => [1, ...features.map((name) => each.features[name])])
  for (let fold = 0; fold < FOLDS; fold++) {
    const weights = learn(rows.filter((row) => row.fold !== fold))
    for (const row of rows) if (row.fold === fold) scores[label].set(row.of, best(row, weights).score)
  }
  const [bias, ...weights] = learn(rows).map(rounded)
  const { look, block } = BUDGET[label]
  return {
    bias,
    weights: Object.fromEntries(features.map((name, at) => [name, weights[at]])),
    look: thresholdFor(label, look),
    block: thresholdFor(label, block),
  }
}

/** Names that the score ever sees: neither protected nor in a protected scope. */
function isOpen({ name, weight }) {
  return weight > 0 && !lexicon.names.has(name) && !lexicon.scopes.has(partsOf(name).scope)
}

/** Logistic regression; of an honest name only the worst candidate counts, which is found in a few rounds. */
function learn(rows) {
  const positives = rows
    .filter(({ target }) => target !== null)
    .flatMap((row) =>
      row.candidates.flatMap(({ target }, at) =>
        target === row.target ? [{ vector: row.vectors[at], label: 1, weight: row.weight }] : [],
      ),
    )
  const honest = rows.filter(({ target }) => target === null)
  let negatives = honest.flatMap((row) =>
    row.vectors.map((vector) => ({ vector, label: 0, weight: row.weight / row.vectors.length })),
  )
  let weights = regress([...positives, ...negatives])
  for (let round = 0; round < 3; round++) {
    negatives = honest.map((row) => ({ vector: best(row, weights).vector, label: 0, weight: row.weight }))
    weights = regress([...positives, ...negatives])
  }
  return weights
}

function best({ vectors }, weights) {
  const scored = vectors.map((vector) => ({ vector, score: dot(vector, weights) }))
  return scored.reduce((winner, next) => (next.score > winner.score ? next : winner))
}

/** Newton's method with a ridge on all but the bias. */
function regress(samples) {
  const size = samples[0].vector.length
  let weights = new Array(size).fill(0)
  for (let step = 0; step < 40; step++) {
    const gradient = weights.map((weight, at) => (at === 0 ? 0 : -RIDGE * weight))
    const curvature = weights.map((_, row) =>
      weights.map((_, column) => (row === column ? (row === 0 ? 1e-6 : RIDGE) : 0)),
    )
    for (const { vector, label, weight } of samples) {
      const probability = 1 / (1 + Math.exp(-Math.max(-30, Math.min(30, dot(vector, weights)))))
      const spread = weight * probability * (1 - probability) + 1e-9
      for (let row = 0; row < size; row++) {
        if (vector[row] === 0) continue
        gradient[row] += weight * (label - probability) * vector[row]
        for (let column = 0; column < size; column++) curvature[row][column] += spread * vector[row] * vector[column]
      }
    }
    const change = solve(curvature, gradient)
    weights = weights.map((weight, at) => weight + change[at])
    if (Math.max(...change.map(Math.abs)) < 1e-7) break
  }
  return weights
}

/** Gaussian elimination with pivoting. */
function solve(matrix, right) {
  const rows = matrix.map((row, at) => [...row, right[at]])
  for (let at = 0; at < rows.length; at++) {
    const pivot = rows.slice(at).reduce((most, row) => (Math.abs(row[at]) > Math.abs(most[at]) ? row : most))
    rows.splice(rows.indexOf(pivot), 1)
    rows.splice(at, 0, pivot)
    for (const row of rows) {
      if (row === pivot) continue
      const factor = row[at] / pivot[at]
      if (factor !== 0) for (let column = at; column < row.length; column++) row[column] -= factor * pivot[column]
    }
  }
  return rows.map((row, at) => row.at(-1) / row[at])
}

function dot(a, b) {
  return a.reduce((sum, value, at) => sum + value * b[at], 0)
}

/** The cross-validated score above which this share of realistic names lies. */
function thresholdFor(label, percent) {
  if (percent === null) return null
  const ranked = [...scores[label]].filter(([row]) => isRealistic(row)).map(([, score]) => score)
  ranked.sort((a, b) => b - a)
  const allowed = Math.floor((percent / 100) * names.filter(isRealistic).length)
  return rounded((ranked[allowed - 1] + ranked[allowed]) / 2)
}

function isRealistic({ stratum }) {
  return stratum === 'lockfile' || stratum === 'mcp'
}

/** The whole detector on names whose target no score has learnt from, per cent of each group. */
function printCrossValidation() {
  const squats = names.filter((row) => row.class !== undefined && row.weight === WEIGHT.squat && row.targetIsPopular)
  const groups = {
    ...Object.fromEntries(['typo', 'scope', 'combo'].map((name) => [name, squats.filter((row) => row.class === name)])),
    'all named': squats,
    'malware, 2 to 4 edits': names.filter(({ distance }) => distance >= 2),
    'MCP, generated': names.filter(({ operator }) => operator !== undefined),
    'lockfile and MCP names': names.filter(isRealistic),
    'once popular': names.filter(({ stratum }) => stratum === 'once-popular'),
    'hard lookalikes': names.filter(({ stratum }) => stratum === 'hard'),
  }
  console.log('cross-validated, targets not learnt from: flagged / blocked, per cent')
  for (const [label, rows] of Object.entries(groups)) {
    const share = (wanted) =>
      ((100 * rows.filter((row) => wanted.includes(verdictOf(row))).length) / rows.length).toFixed(2)
    console.log(
      `  ${label.padEnd(24)} ${share(['look', 'block']).padStart(6)} / ${share(['block']).padStart(5)}  of ${rows.length}`,
    )
  }
}

function printCost() {
  const judge = loadImpersonation([])
  const milliseconds = (work) => {
    const started = performance.now()
    work()
    return performance.now() - started
  }
  const once = milliseconds(() => judge('first-name'))
  const each = milliseconds(() => names.forEach(({ name }) => void judge(name))) / names.length
  console.log(
    `lists unpacked and arranged in ${once.toFixed(0)} ms, then ${(1000 * each).toFixed(0)} microseconds a name`,
  )
}

function verdictOf(row) {
  if (!isOpen(row)) return null
  const parts = partsOf(row.name)
  const structural = [...sameReadings(parts, lexicon), ...scopeImitations(parts, lexicon)].map(
    ({ strength }) => strength,
  )
  const scored = Object.entries(models).map(([label, model]) =>
    strengthOf(scores[label].get(row) ?? Number.NEGATIVE_INFINITY, model),
  )
  const found = [...structural, ...scored]
  return found.includes('block') ? 'block' : found.includes('look') ? 'look' : null
}

function finish(result) {
  const path = fileURLToPath(new URL('../src/mcp/data/impersonation-weights.json', import.meta.url))
  const text = `${JSON.stringify(result, null, 2)}\n`
  if (!flags.includes('--check')) return writeFileSync(path, text)
  const same = readFileSync(path, 'utf8') === text
  console.log(
    same ? 'the committed weights are those of these names' : 'the committed weights differ from those of these names',
  )
  process.exitCode = same ? 0 : 1
}

function rounded(value) {
  return Math.round(value * 1000) / 1000
}
