// Reads JSON of outside sources field by field: a wrong type is null, a size is bounded, `__proto__` is a key like any other.

export type Fields = Readonly<Record<string, unknown>>

const MAX_TEXT = 4096
const MAX_ITEMS = 10_000

/** The parsed value; undefined where the bytes are not JSON in UTF-8. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError) return undefined
    throw error
  }
}

/** The value as an object with fields; null for arrays, null and everything else. */
export function toFields(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null
}

/** Own field only: nothing is inherited from a prototype. */
export function own(fields: Fields | null, name: string): unknown {
  return fields !== null && Object.hasOwn(fields, name) ? fields[name] : undefined
}

export function textOf(fields: Fields | null, name: string): string | null {
  const value = own(fields, name)
  return typeof value === 'string' ? value.slice(0, MAX_TEXT) : null
}

/** A count: a whole number from 0; null otherwise. */
export function countOf(fields: Fields | null, name: string): number | null {
  const value = own(fields, name)
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}

export function fieldsOf(fields: Fields | null, name: string): Fields | null {
  return toFields(own(fields, name))
}

/** The array of that name; empty where there is none. */
export function itemsOf(fields: Fields | null, name: string): readonly unknown[] {
  const value = own(fields, name)
  return Array.isArray(value) ? value.slice(0, MAX_ITEMS) : []
}

export function textsOf(fields: Fields | null, name: string): readonly string[] {
  return itemsOf(fields, name).flatMap((item) => (typeof item === 'string' ? [item.slice(0, MAX_TEXT)] : []))
}

/** The fields of that object whose values are text. */
export function textRecordOf(fields: Fields | null, name: string): Readonly<Record<string, string>> {
  const entries = Object.entries(fieldsOf(fields, name) ?? {}).slice(0, MAX_ITEMS)
  return Object.fromEntries(
    entries.flatMap(([key, value]) => (typeof value === 'string' ? [[key, value.slice(0, MAX_TEXT)]] : [])),
  )
}

/** Milliseconds since 1970 of an ISO time; null where it is none. */
export function timeOf(value: unknown): number | null {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}T/.test(value)) return null
  const time = Date.parse(value)
  return Number.isNaN(time) ? null : time
}
