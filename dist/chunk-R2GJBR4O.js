
import{a as g}from"./chunk-ILDKNRS7.js";import{b as p}from"./chunk-LFTTCET7.js";function A(n,t){let e=g(n);if("at"in e||!m(e.value))throw a("it is no YAML mapping");let{allow:r}=e.value,i=r===void 0?y(n,t):f(n,t,e,r);return n.includes(`\r
`)?i.replace(/\r?\n/g,`\r
`):i}function M(n){return`# Which MCP servers may come into this repository. Changes count once they are on the base branch.
version: 1
fail-on: high
unavailable: fail
${n.length===0?`allow: []
`:`allow:
${n.join("")}`}`}function m(n){return typeof n=="object"&&n!==null&&!Array.isArray(n)}function y(n,t){return`${w(n)}allow:
${t}`}function f(n,t,e,r){let i=w(n).split(`
`),o=e.positionOfKey(["allow"]).line-1;if(r===null||Array.isArray(r)&&r.length===0){let s=/^(allow|"allow"|'allow')\s*:\s*(\[\s*\])?\s*(#.*)?\r?$/.exec(i[o]??"");if(s===null)throw a("`allow` stands on several lines although it is empty");return[...i.slice(0,o),`allow:${s[3]?` ${s[3]}`:""}`,...h(t,2),...i.slice(o+1)].join(`
`)}let{line:l,column:c}=e.positionOf(["allow"]);if(!Array.isArray(r)||l-1===o||!i[l-1]?.slice(c-1).startsWith("-"))throw a("`allow` is a list on one line");let u=b(i,l-1,d(e,o));return[...i.slice(0,u),...h(t,c-1),...i.slice(u)].join(`
`)}function d({value:n,positionOfKey:t},e){let r=Object.keys(m(n)?n:{}).map(i=>t([i]).line-1);return Math.min(...r.filter(i=>i>e),Number.POSITIVE_INFINITY)}function b(n,t,e){let r=Math.min(e,n.length);for(;r>t+1&&/^(#|\s*$)/.test(n[r-1]??"");)r--;return r}function h(n,t){return n.replace(/\n$/,"").split(`
`).map(r=>`${" ".repeat(t)}${r.replace(/^ {2}/,"")}`)}function w(n){return n===""||n.endsWith(`
`)?n:`${n}
`}function a(n){return new p("policy-invalid",`the entry cannot be inserted: ${n}`,{hint:"Write `allow` as a list with one entry on each line, or paste the entry by hand."})}export{A as a,M as b};
//# sourceMappingURL=chunk-R2GJBR4O.js.map
