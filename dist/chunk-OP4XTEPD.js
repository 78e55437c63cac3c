
var e=["low","moderate","high","critical"];function i(t,r){return e.indexOf(t)>=e.indexOf(r)}function n(t,r){return e.indexOf(r)-e.indexOf(t)}export{e as a,i as b,n as c};
//# sourceMappingURL=chunk-OP4XTEPD.js.map
