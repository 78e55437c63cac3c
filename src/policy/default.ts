// The policy of a repository that has none; apart from the reader of policy files, so that a run without one loads no parser.
import type { Policy } from '../model/policy.ts'
import { trustedRegistries } from './registries.ts'

/** What holds where there is no policy file: nothing is allowed, and the public registry is trusted. */
export function defaultPolicy(path: string, publicRegistry: string): Policy {
  return {
    origin: { kind: 'built-in', path, ref: null, sha256: null, extends: null },
    central: null,
    locked: [],
    failOn: 'high',
    approvers: [],
    ignore: [],
    unavailable: 'fail',
    internalScopes: [],
    registries: trustedRegistries([], publicRegistry),
    allow: [],
    rules: {},
    waivers: [],
  }
}
