// What renderers are told besides the report: where links lead. Nothing is read from the environment.
import type { Finding } from '../model/finding.ts'
import type { Place } from '../model/location.ts'

/** The repository on its server, for links to lines. */
export interface RepositoryLinks {
  /** e.g. `https://github.com`, without a slash at the end. */
  readonly serverUrl: string
  readonly owner: string
  readonly repo: string
  /** The head commit that lines are counted in. */
  readonly sha: string
}

export interface LinkOptions {
  /** Null on the command line: places are named and not linked. */
  readonly links: RepositoryLinks | null
  /** Folder of the rules' pages, without a slash at the end; null: rules are named and not linked. */
  readonly docsBase: string | null
}

/** Address of a line of the head's file; null for a file that the head has no more. */
export function placeUrl(links: RepositoryLinks | null, place: Place, isGone = false): string | null {
  return links === null || isGone ? null : `${fileUrl(links, links.sha, place.path)}#L${place.line}`
}

/** True for a finding about a file that is removed. */
export function isAboutRemoved({ rule, id }: Pick<Finding, 'rule' | 'id'>): boolean {
  return rule === 'source-unread' && id === 'removed'
}

/** Address of a file at a ref or commit. */
export function fileUrl(links: RepositoryLinks, ref: string, path: string): string {
  return [links.serverUrl, links.owner, links.repo, 'blob', ...ref.split('/'), ...path.split('/')]
    .map((part, index) => (index === 0 ? part : encodeSegment(part)))
    .join('/')
}

/** A path as a relative URI: one that begins with slashes would name a host. */
export function placeUri(path: string): string {
  return (path.startsWith('/') ? './' : '') + path.split('/').map(encodeSegment).join('/')
}

/** Address of a rule's page. */
export function ruleUrl(docsBase: string | null, rule: string): string | null {
  return docsBase === null ? null : `${docsBase}/${encodeSegment(rule)}.md`
}

/** Nothing that ends a Markdown link or an attribute is left as it is. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.toWellFormed()).replace(/[!'()*~]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  })
}
