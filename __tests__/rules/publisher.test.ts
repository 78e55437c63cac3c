import type { ReleaseFacts } from '../../src/model/evidence.ts'
import { observed } from '../../src/model/observation.ts'
import type { RuleContext } from '../../src/model/rule.ts'
import { publisher } from '../../src/rules/publisher.ts'
import { aComponent, anAllowedPackage, aPackage, aRelease, aSubject, someEvidence } from '../support/builders.ts'
import { testRule } from '../support/rule.ts'

const mallory = { name: 'mallory', email: null }
const acme = { name: 'acme-bot', email: null }
const byGithub = { publisher: { name: 'GitHub Actions', email: null }, trustedPublisher: 'github' }

testRule(publisher, {
  passes: [
    { what: 'the same publisher', context: followed({}, {}) },
    { what: 'an added package, which has nothing to be held against', context: allowed({ publisher: mallory }, []) },
    { what: 'publishing handed over to a trusted publisher', context: followed(byGithub, {}) },
    { what: 'a trusted publisher as before', context: followed(byGithub, byGithub) },
    { what: 'a maintainer who left', context: followed({ maintainers: [acme] }, { maintainers: [acme, mallory] }) },
    {
      what: 'a registry that names no maintainers',
      context: followed({ maintainers: [mallory] }, { maintainers: null }),
    },
    { what: 'the publisher the policy names', context: allowed({}, ['acme-bot']) },
    { what: 'one of two the policy names', context: allowed({}, ['acme-two', 'acme-bot']) },
    { what: 'the trusted publisher the policy names', context: allowed(byGithub, ['github-actions-trusted']) },
    { what: 'other bytes of the same version', context: followed({ publisher: mallory }, {}, '1.0.0') },
  ],
  reports: [
    {
      what: 'another publisher',
      context: followed({ publisher: mallory }, {}),
      finds: [
        { id: 'changed', severity: 'moderate', args: { publisher: 'mallory', former: 'acme-bot', before: '0.9.0' } },
      ],
    },
    {
      what: 'no publisher any more',
      context: followed({ publisher: null }, {}),
      finds: [{ id: 'changed', severity: 'moderate' }],
    },
    {
      what: 'a stolen token beside a trusted publisher',
      context: followed({ publisher: mallory }, byGithub),
      finds: [
        { id: 'changed', severity: 'moderate' },
        { id: 'trusted-publisher-lost', severity: 'moderate' },
      ],
    },
    {
      what: 'a new maintainer',
      context: followed({ maintainers: [mallory] }, { maintainers: [acme] }),
      finds: [{ id: 'maintainers-changed', severity: 'moderate', args: { added: 'mallory', removed: 'acme-bot' } }],
    },
    {
      what: 'a publisher the policy does not name',
      context: allowed({ publisher: mallory }, ['acme-bot']),
      finds: [{ id: 'not-allowed', severity: 'high', args: { allowed: 'acme-bot' } }],
    },
    {
      what: 'a person where the policy wants a trusted publisher',
      context: allowed({}, ['github-actions-trusted']),
      finds: [{ id: 'not-allowed', severity: 'high' }],
    },
    {
      what: 'an account named like a trusted publisher',
      context: allowed({ publisher: { name: 'GitHub Actions', email: null } }, ['github-actions-trusted']),
      finds: [{ id: 'not-allowed', severity: 'high' }],
    },
    {
      what: 'a registry that names nobody',
      context: allowed({ publisher: null }, ['acme-bot']),
      finds: [{ id: 'not-allowed', severity: 'high' }],
    },
  ],
})

function followed(
  release: Partial<ReleaseFacts>,
  former: Partial<ReleaseFacts>,
  before = '0.9.0',
): Partial<RuleContext> {
  const own = aRelease(release)
  const releases = new Map([[before, aRelease({ ...former, version: before })]])
  const evidence = someEvidence({ packument: observed(aPackage({ releases })), release: observed(own) })
  return { subjects: [aSubject({ replaces: aComponent({ version: before }), evidence })] }
}

function allowed(release: Partial<ReleaseFacts>, names: readonly string[]): Partial<RuleContext> {
  const fitting = [anAllowedPackage(), ...names.map((name) => anAllowedPackage({ publisher: name }))]
  const evidence = someEvidence({ release: observed(aRelease(release)) })
  return { subjects: [aSubject({ evidence, allow: { named: fitting, fitting } })] }
}
