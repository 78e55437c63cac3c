// Reads a policy file into a Policy, or says exactly what to mend: a broken policy is an error and never a default.
import type { InputError } from '../errors.ts'
import type { Place, Route } from '../model/location.ts'
import type { CentralReference, Policy, TrustedRegistry } from '../model/policy.ts'
import type { RuleCatalogue } from '../model/rule.ts'
import { toAllowEntry } from './allow.ts'
import { extendPolicy } from './extend.ts'
import type { Complain } from './extending.ts'
import { type Fault, faultsOf, invalid, refuse, shown } from './faults.ts'
import { toLocks } from './locks.ts'
import { toReference } from './reference.ts'
import { trustedRegistries } from './registries.ts'
import { type PolicyInput, policySchema } from './schema.ts'
import { toRuleSettings } from './settings.ts'
import { registryUrl } from './url.ts'
import { toWaiver } from './waivers.ts'
import { readYaml, type YamlDocument } from './yaml.ts'

export interface LoadRequest {
  readonly bytes: Uint8Array
  /** From the repository's root, or as the user named it; shown in errors and kept in places. */
  readonly path: string
  readonly ref: string | null
  readonly catalogue: RuleCatalogue
  /** Milliseconds since 1970. */
  readonly now: number
  /** Of the bytes, lower-case hexadecimal. */
  readonly sha256: string
  /** Address of the public npm registry, with its final slash. */
  readonly publicRegistry: string
}

const MAX_BYTES = 8 * 1024 * 1024

/** A policy file that was read, before it is joined with what it extends. */
export interface PolicyFile {
  readonly extends: CentralReference | null
  /** What the file says by itself, whatever it extends. Errors: InputError `policy-invalid`. */
  alone(): Policy
  /** On top of a central policy. Errors: InputError `policy-invalid`, also where it loosens what that one locks. */
  over(central: Policy, reference: string): Policy
}

/** Errors: InputError `policy-invalid` with up to ten faults, each with line and column; the same of both methods. */
export function readPolicyFile(request: LoadRequest): PolicyFile {
  const { path, catalogue } = request
  const document = readYaml(decode(request.bytes, path))
  if ('at' in document) throw invalid(path, [document])
  const stated = parse(document, request)
  const judged = (use: (complain: Complain) => Policy): Policy => {
    const faults: Fault[] = []
    const policy = use((route, message) => faults.push({ route, message }))
    if (faults.length > 0) refuse(path, document, faults)
    return policy
  }
  return {
    extends: stated.extends === undefined ? null : toReference(stated.extends),
    alone: () => judged((complain) => toPolicy(stated, { ...request, document, complain })),
    over: (central, reference) =>
      judged((complain) => {
        const own = toPolicy(stated, { ...request, document, complain })
        return extendPolicy({ own, stated, central, reference, catalogue, complain })
      }),
  }
}

/** The policy of a file that stands alone. Errors: InputError `policy-invalid`, also where it extends another. */
export function loadPolicy(request: LoadRequest): Policy {
  const file = readPolicyFile(request)
  if (file.extends === null) return file.alone()
  throw plain(request.path, 'it extends another policy, which cannot be read here')
}

function decode(bytes: Uint8Array, path: string): string {
  if (bytes.byteLength > MAX_BYTES) throw plain(path, 'it is larger than 8 MB')
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw plain(path, 'it is in UTF-16; save it as UTF-8')
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw plain(path, 'it is not valid UTF-8')
  }
}

function plain(path: string, message: string): InputError {
  return invalid(path, [{ at: { line: 1, column: 1 }, message }])
}

function parse(document: YamlDocument, { path, catalogue }: LoadRequest): PolicyInput {
  const { value } = document
  if (value === undefined || value === null)
    throw plain(path, 'it is empty; begin with "version: 1", or write one with mcp-gate init')
  const schema = policySchema(catalogue)
  const result = schema.safeParse(value)
  if (!result.success) return refuse(path, document, faultsOf(result.error.issues, document, schema))
  return result.data
}

interface Context extends LoadRequest {
  readonly document: YamlDocument
  readonly complain: Complain
}

function toPolicy(input: PolicyInput, context: Context): Policy {
  const { path, ref, sha256, publicRegistry, catalogue, now, complain } = context
  if (input.extends !== undefined && input.locked !== undefined) {
    complain(['locked'], 'locked means nothing in a policy that extends another: nobody can extend it')
  }
  if (input.extends !== undefined && toReference(input.extends) === null) {
    complain(['extends'], `${shown(input.extends)} names no repository`)
  }
  return {
    origin: { kind: 'file', path, ref, sha256, extends: null },
    central: null,
    locked: toLocks(input.locked ?? [], catalogue),
    failOn: input['fail-on'] ?? 'high',
    approvers: input.approvers ?? [],
    ignore: input.ignore ?? [],
    unavailable: input.unavailable ?? 'fail',
    internalScopes: input['internal-scopes'] ?? [],
    registries: trustedRegistries(toRegistries(input, complain), publicRegistry),
    allow: (input.allow ?? []).map((entry, index) => {
      const below: Complain = (route, message) => complain(['allow', index, ...route], message)
      return toAllowEntry(entry, placeOf(context, ['allow', index]), below)
    }),
    rules: toRuleSettings(input.rules ?? {}, catalogue),
    waivers: (input.waivers ?? []).map((waiver, index) => {
      const below: Complain = (route, message) => complain(['waivers', index, ...route], message)
      return toWaiver(waiver, { place: placeOf(context, ['waivers', index]), catalogue, now, complain: below })
    }),
  }
}

function toRegistries(input: PolicyInput, complain: Complain): readonly TrustedRegistry[] {
  return (input.registries ?? []).map(({ url, scopes }, index) => {
    const address = registryUrl(url)
    if (address === null) {
      complain(
        ['registries', index, 'url'],
        `${shown(url)} must be an https address without user, password, ?query and #fragment`,
      )
    }
    return { url: address ?? url, scopes: scopes ?? [] }
  })
}

function placeOf({ path, document }: Context, route: Route): Place {
  return { path, line: document.positionOf(route).line }
}
