// Reports packages of an internal scope that do not come from the registry of that scope.
import { defineRule } from '../model/rule.ts'
import { liesBelow, scopeOf } from './shared/address.ts'

export const dependencyConfusion = defineRule({
  id: 'dependency-confusion',
  summary: 'A package of an internal scope must come from the registry that the policy lists for that scope.',
  tiers: ['server', 'closure', 'other'],
  controls: ['CWE-427', 'CWE-829', 'OWASP-MCP04', 'NIST-SSDF/PW.4.1', 'MCP-SUPPLY-02/3'],
  options: {},
  messages: {
    'internal-name-from-public-registry': {
      severity: 'critical',
      text: '{name} {version} is of the internal scope {scope} and comes from {host}. Anyone can publish that name there.',
      remedy:
        'Do not install it. Point {scope} at its registry in the package manager and write the lockfile entry anew.',
    },
  },
  check: ({ subjects, policy }, report) =>
    subjects.flatMap((subject) => {
      const { name, version, resolved, ecosystem, source, route } = subject.component
      const scope = scopeOf(name)
      if (ecosystem !== 'npm' || scope === null || !policy.internalScopes.includes(scope)) return []
      if (resolved === null || !/^https?:/i.test(resolved) || !URL.canParse(resolved)) return []
      const url = new URL(resolved)
      const own = policy.registries.filter(({ scopes }) => scopes.includes(scope))
      if (own.some((registry) => liesBelow(url, registry.url, { ignoreScheme: true }))) return []
      const args = { name, version: version ?? '', scope, host: url.host }
      return [
        report('internal-name-from-public-registry', subject, {
          args,
          location: { path: source, route: [...route, 'resolved'] },
        }),
      ]
    }),
})
