// The three parts of the HTML page: findings as cards, packages as a table that can be filtered, sources.
import type { Change } from '../model/change.ts'
import type { Finding } from '../model/finding.ts'
import type { Check, Report, Row } from '../model/report.ts'
import type { RuleCatalogue } from '../model/rule.ts'
import { byText, type Joined, type Kin, NO_KIN } from './alike.ts'
import { clip, escapeHtml, maskSecrets, plain, visibleLines } from './escape.ts'
import { isAboutRemoved, type LinkOptions, placeUrl, ruleUrl } from './options.ts'
import type { Standing } from './standing.ts'
import { fillHtml } from './template.ts'
import { ageText, changeText, changeWords, counted, kinSentence, messageOf, reasonText } from './wording.ts'

interface CardOptions extends LinkOptions {
  readonly catalogue: RuleCatalogue
}

const ROWS = 5000
const CARDS = 1000
const BLOCK_LINES = 60
const CHECK_WORDS: Readonly<Record<Check, readonly [string, string]>> = {
  holds: ['✓', 'holds'],
  fails: ['✗', 'fails'],
  unchecked: ['?', 'could not be checked'],
  warns: ['!', 'warns'],
  nothing: ['–', 'nothing to check'],
}
const WORST_FIRST: readonly Check[] = ['fails', 'unchecked', 'warns', 'holds']
const DAY = 86_400_000
const TIER_ORDER: readonly Change['tier'][] = ['server', 'closure', 'other']

/** Open findings worst first, then the waived. */
export function findingCards({ groups, waived }: Standing, options: CardOptions): string {
  const open = groups.flatMap(({ findings }) => findings)
  const all = [...open, ...waived.map((finding): Joined => ({ finding, also: [], kin: NO_KIN }))]
  const left =
    all.length > CARDS ? `<p>… and ${counted(all.length - CARDS, 'more finding')}: see the JSON report.</p>` : ''
  const cards = all.slice(0, CARDS).map((joined) => card(joined, options))
  return `<section aria-labelledby="findings"><h2 id="findings">Findings</h2>${cards.join('') || '<p>Nothing found.</p>'}${left}</section>`
}

/** One line per change and source, servers first; the rows carry what the script filters by. */
export function packageTable({ changes, rows }: Report, { groups }: Standing, { links }: LinkOptions): string {
  const rowOf = new Map(rows.map((row) => [row.name, row]))
  const findings = new Map(
    groups.flatMap(({ name, others, findings }) => [name, ...others].map((one) => [one, findings.length])),
  )
  const sorted = changes.toSorted(
    (a, b) =>
      TIER_ORDER.indexOf(a.tier) - TIER_ORDER.indexOf(b.tier) || byText(a.name, b.name) || byText(a.source, b.source),
  )
  const lines = sorted
    .slice(0, ROWS)
    .map((change) => packageRow(change, rowOf.get(change.name), findings.get(change.name) ?? 0, links))
  const left =
    sorted.length > ROWS ? `<p>… and ${counted(sorted.length - ROWS, 'more package')}: see the JSON report.</p>` : ''
  const head = ['Package', 'Change', 'Tier', 'Listed', 'Pinned', 'Proved', 'Scripts', 'Age', 'Findings', 'Source'].map(
    (name) => `<th scope="col">${name}</th>`,
  )
  return `<section aria-labelledby="packages"><h2 id="packages">Packages</h2>
<div class="filters" id="filters" hidden>
<label>Name, version or source <input type="search" id="text"></label>
<label>Tier <select id="tier"><option value="">all</option><option>server</option><option>closure</option><option>other</option></select></label>
<label>Checks <select id="trust"><option value="">all</option><option value="fails">one fails</option><option value="unchecked">one could not be made</option><option value="warns">one warns</option><option value="holds">all hold</option></select></label>
<label>Released in the last <input type="number" id="days" min="1"> days</label>
<label><input type="checkbox" id="found"> only with findings</label>
<output id="count" aria-live="polite"></output>
</div>
<div class="scroll" role="region" aria-labelledby="packages" tabindex="0"><table id="table"><thead><tr>${head.join('')}</tr></thead><tbody>${lines.join('\n')}</tbody></table></div>${left}</section>`
}

export function sourceTable({ sources }: Report): string {
  const lines = sources.slice(0, ROWS).map(({ path, kind, status, components }) => {
    const cells = [
      `<th scope="row"><code>${text(path)}</code></th>`,
      `<td>${kind}</td>`,
      `<td class="${status === 'read' ? 'holds' : 'fails'}">${status}</td>`,
      `<td>${components}</td>`,
    ]
    return `<tr>${cells.join('')}</tr>`
  })
  const head = ['File', 'Kind', 'Status', 'Components'].map((name) => `<th scope="col">${name}</th>`)
  return `<section aria-labelledby="sources"><h2 id="sources">Sources</h2><div class="scroll" role="region" aria-labelledby="sources" tabindex="0"><table><thead><tr>${head.join('')}</tr></thead><tbody>${lines.join('\n')}</tbody></table></div></section>`
}

function card({ finding, also, kin }: Joined, { catalogue, docsBase, links }: CardOptions): string {
  const { text: message, remedy } = messageOf(catalogue, finding)
  const places = [finding.location, ...also.map(({ location }) => location)].slice(0, 20)
  const waiver =
    finding.waiver &&
    `<p class="waiver">Waived until ${text(finding.waiver.expires)} by ${text(finding.waiver.owner)}: ${text(finding.waiver.reason)}</p>`
  return `<article class="${finding.status === 'waived' ? 'waived' : finding.severity}">
<h3><span class="badge">${finding.status === 'waived' ? 'waived' : finding.severity}</span> ${fillHtml(message, finding.args)}</h3>
<p class="places">${anchor(`${finding.rule}/${finding.id}`, ruleUrl(docsBase, finding.rule))} · ${places.map((place) => anchor(`${plain(place.path)}:${place.line}`, placeUrl(links, place, isAboutRemoved(finding)))).join(', ')}</p>
${remedy === '' ? '' : `<p>${fillHtml(remedy, finding.args)}</p>`}${kinLine(kin)}${waiver ?? ''}${factList(finding)}${paste(finding)}
</article>`
}

function kinLine(kin: Kin): string {
  const shown = kinSentence(kin)
  return shown === '' ? '' : `<p>${text(shown)}</p>`
}

function factList({ facts }: Finding): string {
  if (facts.length === 0) return ''
  const items = facts.map(
    ({ label, value, code }) =>
      `<dt>${text(label)}</dt><dd>${code === undefined ? `<code>${text(value)}</code>` : block(value, code === 'diff')}</dd>`,
  )
  return `<dl>${items.join('')}</dl>`
}

function paste({ paste: entry }: Finding): string {
  return entry === null ? '' : `<details><summary>Allowlist entry to paste</summary>${block(entry)}</details>`
}

function block(value: string, isDiff = false): string {
  const lines = visibleLines(maskSecrets(value)).map((line) => clip(line, 400))
  const more = lines.length > BLOCK_LINES ? [`… ${lines.length - BLOCK_LINES} more lines`] : []
  const shown = [...lines.slice(0, BLOCK_LINES), ...more].map((line) => {
    const safe = line.split('\t').map(escapeHtml).join('\t')
    return isDiff && line.startsWith('+')
      ? `<ins>${safe}</ins>`
      : isDiff && line.startsWith('-')
        ? `<del>${safe}</del>`
        : safe
  })
  return `<pre tabindex="0">${shown.join('\n')}</pre>`
}

function packageRow(change: Change, row: Row | undefined, findings: number, links: LinkOptions['links']): string {
  const isServer = row !== undefined && change.tier === 'server'
  const checks = isServer
    ? [row.listed, row.pinned, row.proved, row.scripts].map(checkCell)
    : Array.from({ length: 4 }, () => checkCell('nothing'))
  const age = isServer && row.ageMs !== null ? ageText(row.ageMs) : ''
  const why = change.reasons.map(reasonText).join('; ')
  const line = isServer ? row.places.find(({ path }) => path === change.source) : undefined
  const source =
    line === undefined
      ? `<code>${text(change.source)}</code>`
      : anchor(`${plain(line.path)}:${line.line}`, placeUrl(links, line))
  const words = escapeHtml(changeText(changeWords(change)))
  return `<tr ${filterKeys(change, isServer ? row : undefined, findings)}><th scope="row"><code>${text(change.name)}</code></th><td>${words}</td><td><span title="${escapeHtml(why)}">${change.tier}</span></td>${checks.join('')}<td class="${isServer ? row.age : 'nothing'}">${age || '–'}</td><td>${findings || '–'}</td><td>${source}</td></tr>`
}

/** What the script filters by. Age in whole days; nothing where it is not known. */
function filterKeys(change: Change, row: Row | undefined, findings: number): string {
  const versions = changeText(changeWords(change))
  const key = escapeHtml(plain(`${change.name} ${versions} ${change.source}`, 500).toLowerCase())
  const checks = row ? [row.listed, row.pinned, row.proved, row.scripts, row.age] : []
  const trust = WORST_FIRST.find((check) => checks.includes(check)) ?? 'nothing'
  const days = row === undefined || row.ageMs === null ? '' : Math.floor(row.ageMs / DAY)
  return `data-text="${key}" data-tier="${change.tier}" data-trust="${trust}" data-days="${days}" data-found="${findings}"`
}

/** Mark and word: never by colour alone. */
function checkCell(check: Check): string {
  const [mark, word] = CHECK_WORDS[check]
  return `<td class="${check}"><span aria-hidden="true">${mark}</span><span class="hidden">${word}</span></td>`
}

function anchor(label: string, url: string | null): string {
  const shown = `<code>${escapeHtml(label)}</code>`
  return url === null ? shown : `<a href="${escapeHtml(url)}" rel="noreferrer noopener">${shown}</a>`
}

function text(value: string): string {
  return escapeHtml(plain(value, 1000) || '(empty)')
}
