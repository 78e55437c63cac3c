// Runs the command from its sources, in this process, and keeps what it prints.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import { main } from '../../src/cli/main.ts'

export interface Printed {
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

export async function command(...args: readonly string[]): Promise<Printed> {
  const stdout: string[] = []
  const stderr: string[] = []
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation(keep(stdout)),
    jest.spyOn(process.stderr, 'write').mockImplementation(keep(stderr)),
  ]
  try {
    const exit = await main(args)
    return { exit, stdout: stdout.join(''), stderr: stderr.join('') }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}

function keep(texts: string[]) {
  return (text: string | Uint8Array, ...rest: readonly unknown[]): boolean => {
    texts.push(String(text))
    const done = rest.findLast((argument) => typeof argument === 'function')
    if (typeof done === 'function') done()
    return true
  }
}

/** A folder of its own, and how to remove it. */
export function scratch(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-gate-cli-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
