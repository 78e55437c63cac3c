// What bundled libraries can do that the gate never asks of them is left out of dist/: each row says why it is never reached.
const NEVER_REACHED = [
  {
    // Arborist loads it for its query language; behind it stand pacote and a second HTTP client.
    path: /@npmcli[\\/]arborist[\\/]lib[\\/]query-selector-all\.js$/,
    contents: "module.exports = () => { throw new Error('the query language is not bundled') }",
  },
]

const UNUSED_MIXINS =
  /@npmcli[\\/]arborist[\\/]lib[\\/]arborist[\\/](build-ideal-tree|load-actual|rebuild|reify|isolated-reifier)\.js$/
NEVER_REACHED.push(
  // Arborist's class is a chain of mixins: only loadVirtual is called, so those that install, rebuild and read disks pass the class on.
  { path: UNUSED_MIXINS, contents: 'module.exports = (cls) => cls' },
  // Advisories are asked of the registry by evidence/, not through Arborist's own audit.
  { path: /@npmcli[\\/]arborist[\\/]lib[\\/]audit-report\.js$/, contents: 'module.exports = class {}' },
)

const NEVER_IMPORTED = [
  // The gate verifies and never signs: sigstore's signing half brings its own HTTP client and OIDC providers.
  { name: /^@sigstore\/sign$/, contents: 'module.exports = {}' },
  // minipass-fetch recodes text bodies with it where it is installed; the registry speaks UTF-8.
  {
    name: /^(encoding|iconv-lite)$/,
    contents: "throw Object.assign(new Error('not bundled'), { code: 'MODULE_NOT_FOUND' })",
  },
  // GitHub's libraries bring an HTTP client for its proxy agent; Node's own fetch goes through the environment's proxy (src/proxy.ts).
  {
    name: /^undici$/,
    contents:
      'exports.ProxyAgent = class {}; exports.fetch = (url, { dispatcher, ...options } = {}) => globalThis.fetch(url, options)',
  },
  // SOCKS proxies for the registry are not supported; HTTP and HTTPS ones are.
  { name: /^socks-proxy-agent$/, contents: 'exports.SocksProxyAgent = class { static protocols = [] }' },
  // The registry client's disk cache, which is never switched on.
  { name: /^cacache$/, contents: 'module.exports = {}' },
  // Disk walks of workspaces and caches, which nothing here does: lockfiles are fed to Arborist from memory.
  { name: /^glob$/, contents: "exports.glob = () => { throw new Error('glob is not bundled') }" },
  // Optional proxy authentication that needs a native module.
  { name: /^kerberos$/, contents: "throw Object.assign(new Error('not bundled'), { code: 'MODULE_NOT_FOUND' })" },
]

/** @type {import('esbuild').Plugin} */
export const trimming = {
  name: 'trimming',
  setup(build) {
    for (const { path, contents } of NEVER_REACHED) build.onLoad({ filter: path }, () => ({ contents, loader: 'js' }))
    for (const { name, contents } of NEVER_IMPORTED) {
      build.onResolve({ filter: name }, () => ({ path: String(name), namespace: 'not-bundled' }))
      build.onLoad({ filter: new RegExp(escape(String(name))), namespace: 'not-bundled' }, () => ({
        contents,
        loader: 'js',
      }))
    }
  },
}

function escape(text) {
  return text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')
}
