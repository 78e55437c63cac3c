// Every rule, sorted by id. A new rule is one line here, its file, its test and its page.
import type { Rule } from '../model/rule.ts'
import { allowlist } from './allowlist.ts'
import { capabilities } from './capabilities.ts'
import { clientConfig } from './client-config.ts'
import { cooldown } from './cooldown.ts'
import { dependencyConfusion } from './dependency-confusion.ts'
import { evidenceUnavailable } from './evidence-unavailable.ts'
import { exactPin } from './exact-pin.ts'
import { impersonation } from './impersonation.ts'
import { installScript } from './install-script.ts'
import { integrity } from './integrity.ts'
import { knownBad } from './known-bad.ts'
import { manifestConfusion } from './manifest-confusion.ts'
import { origin } from './origin.ts'
import { policyChange } from './policy-change.ts'
import { provenance } from './provenance.ts'
import { publisher } from './publisher.ts'
import { registrySignature } from './registry-signature.ts'
import { sourceUnread } from './source-unread.ts'
import { unmaintained } from './unmaintained.ts'
import { version } from './version.ts'
import { waiver } from './waiver.ts'

export const RULES: readonly Rule[] = [
  allowlist,
  capabilities,
  clientConfig,
  cooldown,
  dependencyConfusion,
  evidenceUnavailable,
  exactPin,
  impersonation,
  installScript,
  integrity,
  knownBad,
  manifestConfusion,
  origin,
  policyChange,
  provenance,
  publisher,
  registrySignature,
  sourceUnread,
  unmaintained,
  version,
  waiver,
]
