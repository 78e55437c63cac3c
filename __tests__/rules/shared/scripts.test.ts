import { expect, test } from '@jest/globals'
import type { Component } from '../../../src/model/component.ts'
import type { ReleaseFacts, TarballFacts } from '../../../src/model/evidence.ts'
import { observed } from '../../../src/model/observation.ts'
import type { AllowEntry } from '../../../src/model/policy.ts'
import { describe, isSame, permissionOf, type Scripts, scriptsOf } from '../../../src/rules/shared/scripts.ts'
import { aComponent, anAllowedPackage, aRelease, aTarball, noEvidence } from '../../support/builders.ts'

const script = (event: string, sha256: string, excerpt: string | null = null) => ({
  event,
  command: `run ${event}`,
  sha256,
  file: null,
  excerpt,
})
const [a, b] = [script('install', 'a'), script('postinstall', 'b')]
const seen = (...known: TarballFacts['installScripts']): Scripts => ({ runs: known.length > 0, known, commands: null })
const told = (commands: Scripts['commands'], runs: boolean | null = true): Scripts => ({ runs, known: null, commands })

/** What the three sources say; null where one says nothing. */
function from(
  component: Component['installScript'],
  release: Partial<ReleaseFacts> | null,
  tarball: TarballFacts['installScripts'] | null,
): Scripts {
  const evidence = {
    ...noEvidence(),
    ...(release ? { release: observed(aRelease(release)) } : {}),
    ...(tarball ? { tarball: observed(aTarball({ installScripts: tarball })) } : {}),
  }
  return scriptsOf(aComponent({ installScript: component }), evidence)
}

test.each<[string, Scripts, Scripts]>([
  ['nobody', from(null, null, null), { runs: null, known: null, commands: null }],
  ['the lockfile alone', from(true, null, null), { runs: true, known: null, commands: null }],
  ['the lockfile, that there is none', from(false, null, null), { runs: false, known: null, commands: null }],
  ['the registry, that there is none', from(null, {}, null), { runs: false, known: null, commands: {} }],
  ['the registry, only that there is one', from(null, { hasInstallScript: true }, null), told(null)],
  [
    'the registry, which one',
    from(null, { hasInstallScript: true, installScripts: { install: 'x', prepare: 'y' } }, null),
    told({ install: 'x' }),
  ],
  ['the tarball', from(null, null, [a]), seen(a)],
  ['the tarball, that there is none', from(null, null, []), { runs: false, known: [], commands: null }],
  ['the tarball, against the others', from(false, {}, [a]), { ...seen(a), commands: {} }],
])('told by %s', (_, scripts, expected) => {
  expect(scripts).toEqual(expected)
})

test('without any evidence the lockfile decides', () => {
  expect(scriptsOf(aComponent({ installScript: true }), null)).toEqual({ runs: true, known: null, commands: null })
})

const names = (installScripts: 'forbid' | readonly string[] | null) => anAllowedPackage({ installScripts })
const command: AllowEntry = { ...anAllowedPackage(), kind: 'command', argv: ['x'] }

test.each<[string, readonly AllowEntry[], Scripts, string]>([
  ['no entry', [], seen(a), 'open'],
  ['an entry that says nothing, and one of no package', [names(null), command], seen(a), 'open'],
  ['an entry that names it', [names(['a'])], seen(a), 'given'],
  ['two entries that name one each', [names(['a']), names(['b'])], seen(a, b), 'given'],
  ['an entry that names one of two', [names(['a'])], seen(a, b), 'refused'],
  ['an entry that names it, of what was not seen', [names(['a'])], told({ install: 'x' }), 'refused'],
  ['an entry that names one, where the tarball has none', [names(['a'])], seen(), 'refused'],
  ['an entry that names it beside one that forbids all', [names(['a']), names('forbid')], seen(a), 'refused'],
])('permission by %s', (_, entries, scripts, permission) => {
  expect(permissionOf(entries, scripts)).toBe(permission)
})

test.each<[string, Scripts, Scripts, boolean | null]>([
  ['the same', seen(a, b), seen(a, b), true],
  ['one fewer', seen(a, b), seen(b), true],
  ['one more', seen(a), seen(a, b), false],
  ['the same text at another event', seen(a), seen(script('postinstall', 'a')), false],
  ['none seen before, and commands of neither', told(null), seen(a), null],
  ['one seen before and not now', seen(a), told({ install: 'x' }), null],
  ['seen now only, commands of both', told({ install: 'x' }), { ...seen(a), commands: { install: 'x' } }, true],
  ['seen before only, commands of both', { ...seen(a), commands: { install: 'x' } }, told({ install: 'x' }), true],
  ['the same commands', told({ install: 'x' }), told({ install: 'x' }), true],
  ['a command more', told({ install: 'x' }), told({ install: 'x', postinstall: 'y' }), false],
  ['a command where none was told', told(null), told({ install: 'x' }), null],
  ['no command told any more', told({ install: 'x' }), told(null), null],
  ['a command where there was none', told({}), told({ install: 'x' }), false],
])('%s', (_, before, now, same) => {
  expect(isSame(before, now)).toBe(same)
})

test('each is shown with its text and digest, or else with its command', () => {
  expect(describe(seen(a, script('postinstall', 'b', 'evil()')))).toEqual([
    { label: 'install', value: 'run install', code: 'text' },
    { label: 'sha256 of install', value: 'a' },
    { label: 'postinstall', value: 'run postinstall\nevil()', code: 'text' },
    { label: 'sha256 of postinstall', value: 'b' },
  ])
  expect(describe(told({ install: 'x' }))).toEqual([{ label: 'install', value: 'x', code: 'text' }])
  expect(describe(told(null))).toEqual([])
})
