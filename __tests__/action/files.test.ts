import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { writeInside } from '../../src/action/files.ts'

let workspace: string
let outside: string
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'mcp-gate-files-'))
  outside = mkdtempSync(join(tmpdir(), 'mcp-gate-outside-'))
})
afterEach(() => {
  for (const folder of [workspace, outside]) rmSync(folder, { recursive: true, force: true })
})

const write = (path: string) => writeInside({ input: 'report-file', workspace, path, text: 'new' })

describe('a file that an input asks for', () => {
  test('is written with its folders, and again over itself', async () => {
    expect(await write('out/deep/report.json')).toBe(join(workspace, 'out/deep/report.json'))
    await write('out/deep/report.json')
    expect(readFileSync(join(workspace, 'out/deep/report.json'), 'utf8')).toBe('new')
  })

  test('may stand outside the workspace where its owner says so', async () => {
    await write(join(outside, 'report.json'))
    expect(readFileSync(join(outside, 'report.json'), 'utf8')).toBe('new')
  })

  test('is never written over a link that a checked-out pull request brought', async () => {
    writeFileSync(join(outside, 'victim'), 'old')
    symlinkSync(join(outside, 'victim'), join(workspace, 'report.json'))
    await expect(write('report.json')).rejects.toThrow(/symbolic link/)
    expect(readFileSync(join(outside, 'victim'), 'utf8')).toBe('old')
  })

  test('nor below a folder that is one', async () => {
    symlinkSync(outside, join(workspace, 'out'))
    await expect(write('out/report.json')).rejects.toThrow(/symbolic link/)
    expect(() => readFileSync(join(outside, 'report.json'))).toThrow(/ENOENT/)
  })

  test('that cannot be written is the user’s to mend', async () => {
    mkdirSync(join(workspace, 'report.json'))
    await expect(write('report.json')).rejects.toMatchObject({ code: 'input-invalid', path: 'report.json' })
  })
})
