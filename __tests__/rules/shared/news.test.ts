import { expect, test } from '@jest/globals'
import { observed } from '../../../src/model/observation.ts'
import type { AllowEntry } from '../../../src/model/policy.ts'
import { unreviewedRelease } from '../../../src/rules/shared/news.ts'
import { aComponent, anAllowedPackage, aPackage, aSubject, noEvidence, someEvidence } from '../../support/builders.ts'

const listed = (...versions: readonly string[]) => anAllowedPackage({ versions })
const command: AllowEntry = { ...anAllowedPackage(), kind: 'command', argv: ['x'] }

/** What is news where one version is installed and the registry's tags are these. */
function news(installed: string | null, distTags: Readonly<Record<string, string>>, named: readonly AllowEntry[]) {
  const packument = observed(aPackage({ latest: distTags['latest'] ?? null, distTags }))
  const component = aComponent({ version: installed })
  return unreviewedRelease(
    aSubject({ component, evidence: someEvidence({ packument }), allow: { named, fitting: [] } }),
  )
}

test.each<[string, string | null, string | null]>([
  ['a newer release', news('1.0.0', { latest: '1.1.0' }, [listed('1.0.0')]), '1.1.0'],
  ['a newer release beside an entry of another kind', news('1.0.0', { latest: '1.1.0' }, [command]), '1.1.0'],
  [
    'a newer release that one of two entries has',
    news('1.0.0', { latest: '1.1.0' }, [listed('1.1.0'), listed('1.0.0')]),
    null,
  ],
  ['a newer release within a listed range', news('1.0.0', { latest: '1.1.0' }, [listed('^1.0.0')]), null],
  ['a newer release that nobody listed', news('1.0.0', { latest: '1.1.0' }, []), null],
  ['a newer release of no version', news(null, { latest: '1.1.0' }, [listed('1.0.0')]), null],
  ['what is installed, though not listed', news('1.0.0', { latest: '1.0.0' }, [listed('2.0.0')]), null],
  ['a newer release than a prerelease', news('1.0.0-a', { latest: '1.1.0' }, [listed('1.0.0-a')]), '1.1.0'],
  [
    'a newer release than one under another tag',
    news('1.0.0', { latest: '1.1.0', old: '1.0.0' }, [listed('1.0.0')]),
    '1.1.0',
  ],
  ['an older release that `latest` was moved to', news('2.0.0', { latest: '1.0.0' }, [listed('2.0.0')]), '1.0.0'],
  ['an older release, of what has a tag', news('2.0.0', { latest: '1.0.0', next: '2.0.0' }, [listed('2.0.0')]), null],
  ['an older release, of a prerelease', news('2.0.0-a', { latest: '1.0.0' }, [listed('2.0.0-a')]), null],
  ['what is no version', news('1.0.0', { latest: 'nightly' }, [listed('1.0.0')]), 'nightly'],
  ['what is no version and is listed', news('1.0.0', { latest: 'nightly' }, [listed('1.0.0', 'nightly')]), null],
  ['a version after what is none', news('nightly', { latest: '1.0.0' }, [listed('nightly')]), '1.0.0'],
  ['no latest release', news('1.0.0', {}, [listed('1.0.0')]), null],
])('%s is news: %#', (_, found, expected) => {
  expect(found).toBe(expected)
})

test('silence is no news', () => {
  const allow = { named: [listed('1.0.0')], fitting: [] }
  expect(unreviewedRelease(aSubject({ evidence: noEvidence(), allow }))).toBeNull()
})
