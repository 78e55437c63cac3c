
import{A as K,B as v,C as H,D as L,a as A,e as B,f as l,g as y,h as p,i as w,j as g,k as E,l as _,n as $,o as S,p as k,r as W,s as O,u as I,v as J,w as P,x as F,y as G,z as u}from"./chunk-5KIPPOPN.js";import{g as j}from"./chunk-GL6FBGWF.js";function z(n,e){return n===null?null:`${C(n,n.sha,e.path)}#L${e.line}`}function C(n,e,t){return[n.serverUrl,n.owner,n.repo,"blob",...e.split("/"),...t.split("/")].map((r,o)=>o===0?r:q(r)).join("/")}function Y(n,e){return n===null?null:`${n}/${q(e)}.md`}function q(n){return encodeURIComponent(n.toWellFormed()).replace(/[!'()*~]/g,e=>`%${e.charCodeAt(0).toString(16).toUpperCase()}`)}var f="   ",N=6,M=3,Q=8,D=10;function V({findings:n},e){let[t,...r]=n;if(t===void 0)return"";let o=n.map(({finding:m})=>m),i=W(e.catalogue,o),s=r.slice(0,Q).flatMap((m,a)=>{let c=!kn(m.finding.location,t.finding.location);return Sn(m,e,{isElsewhere:c,isRepeated:i[a+1]??!1})}),d=r.length-Q;return[...Z([`1. ${hn(t.finding,e)} \xB7 ${T(t,e)}`,...X(t,e)]),...s.length>0?["",...s]:[],...d>0?[`${f}- and ${u(d,"more finding")} about it`]:[],...yn(o),...$n(o),""].join(`
`)}function b(n,e,t="-"){let{finding:r}=n,o=[en(r,e),r.severity,T(n,e),U(r,e),nn(n)];return`${t} ${o.filter(i=>i!=="").join(" \xB7 ")}
`}function hn(n,e){let{text:t}=k(e.catalogue,n);return`**${O($(t,n.args))}** \xB7 ${n.severity} \xB7 ${U(n,e)}`}function X(n,{catalogue:e},{indent:t=f,isRepeated:r=!1}={}){let{finding:o}=n,i=r?"":$(k(e,o).remedy,o.args),s=o.facts.filter(({code:c})=>c===void 0),d=s.slice(0,N).map(({label:c,value:gn})=>`${tn(c)}: ${l(_(gn))}`),m=s.length>N?[`and ${s.length-N} more`]:[];return[i,nn(n),[...d,...m].join(" \xB7 ")].filter(c=>c!=="").map(c=>`${t}${c}`)}function Z(n){return n.map((e,t)=>t<n.length-1?`${e}\\`:e)}function yn(n,e=f){let t=n.flatMap(({facts:r})=>r.filter(({code:o})=>o!==void 0));return[...t.slice(0,M).flatMap(({label:r,value:o,code:i})=>["",`${e}${tn(r)}:`,w(o,i??"text",e)]),...t.length>M?["",`${e}and ${u(t.length-M,"more excerpt")}`]:[]]}function $n(n,e=f){let t=[...new Set(n.map(({paste:o})=>o).filter(o=>o!==null))];if(t.length===0)return[];let r=t.length===1?"Allowlist entry to paste":`${t.length} allowlist entries to paste`;return["",E(r,w(t.map(o=>o.trimEnd()).join(`
`),"yaml",e),e)]}function T({finding:n,also:e},{links:t}){let{path:r,line:o}=n.location,i=g(`${l(r)} line ${o}`,z(t,n.location));return e.length===0?i:`${i} and ${u(e.length,"other place")}`}function Sn(n,e,{isElsewhere:t,isRepeated:r}){let{finding:o}=n,i=t||n.also.length>0?` \xB7 ${T(n,e)}`:"",s=`${f}- ${en(o,e)} \xB7 ${o.severity} \xB7 ${U(o,e)}${i}`;return Z([s,...X(n,e,{indent:`${f}  `,isRepeated:r})])}function kn(n,e){return n.path===e.path&&n.line===e.line}function nn({kin:{ids:n,versions:e}}){let t=e.slice(0,D).map(o=>l(o,60)),r=e.length>D?` and ${e.length-D} more`:"";return[n.length>0?`Not had either: ${n.map(o=>p(o)).join(", ")}`:"",t.length>0?`The same for ${t.join(", ")}${r}`:""].filter(o=>o!=="").join(". ")}function en(n,{catalogue:e}){return O($(k(e,n).text,n.args))}function U({rule:n,id:e},{docsBase:t}){return g(`${n}/${e}`,Y(t,n))}function tn(n){let e=p(n);return e.charAt(0).toUpperCase()+e.slice(1)}function on({changes:n,rows:e,mode:t}){let r=new Set(e.map(({name:a})=>a)),o=n.filter(({name:a})=>!r.has(a)),i=o.filter(({tier:a})=>a==="closure"),s=[...i,...o.filter(({tier:a})=>a!=="closure").toSorted((a,c)=>B(a.name,c.name))],d=i.length>0?`; ${i.length} of them ${i.length===1?"runs":"run"} inside these servers`:"",m=`${u(o.length,"other package")} ${t==="gate"?"changed":"present"}${d}`;return{before:o.length>0?`
<details><summary>${m}</summary>

`:"",items:s.map(a=>{let c=a.tier==="closure"&&a.via[0]?.[0]!==void 0?` \xB7 through ${l(a.via[0][0])}`:"";return`- ${l(a.name)} ${l(P(J(a)))}${c}
`}),after:o.length>0?`
</details>
`:"",cutNote:a=>`
\u2026 and ${u(a,"more package")}, cut to fit.
`,share:1}}function rn(n,{links:e}){let t=n.head.sha===null?l(n.head.ref):l(n.head.sha.slice(0,7));return`<sub>${[`${bn(n,e)}, head ${t}`,xn(n.sources),n.trustRoot===null?"":`Sigstore trust root: ${n.trustRoot==="tuf"?"fetched and verified by TUF":"the one shipped with this version"}`,`${l(n.tool.name)} ${l(n.tool.version)}`].filter(Boolean).join(" \xB7 ")}</sub>`}function bn({policy:n,base:e},t){if(n.kind==="built-in")return`Judged by the built-in policy, because there is no ${l(n.path)}: ${l("mcp-gate init")} writes one`;let r=n.ref??e?.ref??null,o=t!==null&&n.ref!==null?C(t,n.ref,n.path):null,i=r===null?"":` at ${l(n.ref!==null&&e?.ref===n.ref?K(e):r)}`;return`Judged by ${g(l(n.path),o)}${i}`}function xn(n){let e=r=>n.filter(o=>o.status===r).length,t=e("unreadable")+e("unsupported")+e("too-large");return[t>0&&`${u(t,"file")} not read`,e("ignored")>0&&`${u(e("ignored"),"file")} ignored by the policy`].filter(Boolean).join(" \xB7 ")}var ln=`| | server | listed | pinned | proved | scripts | age |
|:-:|---|:-:|:-:|:-:|:-:|---|
`,cn={fails:"fails",unchecked:"unchecked",warns:"warns",holds:"holds"},sn=80;function un(n){return n.map(({row:e,state:t})=>`| ${[S[cn[t]],Rn(e),...[e.listed,e.pinned,e.proved,e.scripts].map(o=>S[o]),On(e)].join(" | ")} |
`)}function dn(n){let e=new Set(n.flatMap(({row:o,state:i})=>[cn[i],o.listed,o.pinned,o.proved,o.scripts,o.age])),t=[e.has("unchecked")&&"could not be checked",e.has("warns")&&"warns"].filter(Boolean).join(" or ");return`<sub>${[e.has("holds")&&"\u2705 holds",e.has("fails")&&"\u274C fails",t!==""&&`\u26A0\uFE0F ${t}`,e.has("nothing")&&"\u2796 nothing to check"].filter(Boolean).join(" \xB7 ")}</sub>`}function mn(n,e){let t=new Set(e.map(({name:i})=>i)),r=({row:i})=>i.notes.map(s=>({name:i.name,note:s})),o=({row:i,state:s})=>s==="unchecked"||i.proved==="unchecked";return{unchecked:n.filter(i=>o(i)&&!t.has(i.row.name)).flatMap(r),proved:n.filter(i=>!o(i)).flatMap(r)}}function Rn(n){let[e]=n.places,t=n.launcher!==null&&e!==void 0;return`${`${y(n.name,sn)}${t?` in ${y(e.path,sn)}`:""}`}<br>${wn(n)}`}function wn(n){let{word:e,before:t,after:r}=I(n),o=t.length>0?an(t):"",i=r.length>0?`**${an(r)}**`:"";return[e,[o,i].filter(Boolean).join(" \u2192 ")].filter(Boolean).join(" ")}function an(n){let e=F(n);return/^[\d.]+(?:-[a-z]+[.\d]*)?(?:, [\d.]+)*(?: and \d+ more)?$/.test(e)?e:y(e)}function On({age:n,ageMs:e}){let t=e===null?"":G(e);return(n==="holds"&&t!==""?[t]:[S[n],t]).filter(Boolean).join(" ").replaceAll(" ","&nbsp;")}var vn=new TextEncoder;function h(n){return vn.encode(n).length}function pn(n,e){let t=n.map(({before:r,items:o,after:i})=>r+o.join("")+i).join("");return h(t)<=e?t:Ln(n,e)}function Ln(n,e){let t=n.map(({before:o,items:i,after:s,cutNote:d})=>h(o)+h(s)+(i.length>0?h(d(i.length)):0)),r=e-t.reduce((o,i)=>o+i,0);return n.map(o=>{let i=Cn(o.items,Math.max(0,r*o.share));r-=i.bytes;let s=o.items.length-i.items.length;return[o.before,...i.items,s>0?o.cutNote(s):"",o.after].join("")}).join("")}function Cn(n,e){let t=[],r=0;for(let o of n){let i=h(o);if(r+i>e)break;t.push(o),r+=i}return{items:t,bytes:r}}var Nn=6e4,ie=1e6;function Mn(n,e,t){let r=v(n),o={...t,catalogue:e},i=`${t.marker===null?"":`${t.marker}
`}### MCP ${n.mode}: ${H(n,r)}
`,s=mn(r.rows,r.groups),d=[x(i),Dn(r),x(r.rows.length>0?`
${dn(r.rows)}
`:""),fn("Not checked",s.unchecked,!1),...Tn(r,o),fn("What was proved",s.proved,!0),jn(r,o),on(n),x(`
${rn(n,t)}
`)];return j(pn(d,t.bound))}function se(n,e,t){let r=Mn(n,e,{...t,bound:Nn,marker:null}),{rows:o}=v(n),i=n.verdict!=="pass"||n.findings.length>0||o.some(({state:s})=>s!=="holds");return{body:r,hasFindings:i}}function x(n){return{before:n,items:[],after:"",cutNote:()=>"",share:0}}function Dn({rows:n}){return{before:n.length>0?`
${ln}`:"",items:un(n),after:"",cutNote:e=>`
\u2026 and ${u(e,"more server")}, cut to fit.
`,share:.4}}function Tn({groups:n},e){let t=n.filter(({blocks:i})=>i),r=n.filter(({blocks:i})=>!i).flatMap(({findings:i})=>i),o=r.length===1?"One more finding, which does not fail this check":`${r.length} more findings, which do not fail this check`;return[R({before:`
**What to decide**

`,after:"",items:t.map((i,s)=>Un(i,t[s-1],e)),share:.7}),R({before:t.length>0?`
<details><summary>${o}</summary>

`:`
**What to look at**

`,after:t.length>0?`
</details>
`:"",items:r.map(i=>b(i,e)),share:.5})]}function Un(n,e,t){let[r,...o]=n.findings;return e!==void 0&&L(e)&&L(n)&&r!==void 0&&o.length===0?b(r,t,"1."):V(n,t)}function fn(n,e,t){return R({before:t?`
<details><summary>${n}</summary>

`:`
${n}:
`,after:t?`
</details>
`:"",items:e.map(({name:r,note:o})=>`- ${l(r)}: ${p(o)}
`),share:.3})}function jn({waived:n},e){return R({before:`
<details><summary>${u(n.length,"finding")} waived by the policy</summary>

`,after:`
</details>
`,items:n.map(t=>{let r=t.waiver,o=r===null?"":`  Waived until ${l(r.expires)} by ${l(r.owner)}: ${p(r.reason)}
`;return b({finding:t,also:[],kin:A},e)+o}),share:.5})}function R({before:n,items:e,after:t,share:r}){return e.length===0?x(""):{before:n,items:e,after:t,share:r,cutNote:o=>`
\u2026 and ${o} more, cut to fit.
`}}export{b as a,hn as b,X as c,Z as d,yn as e,$n as f,Nn as g,ie as h,Mn as i,se as j};
//# sourceMappingURL=chunk-C4VAWXNR.js.map
