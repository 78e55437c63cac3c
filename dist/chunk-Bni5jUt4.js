import"./chunk-B09viugM.js";import{$ as e,$t as t,A as n,C as r,D as i,F as a,H as o,I as s,O as c,P as l,Q as u,R as d,T as f,Yt as p,et as m,in as ee,j as h,k as g,nn as te,on as ne,rn as _,tn as v}from"./chunk-Dfa9La9s.js";import{a as re,g as y,h as b,i as ie,m as x,n as S,o as C,s as w}from"./chunk-U2IrW0_T.js";import{a as T,n as ae}from"./chunk-Db71W47o.js";import{createHash as oe}from"node:crypto";const E=`
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
`,O=5e3,k=1e3,se={holds:[`✓`,`holds`],fails:[`✗`,`fails`],unchecked:[`?`,`could not be checked`],warns:[`!`,`warns`],nothing:[`–`,`nothing to check`]},ce=[`fails`,`unchecked`,`warns`,`holds`],A=[`server`,`closure`,`other`];function le({groups:e,waived:t},r){let i=[...e.flatMap(({findings:e})=>e),...t.map(e=>({finding:e,also:[],kin:u}))],a=i.length>k?`<p>… and ${n(i.length-k,`more finding`)}: see the JSON report.</p>`:``;return`<section aria-labelledby="findings"><h2 id="findings">Findings</h2>${i.slice(0,k).map(e=>N(e,r)).join(``)||`<p>Nothing found.</p>`}${a}</section>`}function j({changes:e,rows:t},{groups:r},{links:i}){let a=new Map(t.map(e=>[e.name,e])),o=new Map(r.flatMap(({name:e,others:t,findings:n})=>[e,...t].map(e=>[e,n.length]))),s=e.toSorted((e,t)=>A.indexOf(e.tier)-A.indexOf(t.tier)||m(e.name,t.name)||m(e.source,t.source)),c=s.slice(0,O).map(e=>R(e,a.get(e.name),o.get(e.name)??0,i)),l=s.length>O?`<p>… and ${n(s.length-O,`more package`)}: see the JSON report.</p>`:``;return`<section aria-labelledby="packages"><h2 id="packages">Packages</h2>
<div class="filters" id="filters" hidden>
<label>Name, version or source <input type="search" id="text"></label>
<label>Tier <select id="tier"><option value="">all</option><option>server</option><option>closure</option><option>other</option></select></label>
<label>Checks <select id="trust"><option value="">all</option><option value="fails">one fails</option><option value="unchecked">one could not be made</option><option value="warns">one warns</option><option value="holds">all hold</option></select></label>
<label>Released in the last <input type="number" id="days" min="1"> days</label>
<label><input type="checkbox" id="found"> only with findings</label>
<output id="count" aria-live="polite"></output>
</div>
<div class="scroll" role="region" aria-labelledby="packages" tabindex="0"><table id="table"><thead><tr>${[`Package`,`Change`,`Tier`,`Listed`,`Pinned`,`Proved`,`Scripts`,`Age`,`Findings`,`Source`].map(e=>`<th scope="col">${e}</th>`).join(``)}</tr></thead><tbody>${c.join(`
`)}</tbody></table></div>${l}</section>`}function M({sources:e}){let t=e.slice(0,O).map(({path:e,kind:t,status:n,components:r})=>`<tr>${[`<th scope="row"><code>${H(e)}</code></th>`,`<td>${t}</td>`,`<td class="${n===`read`?`holds`:`fails`}">${n}</td>`,`<td>${r}</td>`].join(``)}</tr>`);return`<section aria-labelledby="sources"><h2 id="sources">Sources</h2><div class="scroll" role="region" aria-labelledby="sources" tabindex="0"><table><thead><tr>${[`File`,`Kind`,`Status`,`Components`].map(e=>`<th scope="col">${e}</th>`).join(``)}</tr></thead><tbody>${t.join(`
`)}</tbody></table></div></section>`}function N({finding:e,also:t,kin:n},{catalogue:r,docsBase:i,links:a}){let{text:s,remedy:c}=l(r,e),u=[e.location,...t.map(({location:e})=>e)].slice(0,20),d=e.waiver&&`<p class="waiver">Waived until ${H(e.waiver.expires)} by ${H(e.waiver.owner)}: ${H(e.waiver.reason)}</p>`;return`<article class="${e.status===`waived`?`waived`:e.severity}">
<h3><span class="badge">${e.status===`waived`?`waived`:e.severity}</span> ${o(s,e.args)}</h3>
<p class="places">${V(`${e.rule}/${e.id}`,y(i,e.rule))} · ${u.map(e=>V(`${_(e.path)}:${e.line}`,b(a,e))).join(`, `)}</p>
${c===``?``:`<p>${o(c,e.args)}</p>`}${P(n)}${d??``}${F(e)}${I(e)}
</article>`}function P(e){let t=h(e);return t===``?``:`<p>${H(t)}</p>`}function F({facts:e}){return e.length===0?``:`<dl>${e.map(({label:e,value:t,code:n})=>`<dt>${H(e)}</dt><dd>${n===void 0?`<code>${H(t)}</code>`:L(t,n===`diff`)}</dd>`).join(``)}</dl>`}function I({paste:e}){return e===null?``:`<details><summary>Allowlist entry to paste</summary>${L(e)}</details>`}function L(e,n=!1){let r=ne(te(e)).map(e=>t(e,400)),i=r.length>60?[`… ${r.length-60} more lines`]:[];return`<pre tabindex="0">${[...r.slice(0,60),...i].map(e=>{let t=e.split(`	`).map(v).join(`	`);return n&&e.startsWith(`+`)?`<ins>${t}</ins>`:n&&e.startsWith(`-`)?`<del>${t}</del>`:t}).join(`
`)}</pre>`}function R(e,t,n,r){let a=t!==void 0&&e.tier===`server`,o=a?[t.listed,t.pinned,t.proved,t.scripts].map(B):Array.from({length:4},()=>B(`nothing`)),l=a&&t.ageMs!==null?i(t.ageMs):``,u=e.reasons.map(s).join(`; `),d=a?t.places.find(({path:t})=>t===e.source):void 0,f=d===void 0?`<code>${H(e.source)}</code>`:V(`${_(d.path)}:${d.line}`,b(r,d)),p=v(c(g(e)));return`<tr ${z(e,a?t:void 0,n)}><th scope="row"><code>${H(e.name)}</code></th><td>${p}</td><td><span title="${v(u)}">${e.tier}</span></td>${o.join(``)}<td class="${a?t.age:`nothing`}">${l||`–`}</td><td>${n||`–`}</td><td>${f}</td></tr>`}function z(e,t,n){let r=c(g(e)),i=v(_(`${e.name} ${r} ${e.source}`,500).toLowerCase()),a=t?[t.listed,t.pinned,t.proved,t.scripts,t.age]:[],o=ce.find(e=>a.includes(e))??`nothing`,s=t===void 0||t.ageMs===null?``:Math.floor(t.ageMs/864e5);return`data-text="${i}" data-tier="${e.tier}" data-trust="${o}" data-days="${s}" data-found="${n}"`}function B(e){let[t,n]=se[e];return`<td class="${e}"><span aria-hidden="true">${t}</span><span class="hidden">${n}</span></td>`}function V(e,t){let n=`<code>${v(e)}</code>`;return t===null?n:`<a href="${v(t)}" rel="noreferrer noopener">${n}</a>`}function H(e){return v(_(e,1e3)||`(empty)`)}const U=1e3;function W(e,t){if(e.length===0)return``;let r=e.length>U?`<p>… and ${n(e.length-U,`more package`)}: see the JSON report.</p>`:``;return`<section aria-labelledby="insides"><h2 id="insides">What changed inside</h2>${C(e,t).slice(0,U).map(ue).join(`
`)}${r}</section>\n`}function ue(e){let{title:t,lines:r,files:i}=w(e),a=re(e),o=r.map(e=>`<li>${e.map(G).join(``)}</li>`),s=a>0?`<p>and ${n(a,`smaller file`)}</p>`:``;return`<details class="inside"><summary>${t.map(G).join(``)}</summary><ul>${o.join(``)}</ul>${i===null?``:de(i)}${s}</details>`}function de({compared:e,rows:t}){let n=(e?[`File`,`Before`,`After`]:[`File`,`Size`]).map(e=>`<th scope="col">${e}</th>`),r=t.map(({path:t,before:n,after:r})=>{let i=e?[n,r]:[r];return`<tr><th scope="row">${K(t)}</th>${i.map(e=>`<td>${e}</td>`).join(``)}</tr>`});return`<table><thead><tr>${n.join(``)}</tr></thead><tbody>${r.join(``)}</tbody></table>`}function G(e){if(typeof e==`string`)return v(e);let t=e.url??null;return t===null?K(e.code):`<a href="${v(t)}" rel="noreferrer noopener">${K(e.code)}</a>`}function K(e){return`<code>${v(_(e,240)||`(empty)`)}</code>`}function fe(e,t,n){let i=f(e),a=`MCP ${e.mode}: ${r(e,i)}`;return`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${pe()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${v(a)}</title>
<style>${E}</style>
</head>
<body>
<a class="skip" href="#packages">To the packages</a>
<header class="${e.verdict}">
<h1>${v(a)}</h1>
${he(e)}
${ge(e)}
</header>
<main>
${le(i,{...n,catalogue:t})}
${W(e.packageDiffs,i.rows)}${j(e,i,n)}
${M(e)}
</main>
<footer><button type="button" id="save" hidden>Save as JSON</button> ${J(e.tool.name)} ${J(e.tool.version)}</footer>
<script type="application/json" id="report">${me(T(e,t))}<\/script>
<script>${D}<\/script>
</body>
</html>
`}function pe(){return[`default-src 'none'`,`style-src '${q(E)}'`,`script-src '${q(D)}'`,`base-uri 'none'`,`form-action 'none'`].join(`; `)}function q(e){return`sha256-${oe(`sha256`).update(e).digest(`base64`)}`}function me(e){return e.replace(/[<>&]/g,e=>`\\u00${e.charCodeAt(0).toString(16)}`)}function he({counts:e}){return`<ul class="tally" aria-label="Findings by severity">${[...p.toReversed(),`waived`].map(t=>`<li class="${t}"><span class="${e[t]===0?`badge none`:`badge`}">${e[t]} ${t}</span></li>`).join(``)}</ul>`}function ge({base:e,head:t,policy:n,failOn:r,trustRoot:i,at:a}){return`<dl class="facts">${[[`Base`,e===null?null:d(e)],[`Head`,d(t)],[`Policy`,n.kind===`built-in`?`built-in, there is no ${_(n.path)}`:_(n.path)],[`Policy SHA-256`,n.sha256],[`On top of`,n.extends&&_(n.extends.reference)],[`Fails on`,`${r} and above`],[`Sigstore trust root`,i===null?null:i===`tuf`?`fetched and verified by TUF`:`shipped with this version`],[`Made at`,new Date(a).toISOString()]].flatMap(([e,t])=>t===null?[]:[`<div><dt>${e}</dt><dd>${v(t)}</dd></div>`]).join(``)}</dl>`}function J(e){return`<code>${v(_(e))}</code>`}const Y=5e3,X={critical:`error`,high:`error`,moderate:`warning`,low:`note`},_e={critical:`9.5`,high:`8.0`,moderate:`5.5`,low:`2.0`};function ve(t,r,i){let a=ye(r,i),o=new Map(a.map(({id:e},t)=>[e,t])),s=t.findings.toSorted(e),c=s.length-Y,l={$schema:`https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json`,version:`2.1.0`,runs:[{tool:{driver:{name:t.tool.name,semanticVersion:t.tool.version,rules:a}},automationDetails:{id:`${t.tool.name}/${t.mode}/`},columnKind:`utf16CodeUnits`,invocations:[{executionSuccessful:t.verdict!==`incomplete`,...c>0&&{toolExecutionNotifications:[{level:`warning`,message:{text:`${n(c,`finding`)} left out: the least severe of ${s.length}.`}}]}}],...i.links!==null&&{versionControlProvenance:[{repositoryUri:[i.links.serverUrl,i.links.owner,i.links.repo].join(`/`),revisionId:i.links.sha}]},results:s.slice(0,Y).map(e=>be(e,{report:t,catalogue:r,indexes:o}))}]};return`${ee(l)}\n`}function ye(e,{docsBase:t}){return e.flatMap(e=>Object.entries(e.messages).map(([n,r])=>{let i=y(t,e.id);return{id:`${e.id}/${n}`,name:Ce(`${e.id}-${n}`),shortDescription:{text:e.summary},fullDescription:{text:$(r.text)},help:{text:$(r.remedy),markdown:Q(e.summary,r,i)},...i!==null&&{helpUri:i},defaultConfiguration:{level:X[r.severity]},properties:{tags:Se(e.controls),precision:`high`,"security-severity":_e[r.severity]}}}))}function be(e,{report:t,catalogue:n,indexes:r}){let i=`${e.rule}/${e.id}`,o=r.get(i),{text:s,remedy:c}=a(n,e);return{ruleId:i,...o!==void 0&&{ruleIndex:o},level:X[e.severity],message:{text:xe([s,c].filter(Boolean).join(` `))},locations:[Z(e.location,t)],...e.related.length>0&&{relatedLocations:e.related.slice(0,50).map(e=>Z(e,t))},partialFingerprints:{"mcpGateFinding/v1":e.fingerprint},...e.status===`waived`&&{suppressions:[{kind:`external`,status:`accepted`,...e.waiver!==null&&{justification:e.waiver.reason}}]},properties:{severity:e.severity,package:e.name,version:e.version}}}function Z({path:e,line:t},{policy:n}){return{physicalLocation:{artifactLocation:{uri:x(e===``?n.path:e),uriBaseId:`%SRCROOT%`},region:{startLine:Math.max(1,t)}}}}function xe(e){return e.replace(/[\\[\]]/g,`\\$&`).replace(/\{(\d+)\}/g,`{{$1}}`)}function Q(e,{text:t,remedy:n},r){let i=r===null?``:`\n\n[About this rule](${r})`;return`${e}\n\n${$(t)}\n\n${$(n)}${i}`}function $(e){return e.replace(/\{(\w+)\}/g,`‹$1›`)}function Se(e){return[`security`,`supply-chain`,...e.map(e=>/^CWE-\d+$/.test(e)?`external/cwe/${e.toLowerCase()}`:e)].slice(0,10)}function Ce(e){return e.replace(/(?:^|-)(\w)/g,(e,t)=>t.toUpperCase())}const we={json:T,ndjson:ae,markdown:(e,t,n)=>ie(e,t,{...n,bound:S}),sarif:ve,html:fe};function Te(e,{report:t,catalogue:n,options:r}){return we[e](t,n,r)}function Ee(e){let t=/\.([a-z]+)$/i.exec(e)?.[1]?.toLowerCase()??``;return De.get(t)??`json`}const De=new Map([[`html`,`html`],[`htm`,`html`],[`md`,`markdown`],[`sarif`,`sarif`],[`ndjson`,`ndjson`]]);export{Ee as formatOfFile,Te as renderReport};
//# sourceMappingURL=chunk-Bni5jUt4.js.map