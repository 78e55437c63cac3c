// Bundles both entries and the worker into dist/, byte for byte the same wherever it runs; `--check` fails when dist/ is not what the sources build.
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { trimming } from './trimming.mjs'

const DIST = 'dist'
// Bundled CommonJS needs these three; Arborist's self-checks would switch on in this repository (its folder looks like a checkout of Arborist).
const BANNER = [
  "import{createRequire as __cr}from'node:module'",
  "import{fileURLToPath as __fu}from'node:url'",
  "import{dirname as __dn}from'node:path'",
  "process.env.ARBORIST_DEBUG??='0'",
  'const require=__cr(import.meta.url),__filename=__fu(import.meta.url),__dirname=__dn(__filename);',
].join(';')

const check = process.argv.includes('--check')
const out = process.argv.indexOf('--out')
const target = check ? await mkdtemp(join(tmpdir(), 'mcp-gate-dist-')) : out > 0 ? process.argv[out + 1] : DIST
if (target === DIST) await rm(DIST, { recursive: true, force: true })
await bundle(target)
if (check) await compare(target)
await printSizes(target)

async function bundle(outdir) {
  const { version } = JSON.parse(await readFile('package.json', 'utf8'))
  const result = await build({
    entryPoints: { index: 'src/action.ts', cli: 'src/cli.ts', 'arborist-worker': 'src/sources/arborist-worker.ts' },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minify: true,
    legalComments: 'none',
    sourcemap: 'linked',
    sourcesContent: false,
    chunkNames: 'chunk-[hash]',
    banner: { js: BANNER },
    define: { __VERSION__: JSON.stringify(version) },
    plugins: [trimming],
    metafile: true,
    write: false,
    logLevel: 'warning',
  })
  await mkdir(outdir, { recursive: true })
  for (const { path, text, contents } of result.outputFiles)
    await writeFile(path, path.endsWith('.js') ? withoutIdleBanner(text) : contents)
  if (process.argv.includes('--parts')) printParts(result.metafile)
  await cp('scripts/dist-package.json', join(outdir, 'package.json'))
}

/** Most chunks hold none of the names that the banner defines. Its line stays, empty, so that the source map fits. */
function withoutIdleBanner(code) {
  const rest = code.replace(BANNER, '')
  return /\b(?:require|__filename|__dirname)\b/.test(rest) ? code : rest
}

/** Exits 1 and names every file that differs between dist/ and a fresh build. */
async function compare(fresh) {
  const [committed, built] = await Promise.all([filesOf(DIST), filesOf(fresh)])
  const names = [...new Set([...committed.keys(), ...built.keys()])].sort()
  const stale = names.filter((name) => !committed.get(name)?.equals(built.get(name) ?? Buffer.alloc(0)))
  await rm(fresh, { recursive: true, force: true })
  if (stale.length === 0) return
  console.error(`dist/ is not what the sources build: ${stale.join(', ')}\nRun npm run build and commit dist/.`)
  process.exit(1)
}

async function filesOf(folder) {
  const names = await readdir(folder).catch(() => [])
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))])))
}

async function printSizes(folder) {
  const files = await filesOf(check ? DIST : folder)
  const bytes = (keep) =>
    [...files].filter(([name]) => keep(name)).reduce((sum, [, content]) => sum + content.length, 0)
  const code = bytes((name) => !name.endsWith('.map'))
  const maps = bytes((name) => name.endsWith('.map'))
  console.log(`dist: ${code} bytes in ${files.size} files without source maps, ${maps} bytes of source maps`)
}

function printParts(metafile) {
  const parts = new Map()
  for (const output of Object.values(metafile.outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(output.inputs)) {
      const part =
        /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(path)?.[1] ??
        path.split('/').slice(0, 2).join('/')
      parts.set(part, (parts.get(part) ?? 0) + bytesInOutput)
    }
  }
  for (const [part, bytes] of [...parts].sort((a, b) => b[1] - a[1]).slice(0, 60))
    console.log(String(bytes).padStart(9), part)
}
