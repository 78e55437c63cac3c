// .yarnrc of yarn 1: one `key value` a line; `--install.key value` presets a flag of one command.
import { type FlatSetting, flatLeaves } from './manager-config-flat.ts'
import type { Leaves } from './manager-config-leaves.ts'
import { type Fault, unreadable } from './text.ts'
import { wordsOf } from './yarn-words.ts'

/** Its settings; presets under the name of the flag. Yarn reads the format of its lockfile here, so a line that is none is a fault. */
export function readYarnrc(text: string): Leaves | Fault {
  const settings: FlatSetting[] = []
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    const words = wordsOf(line)
    if (words === null) return unreadable('this line is none of a yarn configuration', index + 1, REMEDY)
    const [key = '', value = 'true'] = words.list
    settings.push({ key: settingOf(key), value, line: index + 1, isSure: words.list.length === 2 })
  }
  return flatLeaves(settings)
}

const REMEDY = 'Write it as yarn config set does.'

/** `--install.ignore-scripts`, `--*.ignore-scripts` and `--ignore-scripts` are all `ignore-scripts`. */
function settingOf(key: string): string {
  return key.replace(/^--(?:[\w*-]*\.)?/, '')
}
