// One process for each thing that mcp-gate is compared with: node scripts/bench-peers.mjs <peer> <file>…
const PEERS = {
  /** The least that any tool does: read both files and parse them. */
  async parse(files) {
    const { readFileSync } = await import('node:fs')
    for (const file of files) JSON.parse(readFileSync(file, 'utf8'))
  },
  async git([directory]) {
    const { execFileSync } = await import('node:child_process')
    for (const ref of ['main', 'bump'])
      JSON.parse(execFileSync('git', ['-C', directory, 'show', `${ref}:package-lock.json`], { maxBuffer: 1e9 }))
  },
  async lockparse(files) {
    const { readFileSync } = await import('node:fs')
    const { parse } = await import('lockparse')
    for (const file of files) await parse(readFileSync(file, 'utf8'), 'npm')
  },
  /** What lockfile-lint's validate-https and allowed-hosts do, by their description. */
  async hosts(files) {
    const { readFileSync } = await import('node:fs')
    for (const file of files)
      for (const [key, { resolved }] of Object.entries(JSON.parse(readFileSync(file, 'utf8')).packages)) {
        if (resolved === undefined) continue
        const { protocol, host } = new URL(resolved)
        if (protocol !== 'https:' || host !== 'registry.example.test') console.log(key)
      }
  },
  async arborist(files) {
    const { cp, mkdtemp, rm } = await import('node:fs/promises')
    const { tmpdir } = await import('node:os')
    const { join } = await import('node:path')
    const { default: Arborist } = await import('@npmcli/arborist')
    for (const file of files) {
      const path = await mkdtemp(join(tmpdir(), 'mcp-gate-peer-'))
      await cp(file, join(path, 'package-lock.json'))
      await new Arborist({ path }).loadVirtual()
      await rm(path, { recursive: true })
    }
  },
}

const [name, ...files] = process.argv.slice(2)
await PEERS[name](files)
