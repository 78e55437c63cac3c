// YAML lockfiles: plain maps of texts, lists and maps, as pnpm and yarn write them; anything cleverer is refused.
import { constructFromEvents, EVENT_ID, FAILSAFE_SCHEMA, parseEvents, YAMLException } from 'js-yaml'
import type { Route } from '../model/location.ts'
import { isObject } from './json.ts'
import { lineIndex } from './lock-lines.ts'
import { type Fault, unreadable } from './text.ts'
import { readYaml } from './yaml.ts'

export interface LockYaml {
  readonly status: 'yaml'
  /** Every scalar is a text: `1.10` stays `1.10`. */
  readonly value: Readonly<Record<string, unknown>>
  readonly lineOf: (route: Route) => number
}

const MAX_DEPTH = 50
const REMEDY = 'Delete it, let the package manager write it again, and review the result.'

/** One document whose root is a map. Anchors, aliases and tags, which no package manager writes, are refused. */
export function readLockYaml(text: string, firstLine = 1): LockYaml | Fault {
  try {
    const events = parseEvents(text, { maxDepth: MAX_DEPTH })
    if (events.some((event) => isClever(event, text)))
      return unreadable('it uses YAML anchors, aliases, tags or merge keys', firstLine, REMEDY)
    const [value, ...others] = constructFromEvents(events, { source: text, schema: FAILSAFE_SCHEMA })
    if (others.length > 0) return unreadable('it holds more documents than it may', firstLine, REMEDY)
    if (!isObject(value)) return unreadable('it holds no YAML map', firstLine, REMEDY)
    return { status: 'yaml', value, lineOf: lazyLines(text, firstLine) }
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    return unreadable(`it is not valid YAML: ${error.reason}`, firstLine + (error.mark?.line ?? 0), REMEDY)
  }
}

type YamlEvent = ReturnType<typeof parseEvents>[number]

/** `<<` is a key like any other here, and merges another map in for pnpm and yarn. */
function isClever(event: YamlEvent, text: string): boolean {
  if (event.type === EVENT_ID.ALIAS) return true
  if (event.type === EVENT_ID.SCALAR && text.slice(event.valueStart, event.valueEnd) === '<<') return true
  return 'anchorStart' in event && (event.anchorStart >= 0 || event.tagStart >= 0)
}

/** Lines cost a second pass, made when the first one is asked for. */
function lazyLines(text: string, firstLine: number): (route: Route) => number {
  let lineOf: ((route: Route) => number) | null = null
  return (route) => {
    lineOf ??= linesOf(text, firstLine)
    return lineOf(route)
  }
}

function linesOf(text: string, firstLine: number): (route: Route) => number {
  const document = readYaml(text, firstLine)
  return document.status === 'document' ? lineIndex(document.root) : () => firstLine
}
