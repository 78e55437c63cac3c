// What bundled libraries can do that the gate never asks of them is left out of dist/: each row says why it is never reached.
const NEVER_REACHED = [
  {
    // Arborist loads it for its query language; behind it stand pacote and a second HTTP client.
    path: /@npmcli[\\/]arborist[\\/]lib[\\/]query-selector-all\.js$/,
    contents: "module.exports = () => { throw new Error('the query language is not bundled') }",
  },
]

const NEVER_IMPORTED = [
  // The gate verifies and never signs: sigstore's signing half brings its own HTTP client and OIDC providers.
  { name: /^@sigstore\/sign$/, contents: 'module.exports = {}' },
  // minipass-fetch recodes text bodies with it where it is installed; the registry speaks UTF-8.
  { name: /^(encoding|iconv-lite)$/, contents: "throw Object.assign(new Error('not bundled'), { code: 'MODULE_NOT_FOUND' })" },
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
      build.onLoad({ filter: new RegExp(escape(String(name))), namespace: 'not-bundled' }, () => ({ contents, loader: 'js' }))
    }
  },
}

function escape(text) {
  return text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')
}
