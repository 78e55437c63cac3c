// Formats of one setting a line: their leaves, with the line of each.

import { maskText } from '../model/masking.ts'
import type { Leaf, Leaves } from './manager-config-leaves.ts'

export interface FlatSetting {
  readonly key: string
  readonly value: string
  readonly line: number
  readonly isSure: boolean
}

/** A key that stands several times gives as many leaves, told apart by their routes. */
export function flatLeaves(settings: readonly FlatSetting[]): Leaves {
  const lines = new Map<string, number>()
  const counts = new Map<string, number>()
  const all: Leaf[] = settings.map(({ key, value, line, isSure }) => {
    // A host's key can hold a user and a password.
    const { text } = maskText(key)
    const count = counts.get(text) ?? 0
    counts.set(text, count + 1)
    const route = count === 0 ? [text] : [text, count]
    lines.set(JSON.stringify(route), line)
    return { path: [key], value, route, isSure }
  })
  return { status: 'leaves', all, lineOf: (route) => lines.get(JSON.stringify(route)) ?? 1 }
}

/** The last part of a path. */
export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
