import type { ReleaseFacts } from '../../src/model/evidence.ts'
import { observed } from '../../src/model/observation.ts'
import type { RuleContext } from '../../src/model/rule.ts'
import { publisher } from '../../src/rules/publisher.ts'
import {
  aComponent,
  anAllowedPackage,
  aPackage,
  aRelease,
  aSubject,
  DAY,
  NOW,
  noEvidence,
  someEvidence,
} from '../support/builders.ts'
import { testRule } from '../support/rule.ts'

const mallory = { name: 'mallory', email: null }
const trudy = { name: 'trudy', email: null }
const acme = { name: 'acme-bot', email: null }
const TRUSTED = { gitlab: 'gitlab-ci-trusted', circleci: 'circleci-trusted' } as const
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
    {
      what: 'an entry that names no package',
      context: {
        subjects: [
          aSubject({ allow: { named: [], fitting: [{ ...anAllowedPackage(), kind: 'command', argv: ['x'] }] } }),
        ],
      },
    },
    { what: 'the publisher the policy names', context: allowed({}, ['acme-bot']) },
    { what: 'one of two the policy names', context: allowed({}, ['acme-two', 'acme-bot']) },
    { what: 'the trusted publisher the policy names', context: allowed(byGithub, ['github-actions-trusted']) },
    ...(['gitlab', 'circleci'] as const).map((trustedPublisher) => ({
      what: `the trusted publisher the policy names, ${trustedPublisher}`,
      context: allowed({ publisher: null, trustedPublisher }, [TRUSTED[trustedPublisher]]),
    })),
    { what: 'a registry that did not answer', context: { subjects: [aSubject({ evidence: noEvidence() })] } },
    {
      what: 'an audit in which the registry told of the release alone',
      context: {
        mode: 'audit',
        subjects: [
          aSubject({
            evidence: { ...noEvidence(), release: observed(aRelease()) },
            allow: { named: [anAllowedPackage()], fitting: [] },
          }),
        ],
      },
    },
    {
      what: 'a release by another of the same moment, in an audit',
      context: audited({ publisher: mallory, published: NOW - 400 * DAY }, ['1.0.0']),
    },
    { what: 'other bytes of the same version', context: followed({ publisher: mallory }, {}, '1.0.0') },
    { what: 'a later release by the same publisher, in an audit', context: audited({}, ['1.0.0']) },
    {
      what: 'a later release by another that the list has',
      context: audited({ publisher: mallory }, ['1.0.0', '1.1.0']),
    },
    {
      what: 'a later release by another, in a pull request',
      context: { ...audited({ publisher: mallory }, ['1.0.0']), mode: 'gate' },
    },
    {
      what: 'an older release by another that `latest` was moved back to',
      context: audited({ publisher: mallory, published: NOW - 900 * DAY }, ['1.0.0']),
    },
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
      finds: [{ id: 'changed', severity: 'moderate', args: { publisher: 'nobody the registry names' } }],
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
      what: 'new maintainers beside the old one',
      context: followed({ maintainers: [acme, mallory, trudy] }, { maintainers: [acme] }),
      finds: [
        { id: 'maintainers-changed', severity: 'moderate', args: { added: 'mallory, trudy', removed: 'nobody' } },
      ],
    },
    {
      what: 'a maintainer in place of two',
      context: followed({ maintainers: [acme] }, { maintainers: [mallory, trudy] }),
      finds: [
        { id: 'maintainers-changed', severity: 'moderate', args: { added: 'acme-bot', removed: 'mallory, trudy' } },
      ],
    },
    {
      what: 'a publisher of two that the policy names',
      context: allowed({ publisher: mallory }, ['acme-bot', 'acme-two']),
      finds: [{ id: 'not-allowed', severity: 'high', args: { allowed: 'acme-bot or acme-two' } }],
    },
    {
      what: 'a publisher the policy does not name',
      context: allowed({ publisher: mallory }, ['acme-bot']),
      finds: [{ id: 'not-allowed', severity: 'high', args: { allowed: 'acme-bot' } }],
    },
    {
      what: 'a later release by another that nobody reviewed, in an audit',
      context: audited({ publisher: mallory, maintainers: [mallory] }, ['1.0.0'], byGithub),
      finds: [
        { id: 'changed', severity: 'moderate', args: { version: '1.1.0', publisher: 'mallory', before: '1.0.0' } },
        { id: 'trusted-publisher-lost', severity: 'moderate', args: { version: '1.1.0' } },
        { id: 'maintainers-changed', severity: 'moderate', args: { added: 'mallory', before: '1.0.0' } },
      ],
    },
    {
      what: 'a later release whose time is not told',
      context: audited({ publisher: mallory, published: null }, ['1.0.0']),
      finds: [{ id: 'changed', severity: 'moderate' }],
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

/** 1.0.0 is installed, and 1.1.0 has become the latest. */
function audited(
  later: Partial<ReleaseFacts>,
  versions: readonly string[],
  installed: Partial<ReleaseFacts> = {},
): Partial<RuleContext> {
  const own = aRelease({ published: NOW - 400 * DAY, maintainers: [acme], ...installed })
  const next = aRelease({ published: NOW - DAY, maintainers: [acme], ...later, version: '1.1.0' })
  const releases = new Map([own, next].map((release) => [release.version, release]))
  const packument = aPackage({ latest: '1.1.0', distTags: { latest: '1.1.0' }, releases })
  const evidence = someEvidence({ packument: observed(packument), release: observed(own) })
  const named = [anAllowedPackage({ versions })]
  return { mode: 'audit', subjects: [aSubject({ evidence, allow: { named, fitting: named } })] }
}

function allowed(release: Partial<ReleaseFacts>, names: readonly string[]): Partial<RuleContext> {
  const fitting = [anAllowedPackage(), ...names.map((name) => anAllowedPackage({ publisher: name }))]
  const evidence = someEvidence({ release: observed(aRelease(release)) })
  return { subjects: [aSubject({ evidence, allow: { named: fitting, fitting } })] }
}
