// Reports whose every text from outside is hostile: no output can be broken out of.
import fc from 'fast-check'
import type { Change } from '../../src/model/change.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { Row } from '../../src/model/report.ts'
import { renderCyclonedx } from '../../src/report/cyclonedx.ts'
import { toDiffJson, toInventoryJson } from '../../src/report/json.ts'
import { renderDiffText, renderInventoryText } from '../../src/report/tables.ts'
import { RULES } from '../../src/rules/index.ts'
import { aChange, aComponent, NOW } from '../support/builders.ts'
import { aFinding, aReport, aRow, CATALOGUE, HOSTILE_TEXTS } from '../support/reports.ts'
import { expectBom, expectContained, expectResult } from './channels.ts'
import { fuzz } from './harness.ts'
import { SECRET, WORDS } from './hostile.ts'

const PIECES = [
  '`',
  '``',
  '|',
  '\\',
  '*',
  '_',
  '[',
  '](',
  ')',
  '<',
  '>',
  '@a',
  '#1',
  ' ',
  '\n',
  '\r',
  '~~~',
  'x',
  '$',
  '&amp;',
  'https://',
  '!',
  '::',
  '##[',
  '-->',
  '<!--',
  '"',
  "'",
  '=',
  '{name}',
  '{0}',
  '\t',
  '\u001b[',
  '\u2028',
  'GH-1',
  '1.',
  '- ',
  '# ',
  '> ',
  '---',
  '</sub>',
  '<br>',
  '%0A',
  ':tada:',
]

const text = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS),
  fc.constantFrom(...WORDS),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join('')),
)

/** Texts taken in turn, so that a case is short: a list of texts and which messages and shapes they fill. */
interface Case {
  readonly texts: readonly string[]
  readonly seed: number
}

const cases: fc.Arbitrary<Case> = fc.record({
  texts: fc.array(text, { minLength: 1, maxLength: 6 }),
  seed: fc.nat({ max: 10_000 }),
})

const MESSAGES = [...CATALOGUE, ...RULES].flatMap(({ id: rule, messages }) =>
  Object.entries(messages).map(([id, { severity, text: words, remedy }]) => ({
    rule,
    id,
    severity,
    names: placeholders(words + remedy),
  })),
)

fuzz({ name: 'report', cases, runs: 25, holds: (given) => expectContained(reportOf(given), [...CATALOGUE, ...RULES]) })

fuzz({
  name: 'inventory',
  cases,
  runs: 60,
  holds: ({ texts, seed }: Case) => {
    const [next] = takerOf(texts)
    const components = Array.from({ length: 4 }, (_, at) => ({
      ...hostileComponent(next, (seed + at) % 3 === 0 ? 'remote' : 'npm'),
      tier: 'server' as const,
      reasons: [next()],
      location: { path: next(), line: at + 1 },
    }))
    const ref = { ref: next(), sha: null }
    const inventory = { ref, sources: [], components }
    expectBom(renderCyclonedx(inventory, { tool: { name: 'mcp-gate', version: '1.0.0' }, at: NOW, subject: next() }))
    expectResult('inventory', toInventoryJson(inventory))
    const diff = {
      base: ref,
      head: ref,
      sources: [],
      changes: [hostileChange(next)],
      placeOf: () => ({ path: next(), line: 1 }),
    }
    expectResult('diff', toDiffJson(diff))
    const options = { colour: false, width: 80 }
    for (const output of [renderInventoryText(inventory, options), renderDiffText(diff, options)]) expectPlain(output)
  },
})

function expectPlain(output: string): void {
  if (/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/.test(output) || /^\s*::|##\[/m.test(output))
    throw new Error(`not contained: ${JSON.stringify(output)}`)
}

function reportOf({ texts, seed }: Case) {
  const [next] = takerOf(texts)
  const findings = Array.from({ length: 5 }, (_, at) => hostileFinding(next, { seed: seed + at * 7, at }))
  const rows = Array.from({ length: 3 }, (_, at) => hostileRow(next, seed + at))
  return aReport({
    mode: seed % 5 === 0 ? 'audit' : 'gate',
    base: seed % 3 === 0 ? null : { ref: next(), sha: next() },
    head: { ref: next(), sha: seed % 2 === 0 ? next() : null },
    policy: {
      kind: seed % 4 === 0 ? 'built-in' : 'file',
      // Neither is empty, and git knows no ref of several lines.
      path: `p${next()}`,
      ref: seed % 3 === 0 ? null : `r${next().replaceAll(/[\n\r\u2028\u2029]/g, '')}`,
      extends: null,
      sha256: null,
    },
    findings,
    rows,
    changes: [hostileChange(next), hostileChange(next)],
    sources: [{ path: next(), kind: 'manifest', status: 'unreadable', components: 0 }],
  })
}

function hostileFinding(next: () => string, { seed, at }: { readonly seed: number; readonly at: number }): Finding {
  const { rule, id, severity, names } = MESSAGES[seed % MESSAGES.length] ?? {
    rule: 'x',
    id: 'y',
    severity: 'high',
    names: [],
  }
  const waived = seed % 7 === 0
  return aFinding({
    rule,
    id,
    severity,
    name: seed % 6 === 0 ? null : next(),
    version: next(),
    purl: next(),
    args: Object.fromEntries(names.map((name) => [name, next()])),
    location: { path: next(), line: (seed % 90) + 1 },
    related: [{ path: next(), line: 2 }],
    route: { path: next(), route: [next()] },
    facts: [
      { label: next(), value: next() },
      { label: next(), value: `${next()}\n${next()}`, code: 'diff' },
    ],
    suggestion: seed % 2 === 0 ? { location: { path: next(), route: [next()] }, from: next(), to: next() } : null,
    paste: seed % 3 === 0 ? `${next()}\n${next()}\n` : null,
    fingerprint: `f-${at}`,
    status: waived ? 'waived' : 'open',
    waiver: waived ? { reason: next(), owner: next(), expires: next() } : null,
  })
}

function hostileRow(next: () => string, seed: number): Row {
  return aRow({
    name: next(),
    before: [next()],
    after: [next(), next()],
    launcher: seed % 2 === 0 ? next() : null,
    places: [{ path: next(), line: 1 }],
    proved: seed % 2 === 0 ? 'unchecked' : 'holds',
    notes: [next()],
  })
}

function hostileChange(next: () => string): Change {
  return aChange({
    name: next(),
    source: next(),
    after: [hostileComponent(next, 'npm')],
    tier: 'closure',
    reasons: [{ kind: 'needed-by', detail: next() }],
    via: [[next(), next()]],
  })
}

function hostileComponent(next: () => string, ecosystem: 'npm' | 'remote') {
  return aComponent({
    ecosystem,
    name: next(),
    version: next(),
    spec: next(),
    purl: next(),
    integrity: next(),
    resolved: next(),
    alias: next(),
    server: next(),
    launcher: next(),
    url: `https://u:${SECRET}@x.example.test/${next()}`,
    source: next(),
    dependsOn: [next()],
  })
}

function takerOf(texts: readonly string[]): readonly [next: () => string] {
  let at = 0
  return [() => texts[at++ % texts.length] ?? '']
}

function placeholders(words: string): readonly string[] {
  return [...new Set([...words.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))]
}
