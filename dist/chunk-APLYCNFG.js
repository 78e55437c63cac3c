
import{b as F}from"./chunk-R2GJBR4O.js";import"./chunk-ILDKNRS7.js";import{c as v,d as k}from"./chunk-XSLASSQX.js";import{c as b}from"./chunk-Y7HODJD7.js";import{a as c}from"./chunk-BKN5XE6H.js";import{a as w}from"./chunk-R73MHQ73.js";import{o as y}from"./chunk-PIPH5B65.js";import{a as h}from"./chunk-CFCZDYOF.js";import"./chunk-JIUYJCBI.js";import"./chunk-FFDQMCGZ.js";import"./chunk-BGUXLNE6.js";import"./chunk-KRIP22ID.js";import"./chunk-SNAATIRJ.js";import{c as m}from"./chunk-GL6FBGWF.js";import{b as g}from"./chunk-OP4XTEPD.js";import{b as d}from"./chunk-LFTTCET7.js";import"./chunk-WFPDVSJ7.js";import"./chunk-NBFPW4YM.js";import"./chunk-MNBXULVH.js";import"./chunk-MCRJDD5F.js";import"./chunk-AGT5SE74.js";import"./chunk-Q3FK7WT2.js";import"./chunk-TH6BEVW2.js";import"./chunk-SWSRCRCE.js";import"./chunk-TVVPFRDG.js";import"./chunk-FF6FQO7E.js";import"./chunk-MPBBJJ4T.js";import"./chunk-4AIOBZA3.js";import"./chunk-ZS7RRZUQ.js";import"./chunk-35GURLKX.js";import{access as R,mkdir as A,writeFile as W}from"node:fs/promises";import{dirname as j,join as f}from"node:path";var T=new Set(["allowlist","client-config","exact-pin","evidence-unavailable","source-unread","policy-change","waiver"]);function _({findings:e}){let t=e.filter(({status:o})=>o==="open"),r=t.filter(({paste:o})=>o!==null),n=Map.groupBy(t.filter($),({name:o})=>o),i=new Map(r.filter(({name:o})=>!n.has(o)).map(({name:o,paste:s})=>[s??"",o??""])),a=[...i].sort(([o,s],[p,l])=>s===l?u(o,p):u(s,l));return{text:F(a.map(([o])=>o)),allowed:i.size,left:[...q(r,n),...I(t)].sort((o,s)=>u(o.name,s.name))}}function $({rule:e,severity:t}){return!T.has(e)&&g(t,"high")}function q(e,t){return[...new Set(e.map(({name:n})=>n))].filter(n=>t.has(n)).map(n=>({name:n??"",why:(t.get(n)??[]).map(({rule:i,id:a})=>`${i}/${a}`).join(", ")}))}function I(e){let t=e.filter(({rule:r,id:n})=>r==="exact-pin"&&(n==="launch-not-pinned"||n==="image-not-digest")).map(({name:r})=>r);return[...new Set(t)].map(r=>({name:r??"",why:"it is not pinned to one version"}))}function u(e,t){return e<t?-1:+(e>t)}var x="mcp-gate/mcp-gate@v1 # better: the 40-hex commit of a release, with the version as a comment",O=`# Judges what a pull request changes in MCP packages, lockfiles and client configs. Make its job a required check.
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
      - uses: ${x}
`,P=`# Judges once a day everything that is there, and keeps one tracking issue.
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
      - uses: ${x}
`;async function ee(e,t){let{directory:r,snapshot:n}=await b(e.text("repo")??".",null),i=[y,".github/workflows/mcp-gate.yml",".github/workflows/mcp-gate-re-audit.yml"];e.flag("force")||await M(r,i);let a=await v(e),o=await w({mode:"audit",base:null,head:n,policy:a,gather:k(e,a,t),now:Date.now(),version:h}),s=_(o);return await N(r,new Map([s.text,O,P].map((p,l)=>[i[l]??"",p]))),await t.print(E(s,i)),s.left.length>0?c.fail:c.pass}async function M(e,t){for(let r of t)if(await R(f(e,r)).then(()=>!0,()=>!1))throw new d("usage","this file is there already",{path:r,hint:"Use --force to write it anew, or mcp-gate allow to add an entry."})}async function N(e,t){for(let[r,n]of t)await A(j(f(e,r)),{recursive:!0}),await W(f(e,r),n)}function E({allowed:e,left:t},r){return`${[...r.map(i=>`wrote ${i}`),`${e} ${e===1?"entry":"entries"} for what is there now`,...t.map(({name:i,why:a})=>`left out ${m(i)}: ${m(a,500)}`),"","Next: commit these files to the default branch and make the job mcp-gate a required check."].join(`
`)}
`}export{ee as run};
//# sourceMappingURL=chunk-APLYCNFG.js.map
