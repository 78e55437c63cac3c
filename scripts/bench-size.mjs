// What a runner downloads before the first line runs, and where the bytes come from.
import { execFileSync } from 'node:child_process'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { printTable } from './bench-measure.mjs'

/** (i, j) dist/ as it lies there, the archive of what is committed, and the largest parts of a build. */
export async function benchSize() {
  const files = await Promise.all(
    (await readdir('dist')).map(async (name) => [name, (await stat(join('dist', name))).size]),
  )
  const sum = (keep) => files.filter(([name]) => keep(name)).reduce((total, [, size]) => total + size, 0)
  const isMap = (name) => name.endsWith('.map')
  const archive = execFileSync('git', ['archive', '--format=tar.gz', 'HEAD'], { maxBuffer: 1e9 }).length
  printTable(
    ['what', 'bytes'],
    [
      ['dist/ without source maps', sum((name) => !isMap(name))],
      ['source maps of dist/', sum(isMap)],
      ['git archive of HEAD, gzipped: what `uses:` fetches', archive],
    ],
  )
  const parts = execFileSync(process.execPath, ['scripts/build.mjs', '--parts'], { encoding: 'utf8' })
  console.log(parts.split('\n').slice(0, 20).join('\n'))
}
