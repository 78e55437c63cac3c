// Style and script of the HTML report, as they stand in the page. Their digests are in the page's content security policy.

export const STYLE = `
:root{--bg:#fff;--fg:#1f2328;--soft:#59636e;--line:#d1d9e0;--card:#f6f8fa;--red:#b42318;--amber:#8a5a00;--green:#1a7f37;--blue:#0759b8}
@media (prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--soft:#9198a1;--line:#3d444d;--card:#161b22;--red:#ff8a80;--amber:#e3b341;--green:#56d364;--blue:#79c0ff}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:15px/1.5 system-ui,sans-serif}
header,main,footer{max-width:1180px;margin:0 auto;padding:0 24px}
header{padding-top:28px}h1{font-size:24px;line-height:1.25;margin:0 0 16px;padding-left:14px;border-left:6px solid var(--red)}
.pass h1{border-color:var(--green)}.warn h1{border-color:var(--amber)}
h2{font-size:19px;margin:36px 0 12px}h3{font-size:15px;margin:0;font-weight:600}
p{margin:6px 0}a{color:var(--blue)}
code,pre{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
pre{margin:4px 0;padding:10px;overflow:auto;background:var(--bg);border:1px solid var(--line);border-radius:6px}
.facts{display:flex;flex-wrap:wrap;gap:8px 32px;margin:0}.facts dt,.places,.waiver,footer{color:var(--soft);font-size:13px}.facts dd{margin:0;overflow-wrap:anywhere}
article{margin:10px 0;padding:12px 14px;background:var(--card);border:1px solid var(--line);border-left:4px solid var(--soft);border-radius:6px}
article.critical,article.high{border-left-color:var(--red)}article.moderate{border-left-color:var(--amber)}
article dl{margin:8px 0 0}article dt{color:var(--soft);font-size:13px}article dd{margin:0}
.badge{display:inline-block;min-width:68px;padding:0 8px;margin-right:4px;border:1px solid currentColor;border-radius:99px;font-size:12px;font-weight:600;text-align:center;color:var(--soft)}
.critical .badge,.high .badge{color:var(--red)}.moderate .badge{color:var(--amber)}
summary{cursor:pointer;margin-top:6px}
.inside{margin:8px 0;padding:4px 14px 10px;background:var(--card);border:1px solid var(--line);border-radius:6px}.inside ul{margin:8px 0;padding-left:20px}.inside table{width:auto}.inside td{text-align:right;white-space:nowrap}
.filters{display:flex;flex-wrap:wrap;gap:8px 20px;align-items:center;margin:0 0 10px}.filters[hidden]{display:none}
input,select,button{font:inherit;color:inherit;background:var(--bg);border:1px solid var(--line);border-radius:6px;padding:4px 8px}
.filters [type=number]{width:76px}
ins,del{text-decoration:none}ins{color:var(--green)}del{color:var(--red)}
.tally{display:flex;flex-wrap:wrap;gap:6px;margin:0 0 16px;padding:0;list-style:none}.tally .badge{margin:0;padding:2px 12px;font-size:14px}.tally .none{color:var(--soft);border-color:var(--line);font-weight:400}
.scroll{position:relative;overflow-x:auto;border:1px solid var(--line);border-radius:6px}
table{border-collapse:collapse;width:100%;font-size:14px}
th,td{padding:7px 10px;text-align:left;border-top:1px solid var(--line);vertical-align:top}
thead th{border-top:0;background:var(--card);white-space:nowrap}tbody th{font-weight:400;min-width:220px}td:nth-child(8),td:last-child{white-space:nowrap}td:last-child{max-width:340px;overflow:hidden;text-overflow:ellipsis}
h3 code{font-weight:600}
td.holds{color:var(--green)}td.fails{color:var(--red)}td.unchecked,td.warns{color:var(--amber)}td.nothing{color:var(--soft)}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:var(--bg);padding:6px}
:focus-visible{outline:2px solid var(--blue);outline-offset:2px}
footer{padding-top:24px;padding-bottom:40px}
@media print{.filters,#save{display:none}}
`

export const SCRIPT = `
const element = (id) => document.getElementById(id)
const rows = [...element('table').tBodies[0].rows]
function filter() {
  const text = element('text').value.trim().toLowerCase()
  const tier = element('tier').value
  const trust = element('trust').value
  const days = Number(element('days').value)
  const found = element('found').checked
  let shown = 0
  for (const row of rows) {
    const { dataset } = row
    row.hidden =
      !dataset.text.includes(text) ||
      (tier !== '' && dataset.tier !== tier) ||
      (trust !== '' && dataset.trust !== trust) ||
      (days > 0 && (dataset.days === '' || Number(dataset.days) >= days)) ||
      (found && dataset.found === '0')
    if (!row.hidden) shown += 1
  }
  element('count').textContent = shown + ' of ' + rows.length
}
for (const id of ['text', 'tier', 'trust', 'days', 'found']) element(id).addEventListener('input', filter)
element('filters').hidden = false
filter()
element('save').hidden = false
element('save').addEventListener('click', () => {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([element('report').textContent], { type: 'application/json' }))
  link.download = 'mcp-gate-report.json'
  link.click()
  URL.revokeObjectURL(link.href)
})
`
