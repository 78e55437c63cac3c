// YAML lockfiles: plain maps of texts, lists and maps, as pnpm and yarn write them; anything cleverer is refused.
import { constructFromEvents, EVENT_ID, FAILSAFE_SCHEMA, parseEvents, YAMLException } from 'js-yaml'
import type { Route } from '../model/location.ts'
import { lineOfRoute } from './document.ts'
import { isObject } from './json.ts'
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
    if (events.some(isClever)) return unreadable('it uses YAML anchors, aliases or tags', firstLine, REMEDY)
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

function isClever(event: YamlEvent): boolean {
  if (event.type === EVENT_ID.ALIAS) return true
  return 'anchorStart' in event && (event.anchorStart >= 0 || event.tagStart >= 0)
}

/** Lines cost a second pass, made when the first one is asked for. */
function lazyLines(text: string, firstLine: number): (route: Route) => number {
  let document: ReturnType<typeof readYaml> | null = null
  return (route) => {
    document ??= readYaml(text, firstLine)
    return document.status === 'document' ? lineOfRoute(document.root, route) : firstLine
  }
}
