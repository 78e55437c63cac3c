#!/usr/bin/env node
// Entry of the command: refuses a Node that is too old in one line, before anything newer is loaded.
const MINIMUM_NODE = 24

const major = Number(process.versions.node.split('.')[0])
if (major < MINIMUM_NODE) {
  process.stderr.write(
    `mcp-gate needs Node ${MINIMUM_NODE} or newer, and this is Node ${process.versions.node}; in a clone, npm run gate -- brings its own.\n`,
  )
  process.exitCode = 2
} else {
  const { main } = await import('./cli/main.ts')
  process.exitCode = await main(process.argv.slice(2))
}

export {}
