// The one definition of a policy file: the loader validates with it, and the JSON Schema for editors is generated from it.
import * as z from 'zod/mini'
import type { OptionSpec, RuleCatalogue } from '../model/rule.ts'
import { SEVERITIES } from '../model/severity.ts'
import { LOCKABLE_KEYS } from './locks.ts'
import { REFERENCE } from './reference.ts'

const severity = z.enum(SEVERITIES)
const text = z.string().check(z.minLength(1), z.maxLength(500), z.regex(/^[^\u0000-\u001f\u007f]*$/))
const date = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/))
const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/))
const sri = z.string().check(z.regex(/^sha512-[A-Za-z0-9+/]{86}==$/))
const textOrList = z.union([text, z.array(text).check(z.minLength(1))])
// Whether a text is a version is judged later, so that all wrong ones are named together.
const version = z.string().check(z.maxLength(500))
const versions = z.union([version, z.array(version).check(z.minLength(1))])
const scope = z.string().check(z.regex(/^@[a-z0-9~_-][a-z0-9~._-]*$/))

const common = {
  reviewed: z.optional(described(z.strictObject({ by: text, on: date }), 'Who reviewed this entry, and on which day.')),
  expires: z.optional(described(date, 'Last day this entry holds, YYYY-MM-DD (UTC).')),
}

const packageEntry = z.strictObject({
  package: described(text, 'npm package name, or any purl.'),
  versions: z.optional(
    described(
      versions,
      'Exact version, list of versions, or semver range; a range clears only with a proved `source`.',
    ),
  ),
  source: z.optional(
    described(
      z.string().check(z.regex(/^[a-z0-9.-]+(\/[A-Za-z0-9_.-]+){2,}$/)),
      'Repository that verified provenance must name, e.g. github.com/owner/name.',
    ),
  ),
  workflow: z.optional(described(text, 'Path of the workflow that must have published.')),
  ref: z.optional(described(text, 'Git ref that must have been published; * stands for anything.')),
  'repository-id': z.optional(described(text, 'Immutable id of the repository, in quotes.')),
  'owner-id': z.optional(described(text, 'Immutable id of the repository owner, in quotes.')),
  issuer: z.optional(described(text, 'OIDC issuer of the signing certificate.')),
  trigger: z.optional(described(textOrList, 'Events that may have started the publishing workflow.')),
  runner: z.optional(z.enum(['github-hosted', 'self-hosted'])),
  integrity: z.optional(described(z.record(text, sri), 'SRI (sha512) by exact version.')),
  digest: z.optional(described(z.string().check(z.regex(/^sha256:[0-9a-f]{64}$/)), 'Digest of a container image.')),
  publisher: z.optional(described(text, 'Account that must have published.')),
  'install-scripts': z.optional(
    described(z.union([z.literal('forbid'), z.array(sha256)]), 'forbid, or the SHA-256 of each allowed script.'),
  ),
  ...common,
})

const remoteEntry = z.strictObject({
  remote: described(text, 'Address of a remote server, compared exactly.'),
  ...common,
})

const commandEntry = z.strictObject({
  command: described(z.array(z.string()).check(z.minLength(1)), 'Command and arguments of a local server, exactly.'),
  ...common,
})

const waiver = z.strictObject({
  rule: described(text, 'Rule id, or rule/message.'),
  package: z.optional(described(text, 'Package name, or name@version.')),
  path: z.optional(described(text, 'Path of the source it is limited to.')),
  reason: text,
  owner: text,
  expires: described(date, 'Last day it holds, at most 180 days ahead.'),
})

export type PolicyInput = z.infer<ReturnType<typeof policySchema>>
export type AllowInput = NonNullable<PolicyInput['allow']>[number]
export type PackageInput = z.infer<typeof packageEntry>
export type WaiverInput = z.infer<typeof waiver>

/** The schema of a policy file for these rules: unknown keys, rules and options are refused. */
export function policySchema(catalogue: RuleCatalogue) {
  return z.strictObject({
    version: described(z.literal(1), 'Version of this format.'),
    extends: z.optional(
      described(
        z.string().check(z.regex(REFERENCE)),
        'Central policy that this one stands on: owner/repo//path@ and all 40 digits of a commit.',
      ),
    ),
    locked: z.optional(
      described(
        z.union([
          z.literal(true),
          z.array(z.enum([...LOCKABLE_KEYS, ...catalogue.map(({ id }) => id)])).check(z.minLength(1)),
        ]),
        'Keys and rules that a policy extending this one may only tighten; true locks all.',
      ),
    ),
    'fail-on': z.optional(described(severity, 'Lowest severity that fails the check (default high).')),
    approvers: z.optional(
      described(
        z.array(z.string().check(z.regex(/^(@[A-Za-z0-9-]+\/[A-Za-z0-9_.-]+|[A-Za-z0-9-]+(\[bot\])?)$/))),
        'Logins, or @org/team, who may approve the allow entries that a pull request adds.',
      ),
    ),
    ignore: z.optional(described(z.array(text), 'Globs of sources that are not judged.')),
    unavailable: z.optional(
      described(z.enum(['fail', 'warn']), 'What evidence that could not be had does (default fail).'),
    ),
    'internal-scopes': z.optional(described(z.array(scope), 'Scopes that must never come from a public registry.')),
    registries: z.optional(
      described(
        z.array(z.strictObject({ url: text, scopes: z.optional(z.array(scope)) })),
        'Trusted registries. One without scopes replaces the public npm registry.',
      ),
    ),
    allow: z.optional(described(z.array(z.union([packageEntry, remoteEntry, commandEntry])), 'What is allowed.')),
    rules: z.optional(rulesSchema(catalogue)),
    waivers: z.optional(described(z.array(waiver), 'Findings that are accepted for a time.')),
  })
}

// Keys are rule ids and rule/message; a value of a rule may be an object with the options of that rule alone.
function rulesSchema(catalogue: RuleCatalogue) {
  const entries = catalogue.flatMap((rule) => [
    [rule.id, z.optional(described(ruleSetting(rule.options), rule.summary))] as const,
    ...Object.keys(rule.messages).map(
      (message) => [`${rule.id}/${message}`, z.optional(z.enum(['off', ...SEVERITIES]))] as const,
    ),
  ])
  return z.strictObject(Object.fromEntries(entries))
}

function ruleSetting(options: Readonly<Record<string, OptionSpec>>) {
  const values = Object.entries(options).map(
    ([name, spec]) => [name, z.optional(described(optionSchema(spec), spec.description))] as const,
  )
  return z.union([
    z.enum(['off', ...SEVERITIES]),
    z.strictObject({
      severity: z.optional(z.enum(SEVERITIES)),
      tiers: z.optional(z.array(z.enum(['server', 'closure', 'other'])).check(z.minLength(1))),
      ...Object.fromEntries(values),
    }),
  ])
}

function optionSchema(spec: OptionSpec): z.ZodMiniType {
  switch (spec.type) {
    case 'integer':
      return z.int().check(z.minimum(spec.minimum ?? 0))
    case 'boolean':
      return z.boolean()
    case 'string':
      return text
    case 'strings':
      return z.array(text)
  }
}

function described<T extends z.ZodMiniType>(schema: T, description: string): T {
  return schema.check(z.describe(description)) as T
}
