// Writes docs/dependencies.md from package.json, the lockfile and a build. `--check`: fails where it is stale, or where something is wrong.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { EXCEPTIONS, faultsOf, INSTALL_SCRIPTS, LICENCES, nameOf, placeholdersOf } from './dependency-rules.ts'

/** What each is for, and who keeps it: the only facts here that no file tells. */
const REASONS = {
  '@actions/core': ['inputs, outputs, annotations and job summary of the Action', 'GitHub'],
  '@actions/github': ['base options of its REST client: API address and proxy', 'GitHub'],
  '@npmcli/agent': ['connections to registries: proxies, timeouts, reuse', 'npm (GitHub)'],
  '@npmcli/arborist': [
    'npm’s own reading of what changed in an npm lockfile: who needs an entry, and whether it fits',
    'npm (GitHub)',
  ],
  '@octokit/rest': ['GitHub’s REST API; of its list of routes only those called are bundled', 'GitHub'],
  '@sigstore/bundle': ['reads attestation bundles', 'Sigstore (OpenSSF)'],
  '@sigstore/protobuf-specs': ['types and readers of bundles and trust roots', 'Sigstore (OpenSSF)'],
  '@sigstore/tuf': ['keeps Sigstore’s trust root current', 'Sigstore (OpenSSF)'],
  '@sigstore/verify': ['proves signatures, certificates and log entries of attestations', 'Sigstore (OpenSSF)'],
  'js-yaml': ['policy, pnpm and yarn lockfiles, workflows', 'nodeca, community'],
  minimatch: ['`ignore` of the policy, workspaces; Sigstore’s TUF client brings it anyway', 'Isaac Z. Schlueter'],
  'npm-package-arg': ['what a launch line’s package spec means to npm', 'npm (GitHub)'],
  'npm-registry-fetch': ['npm’s own HTTP client, and where the public registry is', 'npm (GitHub)'],
  semver: ['versions and ranges as npm understands them', 'npm (GitHub)'],
  sigstore: ['verifies a bundle against a trust root', 'Sigstore (OpenSSF)'],
  ssri: ['integrity strings', 'npm (GitHub)'],
  tar: ['reads tarballs as npm does, in memory', 'Isaac Z. Schlueter'],
  'toml-eslint-parser': ['TOML client configs, with lines', 'Yosuke Ota'],
  'validate-npm-package-name': ['which names npm allows', 'npm (GitHub)'],
  zod: ['the policy’s schema, and the JSON Schema derived from it', 'Colin McDonnell, community'],
}

const PAGE = new URL('../docs/dependencies.md', import.meta.url)
const root = new URL('..', import.meta.url)
/** As scripts/dist-parts.mjs calls what no source is named for. */
const JOINTS = 'joints between modules'
const manifest = readJson('package.json')
const lock = readJson('package-lock.json')
const before = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : ''
const parts = readParts()
const isPackage = (name) => !name.startsWith('src/') && name !== JOINTS
const bundled = [...parts.keys()].filter(isPackage)

const faults = faultsOf({ manifest, lock, rows: Object.keys(REASONS), bundled })
const page = render()
if (faults.length > 0) fail(`Dependencies:\n${faults.join('\n')}`)
else if (!process.argv.includes('--check')) writeFileSync(PAGE, page)
else if (before !== page)
  fail('docs/dependencies.md is not what the lockfile and a build say. Run npm run dependency-docs.')

function render() {
  const direct = Object.keys(REASONS)
  const brought = bundled.filter((name) => !direct.includes(name))
  const own = [...parts.keys()].filter((name) => name.startsWith('src/'))
  const placeholders = placeholdersOf(lock)
  return `# Dependencies

<!-- Written by scripts/dependencies.mjs from package.json, package-lock.json and a build; edit that file. -->

What is bundled into \`dist/\`, for what, and who keeps it. Bytes are those in \`dist/\`, minified, as the source maps of a
build trace them (\`node scripts/build.mjs --parts\`); they are written anew where they are off by a twentieth.

${table(
  ['package', 'what it does here', 'bytes in `dist/`', 'kept by', 'licence'],
  direct.map((name) => {
    const [reason, keeper] = REASONS[name]
    return [`\`${name}\` ${versionsOf(name)}`, reason, bytesOf(name), keeper, licencesOf(name)]
  }),
)}

${table(
  ['in sum', 'bytes'],
  [
    ['our own sources', sumOf('our own sources', own)],
    ['the packages above', sumOf('the packages above', direct)],
    ['what they bring', sumOf('what they bring', brought)],
    [
      'joints between modules, and data without a map, most of which is the trust root that Sigstore ships',
      sumOf('joints between modules', [JOINTS]),
    ],
  ],
)}

## What they bring

${table(
  ['package', 'bytes in `dist/`', 'licence'],
  brought.sort(byText).map((name) => [`\`${name}\` ${versionsOf(name)}`, bytesOf(name), licencesOf(name)]),
)}

## What is left out

\`scripts/trimming.mjs\` names each part that is never reached, and why: Arborist’s installing half and its query language,
Sigstore’s signing half, undici, the registry client’s disk cache, GitHub’s routes that nobody calls, and more. A library in
two module formats is bundled in one. The tests of the built files run what is left.

## What is held

\`npm run generated\` fails where one of these does not hold of the whole lockfile, development included.

- Every dependency has its row above.
- Licences are ${[...LICENCES].join(', ')}; and, for packages that are installed and never bundled, ${listed(EXCEPTIONS, ([name, licence]) => `${licence} (${name})`)}.
- Of everything that is bundled nothing runs on installing. Of what builds and tests, ${listed(INSTALL_SCRIPTS, ([name, why]) => `\`${name}\` (${why})`)} would; the workflows install with \`--ignore-scripts\`.
- Every entry has a SHA-512, but for ${placeholders.length} optional development packages of other platforms (${families(placeholders)}), of which the registry that wrote the lockfile told none. They are never installed here; on those platforms npm would take what its registry has.

## What was not taken

- lockparse and other small lockfile parsers: no integrity and no addresses, which is what a gate is for.
- snyk-nodejs-lockfile-parser, @pnpm/lockfile.fs, @yarnpkg/parsers: 0.1 to 1.7 MB for what js-yaml and a page of code read.
- a second glob matcher: minimatch is there anyway.
`
}

function readJson(name) {
  return JSON.parse(readFileSync(new URL(name, root), 'utf8'))
}

/** Bytes by package and by folder of our own. */
function readParts() {
  const text = execFileSync(process.execPath, ['scripts/build.mjs', '--parts'], { cwd: root, encoding: 'utf8' })
  const lines = text.split('\n').flatMap((line) => {
    const [, bytes, name] = /^ *(\d+) (.+)$/.exec(line) ?? []
    return name === undefined ? [] : [[name, Number(bytes)]]
  })
  return new Map(lines)
}

/** In every place where it is installed for more than development. */
function entriesOf(name) {
  return Object.entries(lock.packages).flatMap(([path, entry]) =>
    path !== '' && entry.dev !== true && nameOf(path) === name ? [entry] : [],
  )
}

/** The one that is asked for stands at the top; of what is brought there may be several. */
function versionsOf(name) {
  if (Object.hasOwn(REASONS, name)) return lock.packages[`node_modules/${name}`]?.version
  return [...new Set(entriesOf(name).map(({ version }) => version))].join(', ')
}

function licencesOf(name) {
  return [...new Set(entriesOf(name).map(({ license }) => license))].join(', ')
}

function bytesOf(name) {
  return settled(`\`${name}\` `, parts.get(name) ?? 0)
}

function sumOf(label, names) {
  return settled(
    label,
    names.reduce((sum, name) => sum + (parts.get(name) ?? 0), 0),
  )
}

/** The number as the page has it, where that is still near: a word in our sources moves most of them a little. */
function settled(label, bytes) {
  const row = before.split('\n').find((line) => line.startsWith(`| ${label}`)) ?? ''
  const written = Number(/\| ([\d,]+) (?=\|)/.exec(row)?.[1]?.replaceAll(',', '') ?? Number.NaN)
  const isNear = Math.abs(written - bytes) <= Math.max(200, bytes / 20)
  return (isNear ? written : bytes).toLocaleString('en')
}

function families(paths) {
  const counts = Map.groupBy(paths.map(nameOf), (name) => name.replace(/^((?:@[^/]+\/)?[a-z]+).*$/, '$1…'))
  return [...counts].map(([family, names]) => `${names.length} of \`${family}\``).join(', ')
}

function listed(record, toText) {
  const texts = Object.entries(record).map(toText)
  return `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`
}

function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function byText(a, b) {
  return a < b ? -1 : Number(a > b)
}

function fail(message) {
  console.error(message)
  process.exitCode = 1
}
