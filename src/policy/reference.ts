// `extends: owner/repo//path@commit`: which file of which repository, at one commit that nobody can move.
import type { CentralReference } from '../model/policy.ts'

/** Owner and repository as GitHub names them; a path without `..`, empty or hidden-root steps; all 40 digits of a commit. */
export const REFERENCE =
  /^([A-Za-z0-9][A-Za-z0-9-]{0,38})\/([A-Za-z0-9._-]{1,100})\/\/((?!\/)(?:(?!\.{1,2}(?:\/|@))[^/@\s\u0000-\u001f\u007f]+\/)*(?!\.{1,2}@)[^/@\s\u0000-\u001f\u007f]+)@([0-9a-f]{40})$/

/** Null where the text is no such reference. */
export function toReference(text: string): CentralReference | null {
  const [, owner, repo, path, sha] = REFERENCE.exec(text) ?? []
  if (owner === undefined || repo === undefined || path === undefined || sha === undefined) return null
  return repo === '.' || repo === '..' ? null : { owner, repo, path, sha }
}

/** The inverse of toReference. */
export function referenceText({ owner, repo, path, sha }: CentralReference): string {
  return `${owner}/${repo}//${path}@${sha}`
}
