#!/usr/bin/env node

var s=Number(process.versions.node.split(".")[0]);if(s<24)process.stderr.write(`mcp-gate needs Node 24 or newer; this is Node ${process.versions.node}.
`),process.exitCode=2;else{let{main:e}=await import("./chunk-LU7IBB7I.js");process.exitCode=await e(process.argv.slice(2))}
//# sourceMappingURL=cli.js.map
