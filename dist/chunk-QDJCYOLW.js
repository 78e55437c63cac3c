
import{h as a,i as b,j as c,k as d}from"./chunk-MCCIJPHN.js";import"./chunk-Q3FK7WT2.js";import"./chunk-HGQG6HGV.js";import"./chunk-Z4RBDG6K.js";import"./chunk-JXGQVB6S.js";import"./chunk-WBBCKV4L.js";import"./chunk-SWSRCRCE.js";import"./chunk-TVVPFRDG.js";import"./chunk-Q43KN6GD.js";import"./chunk-FF6FQO7E.js";import"./chunk-MPBBJJ4T.js";import"./chunk-4AIOBZA3.js";import"./chunk-ZS7RRZUQ.js";import"./chunk-35GURLKX.js";export{c as distinct,d as partsOfServers,a as readClientConfig,b as withUniqueIds};
//# sourceMappingURL=chunk-QDJCYOLW.js.map
