// Reads a policy file into a Policy, or says exactly what to mend: a broken policy is an error and never a default.
import type { InputError } from '../errors.ts'
import type { Place, Route } from '../model/location.ts'
import type { Policy, TrustedRegistry } from '../model/policy.ts'
import type { RuleCatalogue } from '../model/rule.ts'
import { toAllowEntry } from './allow.ts'
import { type Fault, faultsOf, invalid, refuse, shown } from './faults.ts'
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

/** The policy of a file. Throws InputError `policy-invalid` with up to ten faults, each with line and column. */
export function loadPolicy(request: LoadRequest): Policy {
  const { path } = request
  const document = readYaml(decode(request.bytes, path))
  if ('at' in document) throw invalid(path, [document])
  const input = parse(document, request)
  const faults: Fault[] = []
  const policy = toPolicy(input, {
    ...request,
    document,
    complain: (route, message) => faults.push({ route, message }),
  })
  if (faults.length > 0) refuse(path, document, faults)
  return policy
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
  readonly complain: (route: Route, message: string) => void
}

function toPolicy(input: PolicyInput, context: Context): Policy {
  const { path, ref, sha256, publicRegistry, catalogue, now, complain } = context
  return {
    origin: { kind: 'file', path, ref, sha256 },
    failOn: input['fail-on'] ?? 'high',
    approvers: input.approvers ?? [],
    ignore: input.ignore ?? [],
    unavailable: input.unavailable ?? 'fail',
    internalScopes: input['internal-scopes'] ?? [],
    registries: trustedRegistries(toRegistries(input, complain), publicRegistry),
    allow: (input.allow ?? []).map((entry, index) => {
      const below: Context['complain'] = (route, message) => complain(['allow', index, ...route], message)
      return toAllowEntry(entry, placeOf(context, ['allow', index]), below)
    }),
    rules: toRuleSettings(input.rules ?? {}, catalogue),
    waivers: (input.waivers ?? []).map((waiver, index) => {
      const below: Context['complain'] = (route, message) => complain(['waivers', index, ...route], message)
      return toWaiver(waiver, { place: placeOf(context, ['waivers', index]), catalogue, now, complain: below })
    }),
  }
}

function toRegistries(input: PolicyInput, complain: Context['complain']): readonly TrustedRegistry[] {
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
