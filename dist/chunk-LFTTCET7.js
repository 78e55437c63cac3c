
var n=class extends Error{code;hint;constructor(r,t,{hint:e,cause:o}){super(t,o===void 0?void 0:{cause:o}),this.name=new.target.name,this.code=r,this.hint=e}},s=class extends n{path;line;constructor(r,t,e){super(r,t,e),this.path=e.path??null,this.line=e.line??null}},a=class extends n{};export{n as a,s as b,a as c};
//# sourceMappingURL=chunk-LFTTCET7.js.map
