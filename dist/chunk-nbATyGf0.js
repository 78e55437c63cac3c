import"./chunk-B09viugM.js";import{$ as e,A as t,C as n,D as r,F as i,H as a,I as o,O as s,P as c,Q as l,R as u,T as d,an as f,dn as p,et as m,fn as h,gn as ee,j as te,k as g,ln as ne,mn as re,pn as _}from"./chunk-fM9JcjuO.js";import{_ as v,a as ie,g as y,h as b,i as x,m as S,n as C,o as w,s as ae}from"./chunk-Y2QFKy0n.js";import{a as T,n as oe}from"./chunk-BnqY_uMq.js";import{createHash as se}from"node:crypto";const E=`
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
`,D=`
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
`,O=5e3,k=1e3,ce={holds:[`✓`,`holds`],fails:[`✗`,`fails`],unchecked:[`?`,`could not be checked`],warns:[`!`,`warns`],nothing:[`–`,`nothing to check`]},le=[`fails`,`unchecked`,`warns`,`holds`],A=[`server`,`closure`,`other`];function j({groups:e,waived:n},r){let i=[...e.flatMap(({findings:e})=>e),...n.map(e=>({finding:e,also:[],kin:l}))],a=i.length>k?`<p>… and ${t(i.length-k,`more finding`)}: see the JSON report.</p>`:``;return`<section aria-labelledby="findings"><h2 id="findings">Findings</h2>${i.slice(0,k).map(e=>P(e,r)).join(``)||`<p>Nothing found.</p>`}${a}</section>`}function M({changes:e,rows:n},{groups:r},{links:i}){let a=new Map(n.map(e=>[e.name,e])),o=new Map(r.flatMap(({name:e,others:t,findings:n})=>[e,...t].map(e=>[e,n.length]))),s=e.toSorted((e,t)=>A.indexOf(e.tier)-A.indexOf(t.tier)||m(e.name,t.name)||m(e.source,t.source)),c=s.slice(0,O).map(e=>z(e,a.get(e.name),o.get(e.name)??0,i)),l=s.length>O?`<p>… and ${t(s.length-O,`more package`)}: see the JSON report.</p>`:``;return`<section aria-labelledby="packages"><h2 id="packages">Packages</h2>
<div class="filters" id="filters" hidden>
<label>Name, version or source <input type="search" id="text"></label>
<label>Tier <select id="tier"><option value="">all</option><option>server</option><option>closure</option><option>other</option></select></label>
<label>Checks <select id="trust"><option value="">all</option><option value="fails">one fails</option><option value="unchecked">one could not be made</option><option value="warns">one warns</option><option value="holds">all hold</option></select></label>
<label>Released in the last <input type="number" id="days" min="1"> days</label>
<label><input type="checkbox" id="found"> only with findings</label>
<output id="count" aria-live="polite"></output>
</div>
<div class="scroll" role="region" aria-labelledby="packages" tabindex="0"><table id="table"><thead><tr>${[`Package`,`Change`,`Tier`,`Listed`,`Pinned`,`Proved`,`Scripts`,`Age`,`Findings`,`Source`].map(e=>`<th scope="col">${e}</th>`).join(``)}</tr></thead><tbody>${c.join(`
`)}</tbody></table></div>${l}</section>`}function N({sources:e}){let t=e.slice(0,O).map(({path:e,kind:t,status:n,components:r})=>`<tr>${[`<th scope="row"><code>${U(e)}</code></th>`,`<td>${t}</td>`,`<td class="${n===`read`?`holds`:`fails`}">${n}</td>`,`<td>${r}</td>`].join(``)}</tr>`);return`<section aria-labelledby="sources"><h2 id="sources">Sources</h2><div class="scroll" role="region" aria-labelledby="sources" tabindex="0"><table><thead><tr>${[`File`,`Kind`,`Status`,`Components`].map(e=>`<th scope="col">${e}</th>`).join(``)}</tr></thead><tbody>${t.join(`
`)}</tbody></table></div></section>`}function P({finding:e,also:t,kin:n},{catalogue:r,docsBase:i,links:o}){let{text:s,remedy:l}=c(r,e),u=[e.location,...t.map(({location:e})=>e)].slice(0,20),d=e.waiver&&`<p class="waiver">Waived until ${U(e.waiver.expires)} by ${U(e.waiver.owner)}: ${U(e.waiver.reason)}</p>`;return`<article class="${e.status===`waived`?`waived`:e.severity}">
<h3><span class="badge">${e.status===`waived`?`waived`:e.severity}</span> ${a(s,e.args)}</h3>
<p class="places">${H(`${e.rule}/${e.id}`,v(i,e.rule))} · ${u.map(t=>H(`${_(t.path)}:${t.line}`,y(o,t,S(e)))).join(`, `)}</p>
${l===``?``:`<p>${a(l,e.args)}</p>`}${F(n)}${d??``}${I(e)}${L(e)}
</article>`}function F(e){let t=te(e);return t===``?``:`<p>${U(t)}</p>`}function I({facts:e}){return e.length===0?``:`<dl>${e.map(({label:e,value:t,code:n})=>`<dt>${U(e)}</dt><dd>${n===void 0?`<code>${U(t)}</code>`:R(t,n===`diff`)}</dd>`).join(``)}</dl>`}function L({paste:e}){return e===null?``:`<details><summary>Allowlist entry to paste</summary>${R(e)}</details>`}function R(e,t=!1){let n=ee(h(e)).map(e=>ne(e,400)),r=n.length>60?[`… ${n.length-60} more lines`]:[];return`<pre tabindex="0">${[...n.slice(0,60),...r].map(e=>{let n=e.split(`	`).map(p).join(`	`);return t&&e.startsWith(`+`)?`<ins>${n}</ins>`:t&&e.startsWith(`-`)?`<del>${n}</del>`:n}).join(`
`)}</pre>`}function z(e,t,n,i){let a=t!==void 0&&e.tier===`server`,c=a?[t.listed,t.pinned,t.proved,t.scripts].map(V):Array.from({length:4},()=>V(`nothing`)),l=a&&t.ageMs!==null?r(t.ageMs):``,u=e.reasons.map(o).join(`; `),d=a?t.places.find(({path:t})=>t===e.source):void 0,f=d===void 0?`<code>${U(e.source)}</code>`:H(`${_(d.path)}:${d.line}`,y(i,d)),m=p(s(g(e)));return`<tr ${B(e,a?t:void 0,n)}><th scope="row"><code>${U(e.name)}</code></th><td>${m}</td><td><span title="${p(u)}">${e.tier}</span></td>${c.join(``)}<td class="${a?t.age:`nothing`}">${l||`–`}</td><td>${n||`–`}</td><td>${f}</td></tr>`}function B(e,t,n){let r=s(g(e)),i=p(_(`${e.name} ${r} ${e.source}`,500).toLowerCase()),a=t?[t.listed,t.pinned,t.proved,t.scripts,t.age]:[],o=le.find(e=>a.includes(e))??`nothing`,c=t===void 0||t.ageMs===null?``:Math.floor(t.ageMs/864e5);return`data-text="${i}" data-tier="${e.tier}" data-trust="${o}" data-days="${c}" data-found="${n}"`}function V(e){let[t,n]=ce[e];return`<td class="${e}"><span aria-hidden="true">${t}</span><span class="hidden">${n}</span></td>`}function H(e,t){let n=`<code>${p(e)}</code>`;return t===null?n:`<a href="${p(t)}" rel="noreferrer noopener">${n}</a>`}function U(e){return p(_(e,1e3)||`(empty)`)}const W=1e3;function ue(e,n){if(e.length===0)return``;let r=e.length>W?`<p>… and ${t(e.length-W,`more package`)}: see the JSON report.</p>`:``;return`<section aria-labelledby="insides"><h2 id="insides">What changed inside</h2>${w(e,n).slice(0,W).map(de).join(`
`)}${r}</section>\n`}function de(e){let{title:n,lines:r,files:i}=ae(e),a=ie(e),o=r.map(e=>`<li>${e.map(G).join(``)}</li>`),s=a>0?`<p>and ${t(a,`smaller file`)}</p>`:``;return`<details class="inside"><summary>${n.map(G).join(``)}</summary><ul>${o.join(``)}</ul>${i===null?``:fe(i)}${s}</details>`}function fe({compared:e,rows:t}){let n=(e?[`File`,`Before`,`After`]:[`File`,`Size`]).map(e=>`<th scope="col">${e}</th>`),r=t.map(({path:t,before:n,after:r})=>{let i=e?[n,r]:[r];return`<tr><th scope="row">${K(t)}</th>${i.map(e=>`<td>${e}</td>`).join(``)}</tr>`});return`<table><thead><tr>${n.join(``)}</tr></thead><tbody>${r.join(``)}</tbody></table>`}function G(e){if(typeof e==`string`)return p(e);let t=e.url??null;return t===null?K(e.code):`<a href="${p(t)}" rel="noreferrer noopener">${K(e.code)}</a>`}function K(e){return`<code>${p(_(e,240)||`(empty)`)}</code>`}function pe(e,t,r){let i=d(e),a=`MCP ${e.mode}: ${n(e,i)}`;return`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${me()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${p(a)}</title>
<style>${E}</style>
</head>
<body>
<a class="skip" href="#packages">To the packages</a>
<header class="${e.verdict}">
<h1>${p(a)}</h1>
${ge(e)}
${_e(e)}
</header>
<main>
${j(i,{...r,catalogue:t})}
${ue(e.packageDiffs,i.rows)}${M(e,i,r)}
${N(e)}
</main>
<footer><button type="button" id="save" hidden>Save as JSON</button> ${J(e.tool.name)} ${J(e.tool.version)}</footer>
<script type="application/json" id="report">${he(T(e,t))}<\/script>
<script>${D}<\/script>
</body>
</html>
`}function me(){return[`default-src 'none'`,`style-src '${q(E)}'`,`script-src '${q(D)}'`,`base-uri 'none'`,`form-action 'none'`].join(`; `)}function q(e){return`sha256-${se(`sha256`).update(e).digest(`base64`)}`}function he(e){return e.replace(/[<>&]/g,e=>`\\u00${e.charCodeAt(0).toString(16)}`)}function ge({counts:e}){return`<ul class="tally" aria-label="Findings by severity">${[...f.toReversed(),`waived`].map(t=>`<li class="${t}"><span class="${e[t]===0?`badge none`:`badge`}">${e[t]} ${t}</span></li>`).join(``)}</ul>`}function _e({base:e,head:t,policy:n,failOn:r,trustRoot:i,at:a}){return`<dl class="facts">${[[`Base`,e===null?null:u(e)],[`Head`,u(t)],[`Policy`,n.kind===`built-in`?`built-in, there is no ${_(n.path)}`:_(n.path)],[`Policy SHA-256`,n.sha256],[`On top of`,n.extends&&_(n.extends.reference)],[`Fails on`,`${r} and above`],[`Sigstore trust root`,i===null?null:i===`tuf`?`fetched and verified by TUF`:`shipped with this version`],[`Made at`,new Date(a).toISOString()]].flatMap(([e,t])=>t===null?[]:[`<div><dt>${e}</dt><dd>${p(t)}</dd></div>`]).join(``)}</dl>`}function J(e){return`<code>${p(_(e))}</code>`}const Y=5e3,X={critical:`error`,high:`error`,moderate:`warning`,low:`note`},ve={critical:`9.5`,high:`8.0`,moderate:`5.5`,low:`2.0`};function ye(n,r,i){let a=be(r,i),o=new Map(a.map(({id:e},t)=>[e,t])),s=n.findings.toSorted(e),c=s.length-Y,l={$schema:`https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json`,version:`2.1.0`,runs:[{tool:{driver:{name:n.tool.name,semanticVersion:n.tool.version,rules:a}},automationDetails:{id:`${n.tool.name}/${n.mode}/`},columnKind:`utf16CodeUnits`,invocations:[{executionSuccessful:n.verdict!==`incomplete`,...c>0&&{toolExecutionNotifications:[{level:`warning`,message:{text:`${t(c,`finding`)} left out: the least severe of ${s.length}.`}}]}}],...i.links!==null&&{versionControlProvenance:[{repositoryUri:[i.links.serverUrl,i.links.owner,i.links.repo].join(`/`),revisionId:i.links.sha}]},results:s.slice(0,Y).map(e=>xe(e,{report:n,catalogue:r,indexes:o}))}]};return`${re(l)}\n`}function be(e,{docsBase:t}){return e.flatMap(e=>Object.entries(e.messages).map(([n,r])=>{let i=v(t,e.id);return{id:`${e.id}/${n}`,name:we(`${e.id}-${n}`),shortDescription:{text:e.summary},fullDescription:{text:$(r.text)},help:{text:$(r.remedy),markdown:Se(e.summary,r,i)},...i!==null&&{helpUri:i},defaultConfiguration:{level:X[r.severity]},properties:{tags:Ce(e.controls),precision:`high`,"security-severity":ve[r.severity]}}}))}function xe(e,{report:t,catalogue:n,indexes:r}){let a=`${e.rule}/${e.id}`,o=r.get(a),{text:s,remedy:c}=i(n,e);return{ruleId:a,...o!==void 0&&{ruleIndex:o},level:X[e.severity],message:{text:Q([s,c].filter(Boolean).join(` `))},locations:[Z(e.location,t)],...e.related.length>0&&{relatedLocations:e.related.slice(0,50).map(e=>Z(e,t))},partialFingerprints:{"mcpGateFinding/v1":e.fingerprint},...e.status===`waived`&&{suppressions:[{kind:`external`,status:`accepted`,...e.waiver!==null&&{justification:e.waiver.reason}}]},properties:{severity:e.severity,package:e.name,version:e.version}}}function Z({path:e,line:t},{policy:n}){return{physicalLocation:{artifactLocation:{uri:b(e===``?n.path:e),uriBaseId:`%SRCROOT%`},region:{startLine:Math.max(1,t)}}}}function Q(e){return e.replace(/[\\[\]]/g,`\\$&`).replace(/\{(\d+)\}/g,`{{$1}}`)}function Se(e,{text:t,remedy:n},r){let i=r===null?``:`\n\n[About this rule](${r})`;return`${e}\n\n${$(t)}\n\n${$(n)}${i}`}function $(e){return e.replace(/\{(\w+)\}/g,`‹$1›`)}function Ce(e){return[`security`,`supply-chain`,...e.map(e=>/^CWE-\d+$/.test(e)?`external/cwe/${e.toLowerCase()}`:e)].slice(0,10)}function we(e){return e.replace(/(?:^|-)(\w)/g,(e,t)=>t.toUpperCase())}const Te={json:T,ndjson:oe,markdown:(e,t,n)=>x(e,t,{...n,bound:C}),sarif:ye,html:pe};function Ee(e,{report:t,catalogue:n,options:r}){return Te[e](t,n,r)}function De(e){let t=/\.([a-z]+)$/i.exec(e)?.[1]?.toLowerCase()??``;return Oe.get(t)??`json`}const Oe=new Map([[`html`,`html`],[`htm`,`html`],[`md`,`markdown`],[`sarif`,`sarif`],[`ndjson`,`ndjson`]]);export{De as formatOfFile,Ee as renderReport};
//# sourceMappingURL=chunk-nbATyGf0.js.map