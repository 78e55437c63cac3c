
var s={pass:0,fail:1,input:2,incomplete:3};export{s as a};
//# sourceMappingURL=chunk-BKN5XE6H.js.map
