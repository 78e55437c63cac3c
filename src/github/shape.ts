// What an answer of GitHub must look like before a field of it is touched: something else may answer in its place.
import { SourceError } from '../errors.ts'

/** A type of JSON, a list of what is alike, or the fields of an object: one whose name ends in `?` may be missing or null. */
export type Shape = 'text' | 'number' | 'boolean' | readonly [Shape] | Fields

interface Fields {
  readonly [field: string]: Shape
}

/** Whoever wrote something; missing where the account is gone. */
export const BY: Shape = { login: 'text', 'type?': 'text' }

/** Errors: SourceError `github-failed` where the answer, or a part of it, is of another form. */
export function requireShape(value: unknown, shape: Shape): void {
  if (!fits(value, shape)) throw otherForm()
}

/** Errors: SourceError `github-failed` where there is an answer to what has none, such as a removal. */
export function requireNothing({ status }: { readonly status: number }): void {
  if (status !== 204) throw otherForm()
}

function otherForm(): SourceError {
  return new SourceError('github-failed', 'GitHub answered in a form that is not its own', {
    hint: 'Run the job again; if it fails again, look at what stands between the runner and GITHUB_API_URL.',
  })
}

function fits(value: unknown, shape: Shape): boolean {
  if (shape === 'number') return Number.isSafeInteger(value)
  if (typeof shape === 'string') return typeof value === (shape === 'text' ? 'string' : shape)
  if (isList(shape)) return Array.isArray(value) && value.every((item) => fits(item, shape[0]))
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.entries(shape).every(([name, field]) => {
    const key = name.replace(/\?$/, '')
    const found: unknown = Object.getOwnPropertyDescriptor(value, key)?.value
    return key !== name && (found === undefined || found === null) ? true : fits(found, field)
  })
}

function isList(shape: Exclude<Shape, string>): shape is readonly [Shape] {
  return Array.isArray(shape)
}
