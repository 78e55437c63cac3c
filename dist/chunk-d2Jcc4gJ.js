import"./chunk-B09viugM.js";import{N as e,Qt as t,Zt as n,c as r,cn as i,ct as a,f as o,l as s,mt as c,p as l,rn as u}from"./chunk-Dfa9La9s.js";import{t as d}from"./chunk-CR8Oy_B7.js";import{dirname as f,join as p}from"node:path";import{access as m,mkdir as h,writeFile as g}from"node:fs/promises";const _=new Set([`allowlist`,`client-config`,`exact-pin`,`evidence-unavailable`,`source-unread`,`policy-change`,`waiver`]);function v({findings:e}){let t=e.filter(({status:e})=>e===`open`),n=t.filter(({paste:e})=>e!==null),r=Map.groupBy(t.filter(y),({name:e})=>e),i=new Map(n.filter(({name:e})=>!r.has(e)).map(({name:e,paste:t})=>[t??``,e??``])),a=[...i].sort(([e,t],[n,r])=>t===r?C(e,n):C(t,r));return{text:d(a.map(([e])=>e)),allowed:i.size,left:[...x(n,r),...S(t)].sort((e,t)=>C(e.name,t.name)),unchecked:b(t,new Set(i.values()))}}function y({rule:e,severity:t}){return!_.has(e)&&n(t,`high`)}function b(e,t){let n=e.filter(({rule:e,name:n})=>e===`evidence-unavailable`&&t.has(n??``)),r=[...Map.groupBy(n,({name:e})=>e??``)].map(([e,t])=>({name:e,evidence:[...new Set(t.map(({id:e})=>e))].sort()}));return[...Map.groupBy(r,({evidence:e})=>e.join()).values()].map(e=>({names:e.map(({name:e})=>e).sort(C),evidence:e[0]?.evidence??[]}))}function x(e,t){return[...new Set(e.map(({name:e})=>e))].filter(e=>t.has(e)).map(e=>({name:e??``,why:(t.get(e)??[]).map(({rule:e,id:t})=>`${e}/${t}`).join(`, `)}))}function S(e){let t=e.filter(({rule:e,id:t})=>e===`exact-pin`&&(t===`launch-not-pinned`||t===`image-not-digest`)).map(({name:e})=>e);return[...new Set(t)].map(e=>({name:e??``,why:`it is not pinned to one version`}))}function C(e,t){return e<t?-1:Number(e>t)}const w=`mcp-gate/mcp-gate@v1 # better: the 40-hex commit of a release, with the version as a comment`,T=`# Judges what a pull request changes in MCP packages, lockfiles and client configs. Make its job a required check.
name: mcp-gate
on:
  # The workflow of the default branch runs, whatever the pull request does to this file; its code is never checked out.
  pull_request_target:
    types: [opened, synchronize, reopened, edited, ready_for_review]
  # Runs again when an approver approves an allow entry that the pull request brings along.
  pull_request_review:
    types: [submitted, dismissed]
  merge_group:
permissions: {}
concurrency:
  group: mcp-gate-\${{ github.event.pull_request.number || github.ref }}
  cancel-in-progress: true
jobs:
  mcp-gate:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: read # reads the files of both sides
      pull-requests: write # posts the review and the summary comment
      statuses: write # sets the status of the head commit, which pull_request_target does not do by itself
    steps:
      - uses: ${w}
`,E=`# Judges once a day everything that is there, and keeps one tracking issue.
name: mcp-gate re-audit
on:
  schedule:
    - cron: '23 4 * * *'
  workflow_dispatch:
permissions: {}
concurrency:
  group: mcp-gate-re-audit
jobs:
  re-audit:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    permissions:
      contents: read # reads the default branch's files
      issues: write # keeps the tracking issue
    steps:
      - uses: ${w}
`;async function D(e,n){let{directory:i,snapshot:u}=await l(e.text(`repo`)??`.`,null),d=[a,`.github/workflows/mcp-gate.yml`,`.github/workflows/mcp-gate-re-audit.yml`];e.flag(`force`)||await O(i,d);let f=await o(e),p=v(await c({mode:`audit`,base:null,head:u,policy:f,gather:s(e,f,n),now:Date.now(),version:t}));return await k(i,new Map([p.text,T,E].map((e,t)=>[d[t]??``,e]))),await n.print(A(p,d)),p.left.length>0?r.fail:r.pass}async function O(e,t){for(let n of t)if(await m(p(e,n)).then(()=>!0,()=>!1))throw new i(`usage`,`this file is there already`,{path:n,hint:`Use --force to write it anew, or mcp-gate allow to add an entry.`})}async function k(e,t){for(let[n,r]of t)await h(f(p(e,n)),{recursive:!0}),await g(p(e,n),r)}function A({allowed:t,left:n,unchecked:r},i){return`${[...i.map(e=>`wrote ${e}`),`${t} ${t===1?`entry`:`entries`} for what is there now`,...n.map(({name:e,why:t})=>`left out ${u(e)}: ${u(t,500)}`),...r.map(({names:t,evidence:n})=>`not verified: ${n.join(`, `)} could not be had for ${e(t,10)}; review these entries`),``,`Next: commit these files to the default branch and make the job mcp-gate a required check.`].join(`
`)}\n`}export{D as run};
//# sourceMappingURL=chunk-d2Jcc4gJ.js.map