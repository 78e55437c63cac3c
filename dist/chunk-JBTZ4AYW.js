
import{b as e}from"./chunk-35GURLKX.js";var n=e(()=>{throw Object.assign(new Error("not bundled"),{code:"MODULE_NOT_FOUND"})});n();
//# sourceMappingURL=chunk-JBTZ4AYW.js.map
