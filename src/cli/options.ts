// The command line's words: every command, its options and formats, in one table from which parsing and --help both derive.
import { InputError } from '../errors.ts'
import { SEVERITIES, type Severity } from '../model/severity.ts'
import { nearest } from '../policy/nearest.ts'

export type Format = 'text' | 'json' | 'ndjson' | 'markdown' | 'sarif' | 'cyclonedx' | 'html'

interface OptionRow {
  readonly type: 'string' | 'boolean'
  readonly value?: string
  readonly help: string
}

export interface CommandRow {
  readonly summary: string
  readonly positionals: string
  readonly options: readonly string[]
  /** The first is the default. */
  readonly formats: readonly Format[]
}

export const OPTIONS: Readonly<Record<string, OptionRow>> = {
  repo: { type: 'string', value: 'DIR', help: 'the repository (default: this folder)' },
  base: { type: 'string', value: 'REF', help: 'compare with the merge base of REF (default: the default branch)' },
  head: { type: 'string', value: 'REF', help: 'judge REF (default: the working tree)' },
  ref: { type: 'string', value: 'REF', help: 'read REF (default: the working tree)' },
  policy: {
    type: 'string',
    value: 'FILE',
    help: 'use this policy file instead of the base branch’s .github/mcp-gate.yml',
  },
  extends: { type: 'string', value: 'REFERENCE', help: 'require the central policy owner/repo//path@commit' },
  central: { type: 'string', value: 'DIR', help: 'a clone of the repository whose policy this one extends' },
  'fail-on': {
    type: 'string',
    value: 'SEVERITY',
    help: `fail from this severity on (${SEVERITIES.join(', ')}); can only tighten the policy`,
  },
  registry: {
    type: 'string',
    value: 'URL',
    help: 'ask this registry in place of the public npm registry (https, or http on loopback)',
  },
  'tuf-mirror': { type: 'string', value: 'URL', help: 'take Sigstore’s trust root from this TUF repository' },
  'tuf-root': { type: 'string', value: 'FILE', help: 'the root.json that this TUF repository is trusted by' },
  osv: { type: 'string', value: 'URL', help: 'ask this OSV service about malware in place of the public one' },
  offline: { type: 'boolean', help: 'ask nobody: evidence from the network is unavailable' },
  format: { type: 'string', value: 'FORMAT', help: 'form of the output' },
  output: { type: 'string', value: 'FILE', help: 'write the output to FILE' },
  evidence: { type: 'string', value: 'DIR', help: 'write the evidence files of MCP-SUPPLY-02 into this folder' },
  to: { type: 'string', value: 'CLIENT', help: 'claude, codex, copilot, gemini or vscode' },
  write: { type: 'boolean', help: 'insert the entry into the policy file' },
  force: { type: 'boolean', help: 'overwrite files that exist' },
  color: { type: 'boolean', help: 'colour even where the output is no terminal' },
  'no-color': { type: 'boolean', help: 'no colour' },
  quiet: { type: 'boolean', help: 'no progress, only what fails and the verdict' },
  help: { type: 'boolean', help: 'show this help' },
  version: { type: 'boolean', help: 'show the version' },
}

/** Options of every command. */
export const COMMON = ['format', 'output', 'color', 'no-color', 'quiet', 'help', 'version']
const REPORT_FORMATS = ['text', 'json', 'ndjson', 'markdown', 'sarif', 'html'] as const
const EVIDENCE = ['registry', 'tuf-mirror', 'tuf-root', 'osv', 'offline']

export const COMMANDS = {
  check: {
    summary: 'judge what a branch changes, as the Action does on a pull request',
    positionals: '',
    options: ['repo', 'base', 'head', 'policy', 'extends', 'central', 'fail-on', ...EVIDENCE],
    formats: REPORT_FORMATS,
  },
  diff: {
    summary: 'list every changed component, without evidence and without network',
    positionals: '',
    options: ['repo', 'base', 'head'],
    formats: ['text', 'json'],
  },
  inventory: {
    summary: 'list every component, with tier and reasons',
    positionals: '',
    options: ['repo', 'ref'],
    formats: ['text', 'json', 'cyclonedx'],
  },
  audit: {
    summary: 'judge everything that is there now',
    positionals: '',
    options: ['repo', 'ref', 'policy', 'extends', 'central', 'fail-on', 'evidence', ...EVIDENCE],
    formats: REPORT_FORMATS,
  },
  inspect: {
    summary: 'evidence and judgement on packages nobody has added yet; - reads names from standard input',
    positionals: 'NAME[@VERSION]… | -',
    options: ['repo', 'policy', 'extends', 'central', ...EVIDENCE],
    formats: ['text', 'ndjson'],
  },
  allow: {
    summary: 'print an allowlist entry with its evidence pinned, or insert it with --write',
    positionals: 'NAME@VERSION | PURL | ADDRESS | "LAUNCH LINE"',
    options: ['repo', 'policy', 'extends', 'central', 'write', ...EVIDENCE],
    formats: ['text'],
  },
  init: {
    summary: 'write a policy that allowlists what is there now, after verifying it, and both workflows',
    positionals: '',
    options: ['repo', 'force', ...EVIDENCE],
    formats: ['text'],
  },
  export: {
    summary: 'print the allowlist in the form that a client enforces at run time',
    positionals: '',
    options: ['to', 'repo', 'policy', 'extends', 'central'],
    formats: ['text'],
  },
} as const satisfies Readonly<Record<string, CommandRow>>

export type Command = keyof typeof COMMANDS

export interface Invocation {
  readonly command: Command
  readonly positionals: readonly string[]
  readonly format: Format
  readonly failOn: Severity | null
  /** Value of a string option, or null. */
  text(name: string): string | null
  flag(name: string): boolean
}

/** `help` and `version` may stand alone or after a command. */
export type Parsed =
  | { readonly kind: 'run'; readonly invocation: Invocation }
  | { readonly kind: 'help'; readonly command: Command | null }
  | { readonly kind: 'version' }

/** Reads the command line. Errors: InputError `usage`, with the words that would have been right. */
export function parseCommandLine(args: readonly string[]): Parsed {
  const [first, ...rest] = args
  if (first === undefined || first === '--help' || first === '-h' || first === 'help')
    return { kind: 'help', command: rest[0] === undefined ? null : commandOf(rest[0]) }
  if (first === '--version' || first === '-v') return { kind: 'version' }
  const command = commandOf(first)
  const { values, positionals } = parseStrictly(command, rest)
  if (values['help'] === true) return { kind: 'help', command }
  if (values['version'] === true) return { kind: 'version' }
  return { kind: 'run', invocation: toInvocation(command, values, positionals) }
}

type Values = Readonly<Record<string, string | boolean | undefined>>

function toInvocation(command: Command, values: Values, positionals: readonly string[]): Invocation {
  const row: CommandRow = COMMANDS[command]
  if (row.positionals === '' && positionals.length > 0)
    throw usage(`${command} takes no ${JSON.stringify(positionals[0])}`, command)
  if (row.positionals !== '' && positionals.length === 0) throw usage(`${command} needs ${row.positionals}`, command)
  const text = (name: string) => (typeof values[name] === 'string' ? values[name] : null)
  return {
    command,
    positionals,
    format: choose('format', text('format') ?? row.formats[0] ?? 'text', row.formats, command),
    failOn: text('fail-on') === null ? null : choose('fail-on', text('fail-on') ?? '', SEVERITIES, command),
    text,
    flag: (name) => values[name] === true,
  }
}

function parseStrictly(command: Command, args: readonly string[]) {
  const names = [...COMMANDS[command].options, ...COMMON]
  const options = Object.fromEntries(names.map((name) => [name, { type: OPTIONS[name]?.type ?? 'boolean' }]))
  try {
    // Taken out of the module: an import would load everything that the module can lend.
    return process
      .getBuiltinModule('node:util')
      .parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (cause) {
    throw usage(faultOf(cause, command, names), command, cause)
  }
}

function choose<T extends string>(name: string, value: string, allowed: readonly T[], command: Command): T {
  const found = allowed.find((candidate) => candidate === value)
  if (found === undefined)
    throw usage(`--${name} of ${command} is ${allowed.join(', ')}, not ${JSON.stringify(value)}`, command)
  return found
}

/** Node's own words name the option first, and then explain what nobody meant. */
function faultOf(cause: unknown, command: Command, names: readonly string[]): string {
  const text = String(cause).replace(/^TypeError(?: \[\w+\])?: /, '')
  const [, unknown] = /^Unknown option '(-[^']*)'/.exec(text) ?? []
  if (unknown === undefined) return text
  return `${command} has no option ${unknown}${meant(unknown.replace(/^-+/, ''), names, '--')}`
}

function commandOf(word: string): Command {
  if (isCommand(word)) return word
  throw usage(`there is no command ${JSON.stringify(word)}${meant(word, Object.keys(COMMANDS), '')}`, null)
}

function meant(word: string, candidates: readonly string[], prefix: string): string {
  const found = nearest(word, candidates)
  return found === null ? '' : `; did you mean ${prefix}${found}?`
}

function isCommand(word: string): word is Command {
  return Object.hasOwn(COMMANDS, word)
}

function usage(message: string, command: Command | null, cause?: unknown): InputError {
  return new InputError('usage', message, {
    hint: `See mcp-gate ${command === null ? '' : `${command} `}--help.`,
    cause,
  })
}
