// A rule that the central policy locks is not silenced by a repository's own entry, unless to list things is all it asks for.
import { describe, expect, test } from '@jest/globals'
import type { Impersonation } from '../../src/model/impersonation.ts'
import type { AllowEntry, Policy } from '../../src/model/policy.ts'
import { clientConfig } from '../../src/rules/client-config.ts'
import { impersonation } from '../../src/rules/impersonation.ts'
import { silencing } from '../../src/rules/shared/central.ts'
import { central, over } from '../policy/support.ts'
import {
  aChange,
  aComponent,
  aFactChange,
  anAllowedPackage,
  aPolicy,
  aReadSource,
  aSubject,
} from '../support/builders.ts'
import { run } from '../support/rule.ts'

const PLACE = { path: '.github/mcp-gate.yml', line: 5 }

/** A repository's policy with the same entry of its own and from above, over a central one that locks these. */
function policies(entry: AllowEntry, locked: readonly string[]) {
  const twin = { ...entry }
  const central = aPolicy({ allow: [twin], locked })
  const over = (allow: readonly AllowEntry[]) => ({ policy: aPolicy({ central, locked, allow }), allow })
  return { own: over([entry]), central: over([twin]) }
}

interface Judged {
  readonly policy: Policy
  readonly allow: readonly AllowEntry[]
}

describe('impersonation', () => {
  const likeness: Impersonation = {
    name: 'sample-mcp',
    kind: 'typosquat',
    strength: 'block',
    why: 'one letter differs',
    marks: [],
  }
  const listed = anAllowedPackage({ name: 'sampel-mcp', versions: ['1.0.0'] })
  const component = aComponent({ name: 'sampel-mcp' })
  const found = ({ policy, allow }: Judged, now?: number) => {
    const change = aChange({ after: [component] })
    const subject = aSubject({ component, change, impersonates: likeness, allow: { named: allow, fitting: allow } })
    return run(impersonation, { subjects: [subject], policy, ...(now === undefined ? {} : { now }) })
  }

  test('an entry of its own silences it, unless it is locked', () => {
    expect(found(policies(listed, []).own)).toEqual([])
    expect(found(policies(listed, ['provenance']).own)).toEqual([])
    expect(found(policies(listed, ['impersonation']).own)).toHaveLength(1)
    expect(found(policies(listed, ['impersonation']).central)).toEqual([])
  })

  test('a policy that locks it for others and stands alone is obeyed as it stands', () => {
    expect(found({ policy: aPolicy({ locked: ['impersonation'], allow: [listed] }), allow: [listed] })).toEqual([])
  })

  test('an entry that has expired silences nothing', () => {
    const expired = { ...listed, expires: '2020-01-01' }
    expect(found(policies(expired, []).own)).toHaveLength(1)
  })
})

describe('client-config', () => {
  const entry: AllowEntry = { kind: 'command', argv: ['sh', '-c', 'x'], place: PLACE, reviewed: null, expires: null }
  const launch = {
    client: 'claude-code',
    argv: ['sh', '-c', 'x'],
    digest: 'new',
    commandDigest: 'x',
    environment: [],
    shell: true,
    commands: [],
  }
  const server = (digest: string) =>
    aComponent({
      id: 'mcpServers/sample#0',
      source: '.mcp.json',
      ecosystem: 'local',
      name: 'sample',
      version: null,
      server: 'sample',
      launcher: digest,
      launch: { ...launch, digest },
    })
  const found = ({ policy, allow }: Judged) => {
    const [before, after] = [server('old'), server('new')]
    const sides = [before, after].map((one) =>
      aReadSource({ path: '.mcp.json', kind: 'client-config', components: [one] }),
    )
    const change = aChange({ kind: 'replaced', before: [before], after: [after] })
    const findings = run(clientConfig, {
      policy,
      subjects: [aSubject({ component: after, change, allow: { named: allow, fitting: allow } })],
      sources: [{ path: '.mcp.json', kind: 'client-config', base: sides[0] ?? null, head: sides[1] ?? null }],
      facts: (['shell-wrapped', 'unreadable-launch'] as const).map((kind) =>
        aFactChange({
          source: '.mcp.json',
          sourceKind: 'client-config',
          fact: { kind, key: 'mcpServers/sample:x', name: 'sample', args: {} },
        }),
      ),
    })
    return findings.map(({ id }) => id).sort()
  }

  test('an entry of its own lists a command, and silences nothing else where the rule is locked', () => {
    expect(found(policies(entry, []).own)).toEqual([])
    expect(found(policies(entry, ['client-config']).central)).toEqual([])
    const hidden = ['command-changed', 'shell-wrapped', 'unreadable-launch']
    expect(found(policies(entry, ['client-config']).own)).toEqual(hidden)
    expect(found({ ...policies(entry, ['client-config']).own, allow: [] })).toEqual([...hidden, 'local-command'].sort())
  })
})

test('a policy that is loaded on top of another tells its own entries from those above', () => {
  const above = central('locked: [impersonation]\nallow:\n  - { package: a, versions: "1.0.0" }\n')
  const policy = over('allow:\n  - { package: b, versions: "1.0.0" }\n', above)
  const names = (entries: readonly AllowEntry[]) =>
    entries.map((entry) => (entry.kind === 'package' ? entry.name : entry.kind))
  expect(names(policy.allow)).toEqual(['b', 'a'])
  expect(names(silencing(policy.allow, 'impersonation', policy))).toEqual(['a'])
  expect(names(silencing(policy.allow, 'client-config', policy))).toEqual(['b', 'a'])
})
