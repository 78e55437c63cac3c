
var _="1.0.0";export{_ as a};
//# sourceMappingURL=chunk-CFCZDYOF.js.map
