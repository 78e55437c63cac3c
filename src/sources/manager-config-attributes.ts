// .gitattributes: only encodings, in which a checkout writes other bytes than those that were reviewed.
import { type FlatSetting, flatLeaves } from './manager-config-flat.ts'
import type { Leaves } from './manager-config-leaves.ts'

/** One setting for each encoding that could make signs of a format out of other ones; of UTF-16 and UTF-32 none can. */
export function readAttributes(text: string): Leaves {
  const settings = text.split('\n').flatMap((line, index): readonly FlatSetting[] => {
    const found = /^([^#]\S*)\s(?:.*\s)?working-tree-encoding=(\S+)/i.exec(line.trim())
    const [, pattern = '', encoding = ''] = found ?? []
    const isHarmless = /^(?:utf-?8|utf-?(?:16|32)(?:[lb]e)?(?:-bom)?)?$/i.test(encoding)
    return isHarmless ? [] : [{ key: KEY, value: `${encoding} for ${pattern}`, line: index + 1, isSure: true }]
  })
  return flatLeaves(settings)
}

const KEY = 'working-tree-encoding'
