
function i(n){let t=n.endsWith(":"),s=t?n.slice(0,-1):n,e=[],l=/("(?:[^"\\]|\\.)*"|[^\s",:][^\s",]*)(,? |$)/y;for(;l.lastIndex<s.length;){let r=l.exec(s),o=r===null?null:u(r[1]??"");if(o===null||r?.[2]===", "&&!t)return null;e.push(o)}return{list:e,isHeader:t}}function u(n){if(!n.startsWith('"'))return n;try{let t=JSON.parse(n);return typeof t=="string"?t:null}catch{return null}}export{i as a};
//# sourceMappingURL=chunk-KKOSFBPB.js.map
