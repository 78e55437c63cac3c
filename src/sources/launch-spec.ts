// What an npm spec on a command line names: a registry package, an alias of one, a git repository, a tarball or a folder.
import npa from 'npm-package-arg'
import valid from 'semver/functions/valid.js'
import { maskUrl } from '../model/masking.ts'
import { aTarget, type Line, NOTHING, type Reading, type Target, targets, unreadableLine } from './launch-reading.ts'
import { holdsPlaceholder, type Word } from './launch-words.ts'
import { isPackageName } from './names.ts'

/** The package a spec names, as `npx` and its kind would fetch it. `pinned` only for an exact version or a full commit. */
export function readNpmSpec(word: Word, line: Line): Reading {
  const spec = word.text.trim()
  if (holdsPlaceholder(spec)) return withPlaceholder({ ...word, text: spec }, line)
  const parsed = parse(spec.replace(/^(@?[^@]+)@v(?=\d)/, '$1@'))
  const target = parsed === null ? null : toTarget(parsed, { ...word, text: spec }, line)
  return target === null ? unreadableLine(line, 'the package is not a spec that npm knows') : targets(target)
}

/** Exact means one version: no range, no tag, no placeholder. Null for anything else. */
export function exactVersion(spec: string): string | null {
  const bare = spec.trim().replace(/^[=v]+\s*/, '')
  return /^\d+\.\d+\.\d+/.test(bare) ? valid(bare) : null
}

/** A 40-hex commit after `#` or `@`; null for a branch, a tag, a short commit or nothing. */
export function commitOf(committish: string | null | undefined): string | null {
  return /^[0-9a-f]{40}$/i.test(committish ?? '') ? (committish ?? null) : null
}

function parse(spec: string): npa.Result | null {
  try {
    return npa(spec)
  } catch {
    // npm-package-arg refuses names and protocols that npm refuses as well; the caller says so.
    return null
  }
}

/** `name@${X}`: the name is known, the version is not, and may be anything, an alias included. */
function withPlaceholder(word: Word, line: Line): Reading {
  const [, name, spec] = /^((?:@[^@/]+\/)?[^@/]+)@(.+)$/.exec(word.text) ?? []
  const detail = 'a placeholder stands where the package or its version belongs'
  if (name === undefined || spec === undefined || holdsPlaceholder(name) || !isPackageName(name))
    return unreadableLine(line, detail)
  const target = aTarget({ ecosystem: 'npm', name, spec, pinned: false, launcher: line.launcher, route: word.route })
  return { ...NOTHING, targets: [target], unreadable: [detail] }
}

function toTarget(parsed: npa.Result, word: Word, line: Line): Target | null {
  const base = { launcher: line.launcher, route: word.route, alias: null }
  if (parsed.type === 'alias') {
    const inner = (parsed as npa.AliasResult).subSpec
    const target = toTarget(inner, word, line)
    return target === null || inner.type === 'alias' ? null : { ...target, alias: parsed.name || null }
  }
  if (parsed.type === 'directory' || parsed.type === 'file')
    return aTarget({ ...base, ecosystem: 'local', spec: parsed.rawSpec })
  if (parsed.type === 'git') return gitTarget(parsed, word, line)
  if (parsed.type === 'remote') return tarballTarget(parsed, word, line)
  if (!parsed.name || !isPackageName(parsed.name)) return null
  const written = /@/.test(parsed.raw.slice(1)) ? parsed.rawSpec : null
  const version = parsed.type === 'version' ? exactVersion(parsed.rawSpec) : null
  return aTarget({ ...base, ecosystem: 'npm', name: parsed.name, version, spec: written, pinned: version !== null })
}

function gitTarget(parsed: npa.Result, word: Word, line: Line): Target {
  const commit = commitOf(parsed.gitCommittish)
  const address = maskUrl(!parsed.name ? word.text : parsed.rawSpec).text
  return aTarget({
    ecosystem: 'npm',
    name: parsed.name || address.replace(/#.*$/s, ''),
    version: commit,
    spec: address,
    resolved: GIT.test(address) ? address : `github:${address}`,
    pinned: commit !== null,
    launcher: line.launcher,
    route: word.route,
  })
}

const GIT = /^(?:git[+:]|git@|ssh:|https?:|github:|gitlab:|bitbucket:|gist:)/i

function tarballTarget(parsed: npa.Result, word: Word, line: Line): Target {
  const address = maskUrl(!parsed.name ? word.text : parsed.rawSpec).text
  return aTarget({
    ecosystem: 'npm',
    name: parsed.name || address,
    spec: address,
    resolved: address,
    pinned: false,
    launcher: line.launcher,
    route: word.route,
  })
}
