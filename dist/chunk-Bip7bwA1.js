import"./chunk-B09viugM.js";import{Cn as e,N as t,cn as n,ht as r,l as i,m as a,p as o,pn as s,sn as c,u as l,xt as u}from"./chunk-fM9JcjuO.js";import{t as d}from"./chunk-B1kFDiyr.js";import{t as f}from"./chunk-BfCpGI1n.js";import{dirname as p,join as m}from"node:path";import{access as h,mkdir as g,writeFile as _}from"node:fs/promises";const v=new Set([`allowlist`,`client-config`,`exact-pin`,`evidence-unavailable`,`source-unread`,`policy-change`,`waiver`]);function y({findings:e}){let t=e.filter(({status:e})=>e===`open`),n=t.filter(({paste:e})=>e!==null),r=Map.groupBy(t.filter(b),({name:e})=>e),i=new Map(n.filter(({name:e})=>!r.has(e)).map(({name:e,paste:t})=>[t??``,e??``])),a=[...i].sort(([e,t],[n,r])=>t===r?E(e,n):E(t,r));return{text:d(a.map(([e])=>e)),allowed:i.size,left:[...S(n,r),...C(t),...w(t)].sort((e,t)=>E(e.name,t.name)),unchecked:x(t,new Set(i.values()))}}function b({rule:e,severity:t}){return!v.has(e)&&c(t,`high`)}function x(e,t){let n=e.filter(({rule:e,name:n})=>e===`evidence-unavailable`&&t.has(n??``)),r=[...Map.groupBy(n,({name:e})=>e??``)].map(([e,t])=>({name:e,evidence:[...new Set(t.map(({id:e})=>e))].sort()}));return[...Map.groupBy(r,({evidence:e})=>e.join()).values()].map(e=>({names:e.map(({name:e})=>e).sort(E),evidence:e[0]?.evidence??[]}))}function S(e,t){return[...new Set(e.map(({name:e})=>e))].filter(e=>t.has(e)).map(e=>({name:e??``,why:(t.get(e)??[]).map(({rule:e,id:t})=>`${e}/${t}`).join(`, `)}))}function C(e){let t=e.filter(({rule:e,id:t})=>e===`exact-pin`&&(t===`launch-not-pinned`||t===`image-not-digest`)).map(({name:e})=>e);return[...new Set(t)].map(e=>({name:e??``,why:`it is not pinned to one version`}))}function w(e){let t=e.filter(({rule:e,id:t,paste:n})=>e===`client-config`&&n===null&&T.has(t));return[...new Set(t.map(({name:e})=>e))].map(e=>({name:e??``,why:`a part of it is not shown, or it starts in another folder: write its entry by hand`}))}const T=new Set([`remote-not-allowlisted`,`local-command`]);function E(e,t){return e<t?-1:Number(e>t)}const D=`mcp-gate/mcp-gate@v1 # better: the 40-hex commit of a release, with the version as a comment`,O=`# Judges what a pull request changes in MCP packages, lockfiles and client configs. Make its job a required check.
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
  # A push makes older runs pointless; a review must not end the run that sets the status of the head.
  cancel-in-progress: \${{ github.event_name != 'pull_request_review' }}
jobs:
  mcp-gate:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: read # reads the files of both sides
      pull-requests: write # posts the review and the summary comment
      statuses: write # sets the status of the head commit, which pull_request_target does not do by itself
    steps:
      - uses: ${D}
`,k=`# Judges once a day everything that is there, and keeps one tracking issue.
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
      - uses: ${D}
`;async function A(e,t){let{directory:s,snapshot:c}=await a(e.text(`repo`)??`.`,null),d=[r,`.github/workflows/mcp-gate.yml`,`.github/workflows/mcp-gate-re-audit.yml`];await f(s,d),e.flag(`force`)||await j(s,d);let p=await o(e),m=y(await u({mode:`audit`,base:null,head:c,policy:p,gather:l(e,p,t),now:Date.now(),version:n}));return await M(s,new Map([m.text,O,k].map((e,t)=>[d[t]??``,e]))),await t.print(N(m,d)),m.left.length>0?i.fail:i.pass}async function j(t,n){for(let r of n)if(await h(m(t,r)).then(()=>!0,()=>!1))throw new e(`usage`,`this file is there already`,{path:r,hint:`Use --force to write it anew, or mcp-gate allow to add an entry.`})}async function M(e,t){for(let[n,r]of t)await g(p(m(e,n)),{recursive:!0}),await _(m(e,n),r)}function N({allowed:e,left:n,unchecked:r},i){return`${[...i.map(e=>`wrote ${e}`),`${e} ${e===1?`entry`:`entries`} for what is there now`,...n.map(({name:e,why:t})=>`left out ${s(e)}: ${s(t,500)}`),...r.map(({names:e,evidence:n})=>`not verified: ${n.join(`, `)} could not be had for ${t(e,10)}; review these entries`),``,`Next: commit these files to the default branch and make the job mcp-gate a required check.`].join(`
`)}\n`}export{A as run};
//# sourceMappingURL=chunk-Bip7bwA1.js.map