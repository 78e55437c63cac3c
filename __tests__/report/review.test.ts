import { describe, expect, test } from '@jest/globals'
import type { Finding } from '../../src/model/finding.ts'
import type { LineRange } from '../../src/model/hunks.ts'
import { planAnnotations } from '../../src/report/annotations.ts'
import { planReview } from '../../src/report/review.ts'
import { commandLines, UNSEEN } from '../support/markdown.ts'
import {
  aFinding,
  aReport,
  aRow,
  badBumpReport,
  CATALOGUE,
  fortyFindingsReport,
  HOSTILE_TEXTS,
  hostileReport,
  SAMPLE_DIFF,
} from '../support/reports.ts'

const bare = { catalogue: CATALOGUE, links: null, docsBase: null, texts: new Map<string, string>() }

function planFor(findings: readonly Finding[], hunks: Readonly<Record<string, readonly LineRange[] | null>>) {
  return planReview({ ...bare, report: aReport({ findings }), hunks: new Map(Object.entries(hunks)) })
}

test('as a picture', () => {
  const plan = planReview({
    ...bare,
    ...SAMPLE_DIFF,
    report: badBumpReport,
    docsBase: 'https://github.example.test/acme/mcp-gate/blob/v1/docs/rules',
  })
  expect(plan).toMatchSnapshot()
})

describe('a finding is said', () => {
  const at = (path: string, line: number) => aFinding({ location: { path, line } })

  test('on its line where the diff shows it', () => {
    const { comments, fileComments } = planFor([at('package.json', 14)], { 'package.json': [{ from: 10, to: 14 }] })
    expect(comments).toMatchObject([{ path: 'package.json', line: 14, startLine: null }])
    expect(fileComments).toEqual([])
  })

  test('on the file where the line is outside the diff or the diff is not known', () => {
    for (const ranges of [[{ from: 1, to: 13 }], null]) {
      const { comments, fileComments } = planFor([at('package.json', 14)], { 'package.json': ranges })
      expect(comments).toEqual([])
      expect(fileComments).toMatchObject([{ path: 'package.json' }])
      expect(fileComments[0]?.body).toContain('`package.json` line 14')
    }
  })

  test('in the summary where it is silence about what servers need: no line mends an outage', () => {
    const finding = aFinding({ rule: 'evidence-unavailable', id: 'malware', name: 'left-pad' })
    const hunks = new Map([['package.json', [{ from: 1, to: 20 }]]])
    const report = aReport({ findings: [finding] })
    expect(planReview({ ...bare, report, hunks })).toEqual({ body: '', comments: [], fileComments: [] })
    const asServer = { ...report, rows: [aRow({ name: 'left-pad' })] }
    expect(planReview({ ...bare, report: asServer, hunks }).comments).toHaveLength(1)
  })

  test('on a related place that the diff shows, rather than on the file', () => {
    const finding = aFinding({
      location: { path: 'package-lock.json', line: 900 },
      related: [{ path: 'package.json', line: 3 }],
    })
    const { comments } = planFor([finding], { 'package-lock.json': null, 'package.json': [{ from: 1, to: 5 }] })
    expect(comments).toMatchObject([{ path: 'package.json', line: 3 }])
    expect(comments[0]?.body).toContain('`package-lock.json` line 900')
  })

  test('nowhere where the pull request does not change the file', () => {
    expect(planFor([at('package.json', 14)], {})).toEqual({ body: '', comments: [], fileComments: [] })
  })

  test('not where it is waived, nor alone where it is of low severity', () => {
    const hunks = { 'package.json': [{ from: 1, to: 20 }] }
    const low = aFinding({ id: 'version-not-allowlisted', severity: 'low' })
    expect(planFor([aFinding({ status: 'waived' })], hunks).comments).toEqual([])
    expect(planFor([low], hunks).comments).toEqual([])
    expect(planFor([low, aFinding()], hunks).comments[0]?.body).toContain('· low ·')
  })
})

describe('comments', () => {
  const hunks = { 'package.json': [{ from: 1, to: 500 }] }

  test('findings of one line are one comment, and the same words come once', () => {
    const findings = [
      aFinding({ fingerprint: 'a' }),
      aFinding({ fingerprint: 'b' }),
      aFinding({ id: 'version-not-allowlisted', fingerprint: 'c' }),
    ]
    const { comments } = planFor(findings, hunks)
    expect(comments).toHaveLength(1)
    expect(comments[0]?.body.match(/is not on the allowlist\*\*/g)).toHaveLength(1)
  })

  test('the worst come first, at most thirty, the rest counted', () => {
    const findings = Array.from({ length: 40 }, (_, index) =>
      aFinding({ location: { path: 'package.json', line: index + 1 }, severity: index === 35 ? 'critical' : 'high' }),
    )
    const plan = planFor(findings, hunks)
    expect(plan.comments).toHaveLength(30)
    expect(plan.comments[0]?.line).toBe(36)
    expect(plan.body).toContain('10 more findings in the summary')
  })

  test('the identity survives moved lines and changed wording, and tells findings apart', () => {
    const one = planFor([aFinding()], hunks).comments[0]?.fingerprint
    const moved = planFor(
      [aFinding({ location: { path: 'package.json', line: 99 }, args: { name: 'sample-mcp', policy: 'x' } })],
      hunks,
    ).comments[0]?.fingerprint
    expect(moved).toBe(one)
    expect(planFor([aFinding({ fingerprint: 'other' })], hunks).comments[0]?.fingerprint).not.toBe(one)
  })

  test('only the form for a line has a suggestion, only the form for a file names the line', () => {
    const plan = planReview({ ...bare, ...SAMPLE_DIFF, report: badBumpReport })
    const comment = plan.comments.find(({ line }) => line === 11)
    expect(comment?.body).toContain('```suggestion\n    "@modelcontextprotocol/sdk": "1.30.0",\n```')
    expect(comment?.body).not.toContain('line 11')
    expect(comment?.fileBody).not.toContain('suggestion')
    expect(comment?.fileBody).toContain('`package.json` line 11')
  })

  test('hostile texts stay inside', () => {
    const plan = planReview({
      ...bare,
      report: hostileReport,
      hunks: new Map(HOSTILE_TEXTS.map((text) => [text, [{ from: 1, to: 20 }]])),
      texts: new Map(HOSTILE_TEXTS.map((text) => [text, text])),
    })
    const bodies = [...plan.comments, ...plan.fileComments].map(({ body }) => body)
    expect(bodies.length).toBeGreaterThan(5)
    expect(bodies.filter((body) => UNSEEN.test(body))).toEqual([])
    expect(bodies.flatMap(commandLines)).toEqual([])
    expect(bodies.filter((body) => body.includes('```suggestion\n') && !body.includes('````'))).toEqual([])
  })
})

describe('annotations', () => {
  test('of many packages with the same silence are one that names them', () => {
    const findings = ['aa', 'bb'].map((name) =>
      aFinding({ rule: 'evidence-unavailable', id: 'malware', name, args: { name, version: '1.0.0', reason: 'down' } }),
    )
    const plan = planAnnotations(aReport({ findings }), CATALOGUE)
    expect(plan.errors.map(({ message }) => message)).toEqual([expect.stringContaining('The same for bb 1.0.0.')])
  })

  test('at most ten of each level, what fails first', () => {
    const plan = planAnnotations(fortyFindingsReport, CATALOGUE)
    expect([plan.errors.length, plan.warnings.length, plan.notices.length, plan.left]).toEqual([10, 10, 0, 20])
    expect(plan.errors[0]).toMatchObject({ title: 'high: allowlist/not-allowlisted', file: '.mcp.json', startLine: 5 })
  })

  test('a level follows from what fails the check, and what is waived is left out', () => {
    const findings = [aFinding({ severity: 'moderate' }), aFinding({ severity: 'low' }), aFinding({ status: 'waived' })]
    const plan = planAnnotations(aReport({ findings, failOn: 'moderate' }), CATALOGUE)
    expect([plan.errors.length, plan.warnings.length, plan.notices.length, plan.left]).toEqual([1, 0, 1, 0])
  })

  test('hostile texts stay on one line without commands', () => {
    const { errors } = planAnnotations(hostileReport, CATALOGUE)
    const texts = errors.flatMap(({ message, title, file }) => [message, title, file])
    expect(texts.filter((text) => UNSEEN.test(text) || text.includes('\n') || text.length > 4096)).toEqual([])
    expect(texts.flatMap(commandLines)).toEqual([])
  })
})
