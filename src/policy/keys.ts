// Which keys a schema knows at a place, for the hint after an unknown one.
import type * as z from 'zod/mini'
import type { Route } from '../model/location.ts'

/** Keys of the mapping at a route, of all its alternatives; empty where there is none. */
export function knownKeys(schema: z.core.$ZodType, route: Route): readonly string[] {
  const [step, ...rest] = route
  const { def } = (schema as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'optional':
      return knownKeys(def.innerType, route)
    case 'union':
      return [...new Set(def.options.flatMap((option) => knownKeys(option, route)))]
    case 'array':
      return step === undefined ? [] : knownKeys(def.element, rest)
    case 'object': {
      if (step === undefined) return Object.keys(def.shape)
      const below = Object.hasOwn(def.shape, step) ? def.shape[step] : undefined
      return below === undefined ? [] : knownKeys(below, rest)
    }
    default:
      return []
  }
}
