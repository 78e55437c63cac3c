import{Cn as e}from"./chunk-fM9JcjuO.js";import{t}from"./chunk-DmgRGtAM.js";function n(e,n){let r=t(e);if(`at`in r||!i(r.value))throw d(`it is no YAML mapping`);let{allow:s}=r.value,c=s===void 0?a(e,n):o(e,n,r,s);return e.includes(`\r
`)?c.replace(/\r?\n/g,`\r
`):c}function r(e){return`# Which MCP servers may come into this repository. Changes count once they are on the base branch.
version: 1
fail-on: high
unavailable: fail
${e.length===0?`allow: []
`:`allow:\n${e.join(``)}`}`}function i(e){return typeof e==`object`&&!!e&&!Array.isArray(e)}function a(e,t){return`${u(e)}allow:\n${t}`}function o(e,t,n,r){let i=u(e).split(`
`),a=n.positionOfKey([`allow`]).line-1;if(r===null||Array.isArray(r)&&r.length===0){let e=/^(allow|"allow"|'allow')\s*:\s*(\[\s*\])?\s*(#.*)?\r?$/.exec(i[a]??``);if(e===null)throw d("`allow` stands on several lines although it is empty");return[...i.slice(0,a),`allow:${e[3]?` ${e[3]}`:``}`,...l(t,2),...i.slice(a+1)].join(`
`)}let{line:o,column:f}=n.positionOf([`allow`]);if(!Array.isArray(r)||o-1===a||!i[o-1]?.slice(f-1).startsWith(`-`))throw d("`allow` is a list on one line");let p=c(i,o-1,s(n,a));return[...i.slice(0,p),...l(t,f-1),...i.slice(p)].join(`
`)}function s({value:e,positionOfKey:t},n){let r=Object.keys(i(e)?e:{}).map(e=>t([e]).line-1);return Math.min(...r.filter(e=>e>n),1/0)}function c(e,t,n){let r=Math.min(n,e.length);for(;r>t+1&&/^(#|\s*$)/.test(e[r-1]??``);)r--;return r}function l(e,t){return e.replace(/\n$/,``).split(`
`).map(e=>`${` `.repeat(t)}${e.replace(/^ {2}/,``)}`)}function u(e){return e.endsWith(`
`)?e:`${e}\n`}function d(t){return new e(`policy-invalid`,`the entry cannot be inserted: ${t}`,{hint:"Write `allow` as a list with one entry on each line, or paste the entry by hand."})}export{n,r as t};
//# sourceMappingURL=chunk-B1kFDiyr.js.map