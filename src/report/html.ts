// The report as one self-contained HTML page: nothing is loaded, everything from outside is text, it reads without its script.
import { createHash } from 'node:crypto'
import type { Report } from '../model/report.ts'
import type { RuleCatalogue } from '../model/rule.ts'
import { SEVERITIES } from '../model/severity.ts'
import { escapeHtml, plain } from './escape.ts'
import { SCRIPT, STYLE } from './html-assets.ts'
import { findingCards, packageTable, sourceTable } from './html-parts.ts'
import { toJson } from './json.ts'
import type { LinkOptions } from './options.ts'
import { packageDiffParts } from './package-diff-html.ts'
import { headline, standingOf } from './standing.ts'
import { refText } from './wording.ts'

/** A page for `report-file`; the JSON report is inside and can be saved from it. */
export function renderHtml(report: Report, catalogue: RuleCatalogue, options: LinkOptions): string {
  const standing = standingOf(report)
  const title = `MCP ${report.mode}: ${headline(report, standing)}`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#packages">To the packages</a>
<header class="${report.verdict}">
<h1>${escapeHtml(title)}</h1>
${tally(report)}
${facts(report)}
</header>
<main>
${findingCards(standing, { ...options, catalogue })}
${packageDiffParts(report.packageDiffs, standing.rows)}${packageTable(report, standing, options)}
${sourceTable(report)}
</main>
<footer><button type="button" id="save" hidden>Save as JSON</button> ${code(report.tool.name)} ${code(report.tool.version)}</footer>
<script type="application/json" id="report">${embedded(toJson(report, catalogue))}</script>
<script>${SCRIPT}</script>
</body>
</html>
`
}

/** Nothing may be loaded, sent or framed; only this style and this script apply. */
function policyOf(): string {
  return [
    "default-src 'none'",
    `style-src '${digest(STYLE)}'`,
    `script-src '${digest(SCRIPT)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

/** JSON that cannot end the element it stands in, nor open a comment there. */
function embedded(json: string): string {
  return json.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`)
}

/** How many findings of each severity, the worst first. */
function tally({ counts }: Report): string {
  const items = [...SEVERITIES.toReversed(), 'waived' as const].map((word) => {
    const badge = counts[word] === 0 ? 'badge none' : 'badge'
    return `<li class="${word}"><span class="${badge}">${counts[word]} ${word}</span></li>`
  })
  return `<ul class="tally" aria-label="Findings by severity">${items.join('')}</ul>`
}

function facts({ base, head, policy, failOn, trustRoot, at }: Report): string {
  const rows: readonly (readonly [string, string | null])[] = [
    ['Base', base === null ? null : refText(base)],
    ['Head', refText(head)],
    ['Policy', policy.kind === 'built-in' ? `built-in, there is no ${plain(policy.path)}` : plain(policy.path)],
    ['Policy SHA-256', policy.sha256],
    ['On top of', policy.extends && plain(policy.extends.reference)],
    ['Fails on', `${failOn} and above`],
    [
      'Sigstore trust root',
      trustRoot === null ? null : trustRoot === 'tuf' ? 'fetched and verified by TUF' : 'shipped with this version',
    ],
    ['Made at', new Date(at).toISOString()],
  ]
  const shown = rows.flatMap(([label, value]) =>
    value === null ? [] : [`<div><dt>${label}</dt><dd>${escapeHtml(value)}</dd></div>`],
  )
  return `<dl class="facts">${shown.join('')}</dl>`
}

function code(text: string): string {
  return `<code>${escapeHtml(plain(text))}</code>`
}
