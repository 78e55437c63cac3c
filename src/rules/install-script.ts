// Reports code that runs while a server or a part of it is installed, above all where it is new, altered or hidden.
import type { RuleFinding } from '../model/finding.ts'
import { defineRule, type Message, type Report, type RuleContext, type Subject } from '../model/rule.ts'
import { replacedRelease } from './shared/line.ts'
import { describe, isSame, permissionOf, scriptsOf } from './shared/scripts.ts'

const messages = {
  present: {
    severity: 'high',
    text: '{name} {version} runs code when it is installed.',
    remedy: 'Read it. Then name its sha256 under `install-scripts` in the allow entry, or install with scripts off.',
    needs: ['packument', 'tarball'],
  },
  added: {
    severity: 'high',
    text: '{name} {version} runs code when it is installed; {before} did not.',
    remedy: 'Stay with {before} until you have read the script: nearly every hijacked release brought a new one.',
    needs: ['packument', 'tarball'],
  },
  changed: {
    severity: 'high',
    text: '{name} {version} runs other code when it is installed than {before} did.',
    remedy: 'Compare the two scripts; then name the new sha256 under `install-scripts` in the allow entry.',
    needs: ['packument', 'tarball'],
    needsBefore: ['tarball'],
  },
  undeclared: {
    severity: 'high',
    text: '{name} {version} runs code when it is installed, and the lockfile says it does not.',
    remedy: 'Remove the entry and write the lockfile anew with your package manager: the flag comes from the registry.',
    needs: ['packument', 'tarball'],
  },
  'approved-by-pull-request': {
    severity: 'high',
    text: 'This change lets {package} run install scripts ({mechanism}).',
    remedy: 'Let somebody who read the script approve it, or take the permission out of this change.',
    distinguishedBy: ['package', 'mechanism'],
  },
} as const satisfies Record<string, Message>

export const installScript = defineRule({
  id: 'install-script',
  summary: 'No code of a server may run at installation unless somebody has read it.',
  tiers: ['server', 'closure', 'other'],
  controls: ['CWE-506', 'CWE-829', 'OWASP-MCP04', 'NIST-SSDF/PW.4.4', 'MCP-SUPPLY-02/7'],
  options: {},
  messages,
  check: (context, report) => [
    ...context.subjects
      // What lies in another package's tarball never runs scripts of its own.
      .filter(({ component }) => !component.bundled)
      .flatMap((subject) => (subject.change.tier === 'other' ? judgeFlag(subject, report) : judge(subject, report))),
    ...judgeApprovals(context, report),
  ],
})

function judge(subject: Subject, report: Report<typeof messages>): readonly RuleFinding[] {
  const { component, replaces, evidence, evidenceBefore, allow } = subject
  const now = scriptsOf(component, evidence)
  if (!now.runs) return []
  const details = { args: argsOf(subject), facts: describe(now) }
  const hidden = component.installScript === false ? [report('undeclared', subject, details)] : []
  const permission = permissionOf(allow.fitting, now)
  if (permission === 'given') return hidden
  const before = replaces && scriptsOf(replaces, evidenceBefore, replacedRelease(subject) ?? undefined)
  if (isFlagNew(subject) || before?.runs === false) return [report('added', subject, details), ...hidden]
  if (before?.runs && isSame(before, now) === false) return [report('changed', subject, details), ...hidden]
  const isNews = !before?.runs || permission === 'refused'
  return isNews ? [report('present', subject, details), ...hidden] : hidden
}

function judgeFlag(subject: Subject, report: Report<typeof messages>): readonly RuleFinding[] {
  return isFlagNew(subject) ? [report('added', subject, { args: argsOf(subject) })] : []
}

function isFlagNew({ component, replaces }: Subject): boolean {
  return component.installScript === true && replaces?.installScript === false
}

function argsOf({ component, replaces }: Subject) {
  return { name: component.name, version: component.version ?? '', before: replaces?.version ?? 'the version before' }
}

/** Permissions for packages that only development tools need are not the gate's; for a name not in any source, nobody knows. */
function judgeApprovals({ facts, head, tierOf }: RuleContext, report: Report<typeof messages>): readonly RuleFinding[] {
  const approvals = facts.filter(({ kind, fact }) => kind === 'added' && fact.kind === 'script-approval')
  if (approvals.length === 0) return []
  const known = new Map<string, boolean>()
  for (const source of head.sources)
    for (const { name, id } of source.status === 'read' ? source.components : [])
      known.set(name, known.get(name) || tierOf(source.path, id) !== 'other')
  return approvals
    .filter(({ fact }) => fact.name === null || known.get(fact.name) !== false)
    .map(({ source, fact }) => {
      const args = { package: fact.name ?? fact.args['spec'] ?? 'all', mechanism: fact.args['mechanism'] ?? fact.key }
      const location = { path: source, route: fact.route }
      return report('approved-by-pull-request', { source, name: fact.name, location }, { args })
    })
}
