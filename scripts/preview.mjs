// Renders the sample reports into .preview/ as people will see them: comments in GitHub's styles, the terminal, the HTML report.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { marked } from 'marked'
import { CATALOGUE, SAMPLE_DIFF, SAMPLES } from '../__tests__/support/reports.ts'
import { renderHtml } from '../src/report/html.ts'
import { planReview } from '../src/report/review.ts'
import { COMMENT_BOUND, renderSummary } from '../src/report/summary.ts'
import { renderTerminal } from '../src/report/terminal.ts'

const FOLDER = '.preview'
const LINKS = {
  links: { serverUrl: 'https://github.example.test', owner: 'acme', repo: 'app', sha: SAMPLES['good'].head.sha },
  docsBase: 'https://github.example.test/acme/mcp-gate/blob/v1/docs/rules',
}
const styles = await readFile('node_modules/github-markdown-css/github-markdown.css', 'utf8')

await rm(FOLDER, { recursive: true, force: true })
await mkdir(FOLDER, { recursive: true })
for (const [name, report] of Object.entries(SAMPLES)) {
  const markdown = renderSummary(report, CATALOGUE, { ...LINKS, bound: COMMENT_BOUND })
  const plan = planReview({ report, catalogue: CATALOGUE, ...SAMPLE_DIFF, ...LINKS })
  if (plan.body === '') continue
  const comments = [...plan.comments, ...plan.fileComments].map(
    ({ path, body, line }) => `\`${path}\`${line ? ` line ${line}` : ''}\n\n${body}`,
  )
  await write(name, 'summary', asComment(markdown))
  await write(name, 'review', [plan.body, ...comments].map(asComment).join(''))
  await write(
    name,
    'terminal',
    `<pre class="terminal">${renderTerminal(report, CATALOGUE, {
      colour: true,
      width: 100,
      quiet: false,
      elapsedMs: 900,
    })
      .replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`)
      .replace(/\u001b\[(\d+)m/g, spanOf)}</pre>`,
  )
  await writeFile(join(FOLDER, `${name}-report.html`), renderHtml(report, CATALOGUE, LINKS))
}
console.log(
  `${Object.keys(SAMPLES).length} samples in ${FOLDER}/: each as -summary, -review, -terminal and -report.html`,
)

/** GitHub shows a suggestion as the line with its replacement; a box with a heading stands for that here. */
function asComment(markdown) {
  const html = marked
    .parse(markdown, { gfm: true })
    .replaceAll('<pre><code class="language-suggestion">', '<pre><b>Suggested change</b>\n<code class="language-diff">')
  return `<div class="comment markdown-body">${html.replace(/<code class="language-diff">([\s\S]*?)<\/code>/g, coloured)}</div>`
}

function coloured(_, code) {
  const line = (text) =>
    text.startsWith('+') ? `<ins>${text}</ins>` : text.startsWith('-') ? `<del>${text}</del>` : text
  return `<code>${code.split('\n').map(line).join('\n')}</code>`
}

function spanOf(_, code) {
  const colour = {
    1: 'font-weight:bold',
    2: 'opacity:.6',
    31: 'color:#ff7b72',
    32: 'color:#7ee787',
    33: 'color:#e3b341',
    36: 'color:#79c0ff',
  }[code]
  return colour === undefined ? '</span>' : `<span style="${colour}">`
}

async function write(name, kind, body) {
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${name} ${kind}</title><style>${styles}
body{background:#f6f8fa;margin:20px}.comment{width:760px;box-sizing:border-box;padding:16px;border:1px solid #d1d9e0;border-radius:6px;margin:0 0 16px;font-size:14px;background:#fff}
ins{background:#dafbe1;text-decoration:none}del{background:#ffebe9;text-decoration:none}
.terminal{background:#0d1117;color:#e6edf3;padding:16px;font:13px/1.45 'DejaVu Sans Mono',monospace;width:830px;white-space:pre-wrap}</style>${body}</html>`
  await writeFile(join(FOLDER, `${name}-${kind}.html`), page)
}
