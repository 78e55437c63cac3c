// The help texts, derived from the table of commands and options.
import { COMMANDS, COMMON, type Command, type CommandRow, OPTIONS } from './options.ts'

/** The help text: all commands, or one with its options. */
export function helpText(command: Command | null): string {
  return command === null ? overview() : helpOf(command)
}

function overview(): string {
  const rows = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(11)}${summary}`)
  return [
    'mcp-gate: a gate for MCP dependencies',
    '',
    'usage: mcp-gate <command> [options]',
    '',
    ...rows,
    '',
    'mcp-gate <command> --help shows its options.',
    'Exit: 0 pass or warn, 1 fail, 2 an input must be mended, 3 could not complete.',
    '',
  ].join('\n')
}

function helpOf(command: Command): string {
  const row: CommandRow = COMMANDS[command]
  const names = [...row.options, ...COMMON]
  const lines = names.flatMap((name) => {
    const option = OPTIONS[name]
    if (option === undefined) return []
    const left = `--${name}${option.value === undefined ? '' : ` ${option.value}`}`
    const help = name === 'format' ? `${row.formats.join(', ')} (default: ${row.formats[0]})` : option.help
    return [`  ${left.padEnd(22)}${help}`]
  })
  const positionals = row.positionals === '' ? '' : ` ${row.positionals}`
  return [
    `mcp-gate ${command}: ${row.summary}`,
    '',
    `usage: mcp-gate ${command}${positionals} [options]`,
    '',
    ...lines,
    '',
  ].join('\n')
}
