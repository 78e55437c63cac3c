
import{a}from"./chunk-S6W6V6LG.js";import"./chunk-35GURLKX.js";export{a as useEnvironmentProxy};
//# sourceMappingURL=chunk-CWATH3LB.js.map
