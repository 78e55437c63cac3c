// Launch lines of the JavaScript runtimes: node, bun, bunx, deno.

import { maskUrl } from '../model/masking.ts'
import { flagTable, flagValues, hasFlag, readFlags } from './launch-flags.ts'
import { configuredBy, fetchedBy, INLINE, readScript, unknownOption } from './launch-npm.ts'
import {
  aTarget,
  combine,
  installedAs,
  type Launcher,
  type Line,
  local,
  NOTHING,
  type Reading,
  targets,
  unreadableLine,
  withoutLocal,
} from './launch-reading.ts'
import { relayedBy } from './launch-relays.ts'
import { readShellText } from './launch-shells.ts'
import { readNpmSpec } from './launch-spec.ts'
import { holdsPlaceholder, type Word } from './launch-words.ts'

const NODE = flagTable(
  `-r --require --import --loader --experimental-loader -e --eval -p --print -C --conditions --env-file
  --env-file-if-exists --inspect-port --max-old-space-size --title --input-type --icu-data-dir --openssl-config
  --experimental-default-type --disable-warning --redirect-warnings --trace-event-categories --watch-path --run`,
  `--inspect --inspect-brk --no-warnings --watch --enable-source-maps --experimental-strip-types --test -i -v --version
  --trace-warnings --preserve-symlinks --experimental-vm-modules --use-system-ca --use-openssl-ca --abort-on-uncaught-exception
  --expose-gc --trace-deprecation --throw-deprecation --permission --allow-worker --allow-child-process --insecure-http-parser
  --experimental-modules --experimental-specifier-resolution --harmony --experimental-fetch --experimental-transform-types`,
)

export const node: Launcher = (words, line) => {
  const flags = readFlags(words, NODE)
  if (flags.unknown !== null) return combine(local(line), { ...unknownOption(line), targets: [] })
  const [script] = flagValues(flags, '--run')
  if (script !== undefined) return readScript(script, line, false)
  if (hasFlag(flags, '-e', '--eval', '-p', '--print'))
    return combine(local(line), { ...unreadableLine(line, INLINE), targets: [] })
  const [file, ...rest] = flags.rest
  const run = file === undefined ? local(line) : fileOf(file, rest, line)
  const preloaded = flagValues(flags, '-r', '--require', '--import', '--loader', '--experimental-loader')
  return combine(
    run,
    ...preloaded
      .filter(({ text }) => /^(?:data|https?):/i.test(text))
      .map(() => ({ ...unreadableLine(line, INLINE), targets: [] })),
  )
}

/** A path into `node_modules` is that package, in the version the lockfile installs there; any other file is the project's. */
export function fileOf(file: Word, rest: readonly Word[], line: Line): Reading {
  const path = file.text.replaceAll('\\', '/')
  return combine(packageOf(path, file, line), behindFile(path, [file, ...rest], line))
}

/** What a command's own file starts or reaches with these words: a relay, or a package manager's program. */
function behindFile(path: string, [file, ...rest]: readonly [Word, ...(readonly Word[])], line: Line): Reading {
  const command = /(?:^|\/)node_modules\/\.bin\/([^/]+)$/.exec(path)?.[1] ?? PROGRAM.exec(path)?.[1]
  const name = command ?? /.*(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]
  if (name === undefined) return NOTHING
  const isLauncher = command !== undefined && line.knows(command)
  const behind = isLauncher ? line.read([{ ...file, text: command }, ...rest]) : relayedBy(name, rest, line)
  return withoutLocal(behind)
}

/** As package managers call the files of their commands. */
const PROGRAM = /(?:^|\/)(npx|npm|pnpx|pnpm|yarn)(?:-cli)?\.[cm]?js$/

function packageOf(path: string, file: Word, line: Line): Reading {
  const at = path.lastIndexOf('node_modules/')
  const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path.slice(Math.max(at, 0)))?.[1]
  const command = /^node_modules\/\.bin\/([^/]+)$/.exec(path.slice(Math.max(at, 0)))?.[1]
  if (command !== undefined) return installedAs(command, line)
  if (at < 0 || name === undefined || name === '.bin' || holdsPlaceholder(name)) return local(line)
  const key = /^(?:\.\/|\$\{workspaceFolder\}\/|\$\{CLAUDE_PROJECT_DIR\}\/)?(node_modules\/.*)$/.exec(path)?.[1]
  const found =
    key === undefined || /(?:^|\/)\.\.?(?:\/|$)/.test(key)
      ? null
      : line.project.lockedAt(key.slice(0, key.lastIndexOf('node_modules/') + 13) + name)
  const spec = found === null || found.version === null ? name : `${found.name}@${found.version}`
  const reading = readNpmSpec({ ...file, text: spec }, line)
  return {
    ...reading,
    targets: reading.targets.map((target) => ({ ...target, spec: null, lockedIn: found?.path ?? null })),
  }
}

const BUN = flagTable(
  `-p --package --cwd -c --config --env-file -r --preload --require --import -d --define -l --loader -e --eval --print
  --port --conditions --tsconfig-override --inspect-port --filter -F --registry --install --backend --shell --target
  --console-depth --elide-lines --jsx-factory --cafile`,
  `-b --bun --verbose --silent --hot --watch --smol -i --no-install -y --yes --prefer-offline --prefer-latest --if-present
  --inspect --inspect-wait --inspect-brk --no-clear-screen -h --help -v --version --quiet --latest`,
)

export const bunx: Launcher = (words, line) => {
  const flags = readFlags(words, BUN)
  return combine(fetchedBy(flags, line, 'besides'), configuredBy(flags))
}

export const bun: Launcher = (words, line) => {
  const before = readFlags(words, BUN)
  if (before.unknown !== null) return unknownOption(line)
  const [verb, ...rest] = before.rest
  if (verb === undefined)
    return hasFlag(before, '-e', '--eval', '-p', '--print')
      ? combine(local(line), { ...unreadableLine(line, INLINE), targets: [] })
      : local(line)
  if (verb.text === 'x') return bunx(rest, line)
  const [inner] = verb.text === 'exec' ? rest : []
  if (inner !== undefined) return { ...readShellText(inner, line), shell: true }
  if (/^(?:i|install|add|a|create|c|update|link|pm|upgrade)$/.test(verb.text))
    return unreadableLine(line, 'the line installs rather than runs')
  const after = verb.text === 'run' ? readFlags(rest, BUN) : before
  if (after.unknown !== null) return unknownOption(line)
  const [target, ...behind] = after.rest
  if (target === undefined) return local(line)
  if (/node_modules[/\\]/.test(target.text)) return fileOf(target, behind, line)
  const isMoved = [...before.flags, ...after.flags].some(({ name }) => /^(?:--cwd|--filter|-F)$/.test(name))
  return /[./\\]/.test(target.text) ? local(line) : readScript(target, line, isMoved)
}

const DENO = flagTable(
  `-c --config --import-map --cert --location --seed -L --log-level --preload --ext -p --port --host --conditions --v8-flags
  --inspect-port --package --require --import -e --eval --min-dep-age --minimum-dependency-age`,
  `-A --allow-all -R --allow-read -W --allow-write -N --allow-net -E --allow-env -S --allow-sys --allow-run --allow-ffi -I
  --allow-import --allow-scripts -q --quiet -r --reload --lock --frozen --cached-only --check --unstable --watch --watch-hmr
  --node-modules-dir --vendor --env-file --env --no-prompt -P --permission-set --allow-hrtime --deny-net --deny-read
  --deny-write --deny-env --deny-sys --deny-run --deny-ffi --inspect --inspect-brk --inspect-wait -y --yes --use-system-ca
  --no-lock --no-npm --no-remote --no-check --no-config --no-code-cache --unstable-sloppy-imports --unstable-kv --unstable-net
  --unstable-node-globals --unstable-detect-cjs --unstable-worker-options --unstable-cron --unstable-temporal`,
)

export const deno: Launcher = (words, line) => {
  const before = readFlags(words, DENO)
  if (before.unknown !== null) return unknownOption(line)
  const [verb, ...rest] = before.rest
  if (verb === undefined) return local(line)
  if (/^(?:run|serve|x|test)$/.test(verb.text)) return denoRun(rest, line)
  if (verb.text === 'eval') return combine(local(line), { ...unreadableLine(line, INLINE), targets: [] })
  if (/^(?:install|add|i|create|init)$/.test(verb.text))
    return unreadableLine(line, 'the line installs rather than runs')
  return isModule(verb.text) ? denoModule(verb, rest, line) : local(line)
}

/** `dx`, which is `deno x`. */
export const dx: Launcher = (words, line) => denoRun(words, line)

function denoRun(words: readonly Word[], line: Line): Reading {
  const flags = readFlags(words, DENO)
  if (flags.unknown !== null) return unknownOption(line)
  const [module, ...rest] = flags.rest
  const loaded = flagValues(flags, '--preload', '--require', '--import', '--import-map', '-c', '--config')
  return combine(
    module !== undefined && isModule(module.text) ? denoModule(module, rest, line) : local(line),
    ...loaded.filter(({ text }) => isModule(text)).map((word) => denoModule(word, [], line)),
  )
}

function isModule(text: string): boolean {
  return /^(?:npm|jsr|https?|data|blob):/i.test(text)
}

/** `npm:x@1/bin` is the package; the rest of the path is its command. */
function denoModule(module: Word, rest: readonly Word[], line: Line): Reading {
  const [, kind, spec = ''] = /^(\w+):\/?(.*)$/s.exec(module.text) ?? []
  if (kind?.toLowerCase() === 'npm') {
    const name = /^((?:@[^/@]+\/)?[^/@]+(?:@[^/]*)?)/.exec(spec)?.[1] ?? spec
    const bare = name.replace(/(?<=.)@.*$/s, '')
    return combine(readNpmSpec({ ...module, text: name }, line), relayedBy(bare, rest, line))
  }
  if (holdsPlaceholder(module.text)) return unreadableLine(line, 'a placeholder stands where the module belongs')
  const jsr = /^(@[^/@]+\/[^/@]+)(?:@([^/]+))?/.exec(spec)
  const base = { ecosystem: 'unknown', pinned: false, launcher: line.launcher, route: module.route } as const
  if (kind?.toLowerCase() === 'jsr' && jsr !== null) {
    const exact = /^\d+\.\d+\.\d+$/.test(jsr[2] ?? '') ? (jsr[2] ?? null) : null
    return targets(
      aTarget({
        ...base,
        name: jsr[1] ?? null,
        version: exact,
        spec: jsr[2] ?? null,
        pinned: exact !== null,
        purlType: 'jsr',
      }),
    )
  }
  if (/^(?:data|blob)$/i.test(kind ?? '')) return unreadableLine(line, INLINE)
  const address = maskUrl(module.text).text
  return targets(aTarget({ ...base, name: address, spec: address, resolved: address }))
}
