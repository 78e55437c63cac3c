// SARIF 2.1.0, within the limits of GitHub's code scanning. The only file that speaks SARIF's own words.
import type { Log, ReportingDescriptor, Result, Location as SarifLocation } from 'sarif'
import type { Finding } from '../model/finding.ts'
import type { Place } from '../model/location.ts'
import type { Report } from '../model/report.ts'
import type { Message, RuleCatalogue } from '../model/rule.ts'
import type { Severity } from '../model/severity.ts'
import { byFinding } from './alike.ts'
import { stringifySafely } from './escape.ts'
import { type LinkOptions, placeUri, ruleUrl } from './options.ts'
import { counted, plainMessage } from './wording.ts'

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'
/** Code scanning keeps so many results of a run, related locations of a result, tags of a rule. */
const RESULTS = 5000
const RELATED = 50
const TAGS = 10

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  moderate: 'warning',
  low: 'note',
}
/** What code scanning sorts by: 9 and more is critical, 7 high, 4 medium. */
const SCORES: Readonly<Record<Severity, string>> = { critical: '9.5', high: '8.0', moderate: '5.5', low: '2.0' }

/** One run: every message of every rule as a descriptor, every finding as a result, waived ones suppressed. */
export function renderSarif(report: Report, catalogue: RuleCatalogue, options: LinkOptions): string {
  const rules = descriptors(catalogue, options)
  const indexes = new Map(rules.map(({ id }, index) => [id, index]))
  const findings = report.findings.toSorted(byFinding)
  const left = findings.length - RESULTS
  const log: Log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: report.tool.name, semanticVersion: report.tool.version, rules } },
        automationDetails: { id: `${report.tool.name}/${report.mode}/` },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: report.verdict !== 'incomplete',
            ...(left > 0 && {
              toolExecutionNotifications: [
                {
                  level: 'warning',
                  message: { text: `${counted(left, 'finding')} left out: the least severe of ${findings.length}.` },
                },
              ],
            }),
          },
        ],
        ...(options.links !== null && {
          versionControlProvenance: [
            {
              repositoryUri: [options.links.serverUrl, options.links.owner, options.links.repo].join('/'),
              revisionId: options.links.sha,
            },
          ],
        }),
        results: findings.slice(0, RESULTS).map((finding) => toResult(finding, { report, catalogue, indexes })),
      },
    ],
  }
  return `${stringifySafely(log)}\n`
}

function descriptors(catalogue: RuleCatalogue, { docsBase }: LinkOptions): ReportingDescriptor[] {
  return catalogue.flatMap((rule) =>
    Object.entries(rule.messages).map(([id, message]) => {
      const helpUri = ruleUrl(docsBase, rule.id)
      return {
        id: `${rule.id}/${id}`,
        name: pascalCase(`${rule.id}-${id}`),
        shortDescription: { text: rule.summary },
        fullDescription: { text: withoutBraces(message.text) },
        help: { text: withoutBraces(message.remedy), markdown: helpMarkdown(rule.summary, message, helpUri) },
        ...(helpUri !== null && { helpUri }),
        defaultConfiguration: { level: LEVELS[message.severity] },
        properties: { tags: tagsOf(rule.controls), precision: 'high', 'security-severity': SCORES[message.severity] },
      }
    }),
  )
}

interface Context {
  readonly report: Report
  readonly catalogue: RuleCatalogue
  readonly indexes: ReadonlyMap<string, number>
}

function toResult(finding: Finding, { report, catalogue, indexes }: Context): Result {
  const ruleId = `${finding.rule}/${finding.id}`
  const ruleIndex = indexes.get(ruleId)
  const { text, remedy } = plainMessage(catalogue, finding)
  return {
    ruleId,
    ...(ruleIndex !== undefined && { ruleIndex }),
    level: LEVELS[finding.severity],
    message: { text: messageText([text, remedy].filter(Boolean).join(' ')) },
    locations: [toLocation(finding.location, report)],
    ...(finding.related.length > 0 && {
      relatedLocations: finding.related.slice(0, RELATED).map((place) => toLocation(place, report)),
    }),
    partialFingerprints: { 'mcpGateFinding/v1': finding.fingerprint },
    ...(finding.status === 'waived' && {
      suppressions: [
        {
          kind: 'external',
          status: 'accepted',
          ...(finding.waiver !== null && { justification: finding.waiver.reason }),
        },
      ],
    }),
    properties: { severity: finding.severity, package: finding.name, version: finding.version },
  }
}

/** A finding without a file stands on the policy: code scanning refuses results without a location. */
function toLocation({ path, line }: Place, { policy }: Report): SarifLocation {
  const uri = placeUri(path === '' ? policy.path : path)
  return {
    physicalLocation: { artifactLocation: { uri, uriBaseId: '%SRCROOT%' }, region: { startLine: Math.max(1, line) } },
  }
}

/** Brackets would make a link, digits in braces a placeholder (SARIF 2.1.0, 3.11.5 and 3.11.6). */
function messageText(text: string): string {
  return text.replace(/[\\[\]]/g, '\\$&').replace(/\{(\d+)\}/g, '{{$1}}')
}

function helpMarkdown(summary: string, { text, remedy }: Message, helpUri: string | null): string {
  const more = helpUri === null ? '' : `\n\n[About this rule](${helpUri})`
  return `${summary}\n\n${withoutBraces(text)}\n\n${withoutBraces(remedy)}${more}`
}

/** A message without values: each placeholder keeps its name. */
function withoutBraces(template: string): string {
  return template.replace(/\{(\w+)\}/g, '‹$1›')
}

function tagsOf(controls: readonly string[]): string[] {
  const tags = controls.map((control) =>
    /^CWE-\d+$/.test(control) ? `external/cwe/${control.toLowerCase()}` : control,
  )
  return ['security', 'supply-chain', ...tags].slice(0, TAGS)
}

function pascalCase(text: string): string {
  return text.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())
}
