
import{a as o}from"./chunk-72VXH3II.js";import"./chunk-NB5ISR35.js";import"./chunk-L6ME7E4Y.js";import"./chunk-LMJ5DJRE.js";import"./chunk-MNBXULVH.js";import"./chunk-MCRJDD5F.js";import"./chunk-AGT5SE74.js";import"./chunk-HGQG6HGV.js";import"./chunk-TVVPFRDG.js";import"./chunk-FF6FQO7E.js";import"./chunk-MPBBJJ4T.js";import"./chunk-4AIOBZA3.js";import"./chunk-ZS7RRZUQ.js";import"./chunk-35GURLKX.js";import{parentPort as r,workerData as t}from"node:worker_threads";r?.postMessage(await o(t));
//# sourceMappingURL=arborist-worker.js.map
