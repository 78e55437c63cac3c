// What bundled libraries can do that the gate never asks of them is left out of dist/: each row says why it is never reached.
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const EMPTY = 'module.exports = {}'
const NOT_FOUND = "throw Object.assign(new Error('not bundled'), { code: 'MODULE_NOT_FOUND' })"

const NEVER_REACHED = [
  {
    // Arborist loads it for its query language; behind it stand pacote and a second HTTP client.
    path: /@npmcli\/arborist\/lib\/query-selector-all\.js$/,
    contents: "module.exports = () => { throw new Error('the query language is not bundled') }",
  },
  {
    // Arborist's class is a chain of mixins: only loadVirtual is called, so those that install, rebuild and read disks pass the class on.
    path: /@npmcli\/arborist\/lib\/arborist\/(build-ideal-tree|load-actual|rebuild|reify|isolated-reifier)\.js$/,
    contents: 'module.exports = (cls) => cls',
  },
  // Advisories are asked of the registry by evidence/, not through Arborist's own audit.
  { path: /@npmcli\/arborist\/lib\/audit-report\.js$/, contents: 'module.exports = class {}' },
  // Checks of Arborist by itself, which it would switch on in a folder that looks like its own checkout.
  {
    path: /@npmcli\/arborist\/lib\/debug\.js$/,
    contents: 'module.exports = () => {}\nmodule.exports.log = () => {}',
  },
  // Manifests are handed over as read: nothing is asked of git, of hosts, of licences, and nothing is written back.
  {
    path: /@npmcli\/package-json\/lib\/(normalize-data|license|sort|update-scripts|update-workspaces)\.js$/,
    contents: EMPTY,
  },
  // The registry client caches only where it is given a folder for it, and it never is.
  {
    path: /make-fetch-happen\/lib\/cache\/policy\.js$/,
    contents: 'module.exports = class { static storable() { return false } }',
  },
  {
    path: /make-fetch-happen\/lib\/cache\/index\.js$/,
    contents:
      "module.exports = () => { throw new Error('no cache is bundled') }\nmodule.exports.invalidate = async () => {}",
  },
  // Answers are read whole and within a bound, never as a stream of JSON.
  { path: /npm-registry-fetch\/lib\/json-stream\.js$/, contents: EMPTY },
]

const NEVER_IMPORTED = [
  // The gate verifies and never signs: sigstore's signing half brings its own HTTP client and OIDC providers.
  { name: /^@sigstore\/sign$/, contents: EMPTY },
  // minipass-fetch recodes text bodies with it where it is installed; the registry speaks UTF-8.
  { name: /^(encoding|iconv-lite)$/, contents: NOT_FOUND },
  // GitHub's libraries bring an HTTP client for its proxy agent; Node's own fetch goes through the environment's proxy (src/proxy.ts).
  {
    name: /^undici$/,
    contents:
      'exports.ProxyAgent = class {}; exports.fetch = (url, { dispatcher, ...options } = {}) => globalThis.fetch(url, options)',
  },
  // SOCKS proxies for the registry are not supported; HTTP and HTTPS ones are.
  { name: /^socks-proxy-agent$/, contents: 'exports.SocksProxyAgent = class { static protocols = [] }' },
  // The registry client's disk cache, which is never switched on.
  { name: /^cacache$/, contents: EMPTY },
  // Disk walks of workspaces and caches, which nothing here does: lockfiles are fed to Arborist from memory.
  { name: /^(glob|@npmcli\/map-workspaces)$/, contents: EMPTY },
  // Asked for the commit of a folder that is a git checkout, which no package of a lockfile is.
  { name: /^@npmcli\/git$/, contents: EMPTY },
  // Where commands would be linked on installing; nothing is installed.
  { name: /^bin-links$/, contents: 'exports.getPaths = () => []' },
  // Mends lockfiles with conflict markers, which are refused long before.
  { name: /^parse-conflict-json$/, contents: EMPTY },
  // The proxy agents' tracing.
  { name: /^debug$/, contents: 'module.exports = () => Object.assign(() => {}, { enabled: false })' },
  // Optional proxy authentication that needs a native module.
  { name: /^kerberos$/, contents: NOT_FOUND },
]

/** Packages in two formats, of which some importers would get the one and some the other: all get the ES modules. */
const BOTH_FORMATS = /\/node_modules\/(minipass|minizlib|minimatch)\/dist\/commonjs\//

/** @returns {import('rolldown').Plugin} */
export function trimming() {
  const PREFIX = '\0not-bundled:'
  return {
    name: 'trimming',
    async resolveId(source, importer, options) {
      if (NEVER_IMPORTED.some(({ name }) => name.test(source))) return PREFIX + source
      const found = await this.resolve(source, importer, { ...options, skipSelf: true })
      if (found === null || !BOTH_FORMATS.test(found.id)) return found
      const other = found.id.replace('/dist/commonjs/', '/dist/esm/')
      return existsSync(other) ? { ...found, id: other } : found
    },
    async load(id) {
      const absent = id.startsWith(PREFIX) ? id.slice(PREFIX.length) : null
      const row =
        absent === null
          ? NEVER_REACHED.find(({ path }) => path.test(id))
          : NEVER_IMPORTED.find(({ name }) => name.test(absent))
      if (row !== undefined) return { code: row.contents, moduleType: 'js' }
      return ENDPOINTS.test(id) ? { code: await usedEndpoints(id), moduleType: 'js' } : null
    },
  }
}

const ENDPOINTS = /@octokit\/plugin-rest-endpoint-methods\/dist-src\/generated\/endpoints\.js$/

/** Octokit lists every route of GitHub's API: kept are those that some source calls, as `client.<scope>.<method>(`. */
async function usedEndpoints(path) {
  const { default: all } = await import(path)
  const calls = [...(await sourceTexts()).matchAll(/\bclient\s*\.(\w+)\s*\.(\w+)/g)]
  const used = {}
  for (const [, scope, method] of calls) {
    const route = all[scope]?.[method]
    if (route !== undefined) used[scope] = { ...used[scope], [method]: route }
  }
  return `export default ${JSON.stringify(used)}`
}

async function sourceTexts() {
  const names = (await readdir('src', { recursive: true })).filter((name) => name.endsWith('.ts')).sort()
  return (await Promise.all(names.map((name) => readFile(join('src', name), 'utf8')))).join('\n')
}
