
import o from"node:http";function r(){"setGlobalProxyFromEnv"in o&&typeof o.setGlobalProxyFromEnv=="function"&&o.setGlobalProxyFromEnv()}export{r as a};
//# sourceMappingURL=chunk-S6W6V6LG.js.map
