// Lines that a shell interprets: sh -c, cmd /c, powershell -Command. Read through only where it is one simple command.
import { flagTable, hasFlag, readFlags } from './launch-flags.ts'
import {
  combine,
  type Launcher,
  type Line,
  local,
  NOTHING,
  type Reading,
  unreadableLine,
  withoutLocal,
} from './launch-reading.ts'
import { type ShellText, splitCmd, splitShell, type Word } from './launch-words.ts'

/** sh, bash, zsh and the like. */
export const posixShell: Launcher = (words, line) => {
  const flags = readFlags(words, SHELL)
  if (!hasFlag(flags, '-c')) return hasFlag(flags, '-s') ? unreadableLine(line, STDIN) : local(line)
  const text = flags.rest[0]
  if (text === undefined) return unreadableLine(line, 'the shell is given no command')
  return inShell(readShellText(text, line))
}

const SHELL = flagTable(
  '-o -O +o --rcfile --init-file',
  '-c -l -i -e -u -x -s -v -f -p -n -a --login --norc --noprofile --posix',
  true,
)
const STDIN = 'the shell reads its commands from elsewhere'

/** cmd.exe: words behind `/c` are one line again. */
export const cmd: Launcher = (given, line) => {
  const words = given.flatMap((word) =>
    /^\/[ckr]\s/i.test(word.text)
      ? [
          { ...word, text: word.text.slice(0, 2) },
          { ...word, text: word.text.slice(2).trim() },
        ]
      : [word],
  )
  const at = words.findIndex(({ text }) => /^\/[ckr]$/i.test(text))
  if (at < 0) return words.length === 0 ? local(line) : unreadableLine(line, 'cmd is given no /c')
  const rest = words.slice(at + 1)
  const first = rest[0]
  if (first === undefined) return unreadableLine(line, 'the shell is given no command')
  if (rest.length === 1) return inShell(readText(first, splitCmd(first.text), line))
  const reading = line.read(rest)
  const isSimple = rest.every(({ text }) => splitCmd(text).isSimple)
  return inShell(isSimple ? reading : combine(unreadableLine(line, COMPOUND), withoutLocal(reading)))
}

/** cmd's own `start` and `call`: switches and a title, then the command. */
export const cmdStart: Launcher = (words, line) => {
  const at = words.findIndex(({ text }) => !text.startsWith('/'))
  const command = at < 0 ? [] : words.slice(at)
  const isTitle = !line.knows(command[0]?.text ?? '') && line.knows(command[1]?.text ?? '')
  return command.length === 0 ? local(line) : line.read(isTitle ? command.slice(1) : command)
}

/** powershell and pwsh. */
export const powershell: Launcher = (words, line) => {
  const lower = words.map((word) => ({ ...word, text: word.text.replace(/^[-/](?=[A-Za-z])/, '-').toLowerCase() }))
  const at = lower.findIndex(({ text }) => /^-c(?:o(?:m(?:m(?:a(?:n(?:d)?)?)?)?)?)?$/.test(text))
  if (lower.some(({ text }) => /^-e(?:c|nc.*)?$/.test(text)))
    return inShell(unreadableLine(line, 'the command is encoded'))
  if (at < 0)
    return lower.some(({ text }) => /^-f(?:ile)?$/.test(text) || text.endsWith('.ps1'))
      ? local(line)
      : bareCommand(words, line)
  return inShell(commandText(words.slice(at + 1), line))
}

function bareCommand(words: readonly Word[], line: Line): Reading {
  const flags = readFlags(
    words,
    flagTable(
      '-ExecutionPolicy -ep -ex -WindowStyle -w -Version -InputFormat -OutputFormat',
      '-NoProfile -nop -NonInteractive -noni -NoLogo -nol -NoExit -Sta -Mta -Login',
    ),
  )
  return flags.rest.length === 0 ? local(line) : inShell(commandText(flags.rest, line))
}

function commandText(words: readonly Word[], line: Line): Reading {
  const [first] = words
  if (first === undefined) return unreadableLine(line, 'the shell is given no command')
  const text = words
    .map((word) => word.text)
    .join(' ')
    .trim()
    .replace(/^&\s*/, '')
    .replace(/^\{([\s\S]*)\}$/, '$1')
  if (words.length > 1) return line.read(words.filter((word, index) => index > 0 || word.text !== '&'))
  return readText({ ...first, text }, splitShell(text.replaceAll('\\', '\\\\')), line)
}

/** The line of a shell text. With operators it is unreadable as a whole; what its parts fetch is named all the same. */
export function readShellText(word: Word, line: Line): Reading {
  return readText(word, splitShell(word.text), line)
}

const COMPOUND = 'the shell is given more than one simple command'

function readText(word: Word, text: ShellText, line: Line): Reading {
  if (text.commands.length === 0) return unreadableLine(line, 'the shell is given no command')
  const readings = text.commands.slice(0, MAX_COMMANDS).map((words) => readCommand(words, word, line))
  if (text.isSimple && !text.isOpaque) return combine(...readings)
  return combine(unreadableLine(line, COMPOUND), ...readings.map(withoutLocal))
}

const MAX_COMMANDS = 50

function readCommand(words: readonly string[], { route }: Word, line: Line): Reading {
  const list = words.map((text) => ({ text, route }))
  const start = list.findIndex(({ text }) => !/^[A-Za-z_]\w*=/.test(text))
  const assignments = (start < 0 ? list : list.slice(0, start)).map(({ text }) => ({
    name: text.slice(0, text.indexOf('=')),
    value: text.slice(text.indexOf('=') + 1),
    route,
  }))
  const command = start < 0 ? [] : list.slice(start)
  return combine({ ...NOTHING, assignments }, command.length === 0 ? NOTHING : line.read(command))
}

function inShell(reading: Reading): Reading {
  return { ...reading, shell: true }
}
