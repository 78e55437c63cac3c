import { expect, test } from '@jest/globals'
import type { ReleaseFacts, TarballFacts } from '../../src/model/evidence.ts'
import { observed } from '../../src/model/observation.ts'
import { manifestConfusion } from '../../src/rules/manifest-confusion.ts'
import { aRelease, aSubject, aTarball, noEvidence, someEvidence } from '../support/builders.ts'
import { run, testRule } from '../support/rule.ts'

type Manifest = Partial<TarballFacts['manifest']>
const gyp = [{ path: 'binding.gyp', size: 10, sha256: 'd'.repeat(64) }]
const mismatch = (fields: string) => [{ id: 'manifest-mismatch', severity: 'high' as const, args: { fields } }]

testRule(manifestConfusion, {
  passes: [
    { what: 'a registry that did not answer', context: { subjects: [aSubject({ evidence: noEvidence() })] } },
    { what: 'two that agree', context: compared({}, {}) },
    {
      what: 'optional dependencies listed among the others',
      context: compared(
        { dependencies: { a: '1', b: '2' } },
        { dependencies: { a: '1' }, optionalDependencies: { b: '2' } },
      ),
    },
    {
      what: 'a command in a folder of its own name',
      context: compared({ bin: ['sample'] }, { bin: ['@acme/sample'] }),
    },
    {
      what: 'blanks around a range',
      context: compared({ dependencies: { a: '^1' } }, { dependencies: { a: ' ^1 ' } }),
    },
    { what: 'a version the registry cleaned', context: compared({}, { version: 'v1.0.0' }) },
    {
      what: 'the script npm adds for a binding.gyp',
      context: compared({ installScripts: { install: 'node-gyp rebuild' } }, {}, gyp),
    },
    {
      what: 'a registry that tells only that there are scripts',
      context: compared({ hasInstallScript: true }, { scripts: { postinstall: 'x' } }),
    },
    { what: 'scripts that no installation runs', context: compared({}, { scripts: { test: 'jest', prepare: 'tsc' } }) },
    { what: 'commands that the registry spelled out', context: compared({ bin: ['a', 'b'] }, { bin: ['a'] }) },
    {
      what: 'a short form written out',
      context: compared({ dependencies: { a: 'github:x/y', b: '*' } }, { dependencies: { a: 'x/y', b: '' } }),
    },
  ],
  reports: [
    {
      what: 'a hidden dependency',
      context: compared({}, { dependencies: { evil: '1.0.0' } }),
      finds: mismatch('dependencies'),
    },
    {
      what: 'another version of a dependency',
      context: compared({ dependencies: { a: '1.0.0' } }, { dependencies: { a: '1.0.1' } }),
      finds: mismatch('dependencies'),
    },
    {
      what: 'a hidden script',
      context: compared({}, { scripts: { postinstall: 'node evil.js' } }),
      finds: mismatch('scripts'),
    },
    {
      what: 'a script only the registry shows',
      context: compared({ installScripts: { postinstall: 'x' } }, {}),
      finds: mismatch('scripts'),
    },
    {
      what: 'a rebuild without a binding.gyp',
      context: compared({ installScripts: { install: 'node-gyp rebuild' } }, {}),
      finds: mismatch('scripts'),
    },
    {
      what: 'another script than the registry shows',
      context: compared(
        { hasInstallScript: true, installScripts: { postinstall: 'x' } },
        { scripts: { postinstall: 'node evil.js' } },
      ),
      finds: mismatch('scripts'),
    },
    {
      what: 'a script in place of the rebuild that the registry shows',
      context: compared({ installScripts: { install: 'node-gyp rebuild' } }, { scripts: { install: 'evil' } }, gyp),
      finds: mismatch('scripts'),
    },
    {
      what: 'a rebuild without a binding.gyp, among other files',
      context: compared({ installScripts: { install: 'node-gyp rebuild' } }, {}, aTarball().files),
      finds: mismatch('scripts'),
    },
    {
      what: 'a script only the registry shows, in place of a rebuild',
      context: compared({ installScripts: { install: 'make' } }, {}, gyp),
      finds: mismatch('scripts'),
    },
    {
      what: 'a short form in the middle of a range',
      context: compared({ dependencies: { a: 'x-github:y/z' } }, { dependencies: { a: 'x-y/z' } }),
      finds: mismatch('dependencies'),
    },
    {
      what: 'a hidden command beside one that is shown',
      context: compared({ bin: ['a'] }, { bin: ['a', 'npm'] }),
      finds: mismatch('bin'),
    },
    { what: 'a hidden command', context: compared({}, { bin: ['npm'] }), finds: mismatch('bin') },
    { what: 'another name', context: compared({}, { name: 'other-mcp' }), finds: mismatch('identity') },
    { what: 'another version', context: compared({}, { version: '0.9.0' }), finds: mismatch('identity') },
    { what: 'no name at all', context: compared({}, { name: null }), finds: mismatch('identity') },
    { what: 'a hidden MCP name', context: compared({}, { mcpName: 'io.github.acme/x' }), finds: mismatch('identity') },
    {
      what: 'peers and a key that every object has',
      context: compared({ peerDependencies: { a: '1' } }, { dependencies: { constructor: '1' } }),
      finds: mismatch('dependencies, peerDependencies'),
    },
  ],
})

test('shows both sides', () => {
  const [finding] = run(manifestConfusion, compared({ dependencies: { b: '1' } }, { dependencies: { b: '2', a: '3' } }))
  expect(finding?.facts).toEqual([
    {
      label: 'registry and tarball',
      value: '+ dependencies.a: 3\n- dependencies.b: 1\n+ dependencies.b: 2',
      code: 'diff',
    },
  ])
})

function compared(release: Partial<ReleaseFacts>, manifest: Manifest, files: TarballFacts['files'] = []) {
  const tarball = aTarball({ files })
  const evidence = someEvidence({
    release: observed(aRelease(release)),
    tarball: observed({ ...tarball, manifest: { ...tarball.manifest, ...manifest } }),
  })
  return { subjects: [aSubject({ evidence })] }
}
