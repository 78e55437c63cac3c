// Writes docs/limits.md: every bound with its value, read from the source that enforces it, and what is said where it is
// exceeded, which must stand in that source. With --check it only says whether the page is current.
import { readFileSync, writeFileSync } from 'node:fs'

const PAGE = new URL('../docs/limits.md', import.meta.url)

/** Of each: the file, the constant, its unit, what it bounds, words of the source's own message. */
const TABLES = {
  'Files of the repository': {
    lead: 'Beyond one of these a file is not read, and a file that is not read is a finding, `source-unread`, never a pass.',
    rows: [
      ['src/sources/text.ts', 'MAX_LOCKFILE_BYTES', 'bytes', 'a lockfile', 'it is larger than'],
      ['src/sources/text.ts', 'MAX_FILE_BYTES', 'bytes', 'any other source', 'the most that is read'],
      [
        'src/sources/text.ts',
        'MAX_TOTAL_BYTES',
        'bytes',
        'all files of a commit that are read',
        'src/sources/total.ts: the most that is judged together',
      ],
      [
        'src/sources/total.ts',
        'MAX_COMPONENTS',
        'packages and servers',
        'all files of a commit that are looked at',
        'the most that is judged together',
      ],
      ['src/sources/total.ts', 'MAX_SERVERS', 'servers', 'all client configs', 'the most that is judged together'],
      ['src/sources/npm-entries.ts', 'MAX_ENTRIES', 'entries', 'an npm lockfile', 'it has more than'],
      [
        'src/sources/npm-keys.ts',
        'MAX_NESTING',
        'levels',
        'packages within packages in a key of an npm lockfile',
        'is nested deeper than any package manager nests',
      ],
      [
        'src/sources/npm-keys.ts',
        'MAX_FOLDERS',
        'levels',
        'all folders of a key of an npm lockfile',
        'is nested deeper than any package manager nests',
      ],
      ['src/sources/npm-keys.ts', 'MAX_LENGTH', 'characters', 'a key of an npm lockfile', 'is longer than any path'],
      ['src/sources/specs.ts', 'MAX_SPECS', 'names', 'dependencies of one entry', 'has more than'],
      ['src/sources/json.ts', 'MAX_DEPTH', 'levels', 'nesting of JSON', 'it is nested deeper than'],
      [
        'src/sources/yaml.ts',
        'MAX_REPEATED',
        'values',
        'what aliases of YAML stand for',
        'its aliases stand for more than',
      ],
      [
        'src/sources/document.ts',
        'MAX_DOCUMENT_DEPTH',
        'levels',
        'nesting of YAML and TOML',
        'src/sources/toml.ts: it is nested deeper than',
      ],
      ['src/sources/client-config.ts', 'MAX_SERVERS', 'servers', 'one client config or workflow', 'it holds more than'],
      [
        'src/sources/client-workflow.ts',
        'MAX_TRIES',
        'braces',
        'one text of a workflow in which servers are searched',
        'the servers are in JSON that cannot be read',
      ],
      ['src/sources/launch.ts', 'MAX_WORDS', 'words', 'a command line', 'it is too long'],
      ['src/sources/launch.ts', 'MAX_TEXT', 'characters', 'a command line', 'it is too long'],
      [
        'src/sources/launch-shells.ts',
        'MAX_COMMANDS',
        'commands',
        'a shell’s text',
        'the shell is given more than one simple command',
      ],
      ['src/sources/manager-config-npmrc.ts', 'MAX_SETTINGS', 'settings', 'an .npmrc', 'it has more than'],
      [
        'src/sources/manager-config-leaves.ts',
        'MAX_VISITS',
        'values',
        'a package manager’s other settings',
        'it holds more than',
      ],
      [
        'src/sources/specs.ts',
        'MAX_TEXT',
        'characters',
        'a spec, a version or an address of a lockfile',
        'has a control character or too much in the text for',
      ],
      ['src/sources/launch.ts', 'MAX_DEPTH', 'levels', 'launchers that launch launchers', 'it has too many levels'],
    ],
  },
  'The policy': {
    lead: 'A policy beyond these is an input error, exit code 2: a policy that is not understood is never replaced by the default.',
    rows: [
      ['src/policy/load.ts', 'MAX_BYTES', 'bytes', 'the policy file', 'it is larger than 8 MB'],
      [
        'src/policy/waivers.ts',
        'MAX_DAYS',
        'days',
        'how far ahead a waiver may expire',
        'days ahead; the last day possible is',
      ],
    ],
  },
  "Arborist's look at what changed in a lockfile": {
    lead: 'Look-ups whose spec is a plain range that is met need no Arborist. It works in a thread of its own where there is much to look at. Beyond a bound the lockfile is `source-unread/out-of-sync`, with the reason.',
    rows: [
      [
        'src/sources/arborist-inspect.ts',
        'MAX_LOOK_UPS',
        'look-ups',
        'dependencies on what changed that ask for an address, a tag, an overridden name or a range that is not met',
        'of its dependencies are no plain ranges that are met',
      ],
      [
        'src/sources/arborist-inspect.ts',
        'MAX_IN_ALL',
        'look-ups',
        'the same of all lockfiles together',
        'look-ups that there is time for',
      ],
      ['src/sources/arborist-inspect.ts', 'MAX_OVERRIDES', 'overrides', 'a project', 'there are more than'],
      [
        'src/sources/arborist-inspect.ts',
        'MAX_OVERRIDES_TEXT',
        'characters',
        'the overrides as JSON',
        'the overrides are longer than',
      ],
      ['src/sources/arborist-thread.ts', 'BOUNDS.milliseconds', 'milliseconds', 'time', 'it took longer than'],
      ['src/sources/arborist-thread.ts', 'BOUNDS.megabytes', 'MB', 'memory', 'it needs more memory than it may have'],
      [
        'src/sources/npm-sync.ts',
        'MAX_FACTS',
        'facts',
        'differences told of one lockfile',
        'further differences are not listed',
      ],
    ],
  },
  'Evidence from the network': {
    lead: 'Beyond a bound of time the observation is unavailable, `timeout`. Beyond one of size it is unavailable, `over-limit`, which a publisher can choose and which is therefore always a finding of severity high.',
    rows: [
      ['src/evidence/bounds.ts', 'BOUNDS.parallel', 'requests', 'in flight at once', null],
      ['src/evidence/bounds.ts', 'BOUNDS.attempts', 'tries', 'one request', null],
      [
        'src/evidence/bounds.ts',
        'BOUNDS.attemptMs',
        'milliseconds',
        'one try',
        'src/evidence/http.ts: did not answer in time',
      ],
      [
        'src/evidence/bounds.ts',
        'BOUNDS.requestMs',
        'milliseconds',
        'one request with all its tries',
        'src/evidence/http.ts: did not answer in time',
      ],
      [
        'src/evidence/bounds.ts',
        'BOUNDS.stageMs',
        'milliseconds',
        'all evidence of a run',
        'src/evidence/run.ts: the time for gathering evidence ran out',
      ],
      [
        'src/evidence/bounds.ts',
        'BOUNDS.packumentBytes',
        'bytes',
        'a packument',
        'src/evidence/guard.ts: the answer is longer than the bound',
      ],
      [
        'src/evidence/bounds.ts',
        'BOUNDS.answerBytes',
        'bytes',
        'attestations, keys, advisories',
        'src/evidence/guard.ts: the answer is longer than the bound',
      ],
      [
        'src/evidence/bounds.ts',
        'BOUNDS.tarballBytes',
        'bytes',
        'a tarball',
        'src/evidence/guard.ts: the answer is longer than the bound',
      ],
      [
        'src/evidence/bounds.ts',
        'BOUNDS.unpackedBytes',
        'bytes',
        'all files of a tarball',
        'src/evidence/unpack.ts: the tarball holds more than',
      ],
      [
        'src/evidence/bounds.ts',
        'BOUNDS.ratio',
        'times',
        'growth on unpacking, past 10 MB',
        'src/evidence/unpack.ts: the tarball expands beyond all measure',
      ],
      [
        'src/evidence/bounds.ts',
        'BOUNDS.entries',
        'files',
        'a tarball',
        'src/evidence/unpack.ts: the tarball holds more than',
      ],
      [
        'src/evidence/bounds.ts',
        'BOUNDS.unpackMs',
        'milliseconds',
        'reading a tarball',
        'src/evidence/unpack.ts: the tarball takes too long to read',
      ],
      [
        'src/evidence/bounds.ts',
        'BOUNDS.sourceBytes',
        'bytes',
        'a source file that is searched for capabilities',
        'src/evidence/contents.ts: the tarball holds more code than can be searched',
      ],
      [
        'src/evidence/code/tokens.ts',
        'MAX_TOKENS',
        'of them',
        'texts, comments and regular expressions of one source file',
        'src/evidence/contents.ts: the tarball holds more code than can be searched',
      ],
      [
        'src/evidence/code/tokens.ts',
        'MAX_ESCAPES',
        'escapes',
        'texts of one source file',
        'src/evidence/contents.ts: the tarball holds more code than can be searched',
      ],
      [
        'src/evidence/code/addresses.ts',
        'MAX_TEXTS',
        'of them',
        'texts with an address in one source file',
        'src/evidence/contents.ts: the tarball holds more code than can be searched',
      ],
      [
        'src/evidence/bounds.ts',
        'BOUNDS.capabilities',
        'of them',
        'distinct capabilities of a package',
        'src/evidence/contents.ts: the tarball holds more code than can be searched',
      ],
    ],
  },
  'The text for a terminal and a job’s log': {
    lead: 'The worst come first. Whatever is left out here is in the report as JSON, and counts for the verdict all the same.',
    rows: [
      [
        'src/report/terminal.ts',
        'MAX_TITLES',
        'of them',
        'changed servers; other packages and files; waived findings',
        'more that are not listed here',
      ],
      ['src/report/terminal.ts', 'MAX_FINDINGS', 'findings', 'one of these', 'more that are not listed here'],
    ],
  },
  'What is told of a package beside its findings': {
    lead: 'None of these changes a verdict.',
    rows: [
      ['src/inventory/closure.ts', 'MAX_CHAINS', 'ways', 'direct dependencies that lead to a package', null],
      ['src/inventory/closure.ts', 'MAX_CHAIN', 'names', 'a way that is shown', null],
      ['src/inventory/closure.ts', 'MAX_CHARACTERS', 'characters', 'a way that is shown', null],
    ],
  },
  GitHub: {
    lead: 'Without what decides the run ends incomplete, exit code 3: what was not posted is told in a notice, an approval on a part of a list does not count, and the last two shorten what is shown, and say so.',
    rows: [
      [
        'src/snapshot/github-tree.ts',
        'MAX_ENTRIES',
        'files',
        'a commit read by the API',
        'The repository has more files than GitHub lists',
      ],
      [
        'src/snapshot/github-tree.ts',
        'MAX_REQUESTS',
        'requests',
        'listing a commit',
        'The repository has more files than GitHub lists',
      ],
      ['src/github/fetch.ts', 'MAX_BYTES', 'bytes', 'one answer', 'GitHub answered with more than'],
      [
        'src/github/client.ts',
        'REQUEST_TIMEOUT_MS',
        'milliseconds',
        'one attempt at a request',
        'src/github/failure.ts: GitHub could not be reached',
      ],
      [
        'src/github/pages.ts',
        'MAX_PAGES',
        'pages of a hundred',
        'a list of reviews, comments, files or issues',
        'GitHub’s list has more than',
      ],
      ['src/snapshot/github.ts', 'AT_ONCE', 'requests', 'in flight at once', null],
      ['src/report/summary.ts', 'COMMENT_BOUND', 'bytes', 'the summary comment', null],
      ['src/report/summary.ts', 'JOB_SUMMARY_BOUND', 'bytes', 'the job summary', null],
    ],
  },
}

const page = `# Limits

<!-- Written by scripts/limits.mjs from the sources; edit that file. -->

Everything that a pull request or a publisher can make large is bounded. A bound that is exceeded is told: as a finding, as
an input error, or as a number of things left out. It is never a pass.

${Object.entries(TABLES).map(toSection).join('\n')}`

if (!process.argv.includes('--check')) writeFileSync(PAGE, page)
else if (readFileSync(PAGE, 'utf8') !== page) {
  console.error('docs/limits.md is not what the sources say. Run node scripts/limits.mjs.')
  process.exitCode = 1
}

function toSection([title, { lead, rows }]) {
  const lines = rows.map(
    ([file, constant, unit, what, said]) =>
      `| ${what} | ${numberIn(file, constant).toLocaleString('en')} ${unit} | ${wordsOf(file, said)} | \`${file}\` |`,
  )
  return `## ${title}\n\n${lead}\n\n| of | at most | what is said beyond it | kept in |\n| --- | --- | --- | --- |\n${lines.join('\n')}\n`
}

/** The number that a source assigns to a constant, or to a key of one. */
function numberIn(file, constant) {
  const text = sourceOf(file)
  const [name, key] = constant.split('.')
  const from = text.indexOf(`const ${name}`)
  const pattern = key === undefined ? /=\s*([\d_*\s]+)/ : new RegExp(`\\b${key}:\\s*([\\d_]+(?:\\s*\\*\\s*MB)?)`)
  const found = from < 0 ? null : pattern.exec(text.slice(from))
  if (found === null) throw new Error(`${file} has no number ${constant}`)
  return found[1]
    .replaceAll('MB', '1_000_000')
    .split('*')
    .reduce((product, factor) => product * Number(factor.replaceAll('_', '').trim()), 1)
}

/** Words of a message, held against the source that says it: `file: words` where that is another one. */
function wordsOf(file, said) {
  if (said === null) return ''
  const [, other = file, words = said] = /^(src\/\S+): (.*)$/.exec(said) ?? []
  if (!sourceOf(other).includes(words)) throw new Error(`${other} does not say "${words}"`)
  return `“${words}”`
}

function sourceOf(file) {
  return readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')
}
