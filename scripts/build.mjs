// Bundles both entries and the worker into dist/, byte for byte the same wherever it runs; `--check` fails when dist/ is not what the sources build.
import { cp, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { partsOf } from './dist-parts.mjs'
import { trimming } from './trimming.mjs'

const DIST = 'dist'
/** A build to compare or to weigh stands beside it, because source maps hold paths from their own folder. */
const SCRATCH = 'dist.tmp'
/** Each with all that it needs, in one file instead of thirty, so that a run loads few files and little it does not need. */
const GROUPS = [
  // What a check loads that finds nothing to judge, as most do.
  { name: 'quiet', test: /\/src\/(cli\/(main|check|diff)|pipeline\/gate)\.ts$/, priority: 3 },
  // What reads and compares, for every command.
  { name: 'reading', test: /\/src\/(sources\/index|pipeline\/(changes|diff)|report\/tables)\.ts$/, priority: 2 },
  { name: 'judging', test: /\/src\/pipeline\/judging\.ts$/, priority: 1 },
]

/** Source maps serve stack traces of our own code; those of the libraries would be half of what every run downloads. */
const onlyOwnMaps = {
  name: 'only-own-maps',
  transform: {
    filter: { id: /node_modules/ },
    handler: (code) => ({ code, map: { mappings: '' } }),
  },
}

/**
 * A module of a group that is imported when needed gets a file of one line, which hands on what the group's file has: one
 * more to load in every run. Those who ask for it are sent to the group's file. Names of files are all of one length and
 * exports are added at the end, so that no source map goes wrong.
 */
const withoutForwarders = {
  name: 'without-forwarders',
  generateBundle(_, bundle) {
    for (const [name, { code }] of Object.entries(bundle)) {
      const [, inner, outer, target] = FORWARDER.exec(code ?? '') ?? []
      const [, before, names, after] = LAST_EXPORT.exec(bundle[target]?.code ?? '') ?? []
      const locals = new Map(
        names
          ?.split(',')
          .map((pair) => pair.split(' as '))
          .map(([local, name = local]) => [name, local]),
      )
      if (!locals.has(inner) || locals.has(outer)) continue
      bundle[target].code = `${before}export{${names},${locals.get(inner)} as ${outer}}${after}`
      for (const chunk of Object.values(bundle)) chunk.code = chunk.code?.replaceAll(`./${name}`, `./${target}`)
      delete bundle[name]
    }
  },
}

const FORWARDER = /^export\{([\w$]+) as ([\w$]+)\}from"\.\/(chunk-[\w-]+\.js)";\s*$/
const LAST_EXPORT = /^([\s\S]*)export\{([^}]*)\}([^{}]*)$/

const check = process.argv.includes('--check')
const wantsParts = process.argv.includes('--parts')
const target = check || wantsParts ? SCRATCH : targetOf(process.argv)
if (target === DIST || target === SCRATCH) await rm(target, { recursive: true, force: true })
await bundle(target)
if (check) await compare(target)
await printSizes(target)
if (wantsParts) await rm(target, { recursive: true })

/** `--out` names another folder, to compare builds. */
function targetOf(words) {
  const out = words.indexOf('--out')
  return out < 0 ? DIST : words[out + 1]
}

async function bundle(outdir) {
  const { version } = JSON.parse(await readFile('package.json', 'utf8'))
  const bundle = await rolldown({
    input: { index: 'src/action.ts', cli: 'src/cli.ts', 'arborist-worker': 'src/sources/arborist-worker.ts' },
    platform: 'node',
    preserveEntrySignatures: 'allow-extension',
    transform: { target: 'node24', define: { __VERSION__: JSON.stringify(version) } },
    plugins: wantsParts ? [trimming()] : [trimming(), onlyOwnMaps, withoutForwarders],
    onLog,
  })
  const { output } = await bundle.write({
    dir: outdir,
    format: 'esm',
    minify: true,
    comments: false,
    sourcemap: true,
    sourcemapExcludeSources: true,
    chunkFileNames: 'chunk-[hash].js',
    codeSplitting: { groups: GROUPS },
  })
  if (wantsParts) for (const [part, bytes] of partsOf(output)) console.log(String(bytes).padStart(9), part)
  await cp('scripts/dist-package.json', join(outdir, 'package.json'))
}

/** A file that is imported both ways stays where it is needed first: that is what groups are for. */
function onLog(level, log, report) {
  if (log.code !== 'INEFFECTIVE_DYNAMIC_IMPORT') report(level === 'warn' ? 'error' : level, log)
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
