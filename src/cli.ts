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
  const exit = await main(process.argv.slice(2))
  // Everything has been said. To wait for idle sockets and a last collection of garbage would only cost time.
  process.stderr.write('', () => process.exit(exit))
}

export {}
