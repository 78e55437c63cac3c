// The summary's end: packages that are no servers, and by what the report was made.
import type { Report, SourceSummary } from '../model/report.ts'
import { byText } from './alike.ts'
import { codeSpan, link } from './markdown.ts'
import { fileUrl, type LinkOptions } from './options.ts'
import type { Section } from './within.ts'
import { changeText, changeWords, counted, refText } from './wording.ts'

/** Changes without a row, those inside a server's process first. */
export function otherChanges({ changes, rows, mode }: Report): Section {
  const shown = new Set(rows.map(({ name }) => name))
  const others = changes.filter(({ name }) => !shown.has(name))
  const inside = others.filter(({ tier }) => tier === 'closure')
  const sorted = [
    ...inside,
    ...others.filter(({ tier }) => tier !== 'closure').toSorted((a, b) => byText(a.name, b.name)),
  ]
  const within =
    inside.length > 0 ? `; ${inside.length} of them ${inside.length === 1 ? 'runs' : 'run'} inside these servers` : ''
  const title = `${counted(others.length, 'other package')} ${mode === 'gate' ? 'changed' : 'present'}${within}`
  return {
    before: others.length > 0 ? `\n<details><summary>${title}</summary>\n\n` : '',
    items: sorted.map((change) => {
      const through =
        change.tier === 'closure' && change.via[0]?.[0] !== undefined ? ` · through ${codeSpan(change.via[0][0])}` : ''
      return `- ${codeSpan(change.name)} ${codeSpan(changeText(changeWords(change)))}${through}\n`
    }),
    after: others.length > 0 ? '\n</details>\n' : '',
    cutNote: (count) => `\n… and ${counted(count, 'more package')}, cut to fit.\n`,
    share: 1,
  }
}

/** Policy, commits, trust root and version; files that were not judged are never left unsaid. */
export function footer(report: Report, { links }: LinkOptions): string {
  const head = report.head.sha === null ? codeSpan(report.head.ref) : codeSpan(report.head.sha.slice(0, 7))
  const parts = [
    `${policyText(report, links)}, head ${head}`,
    notJudged(report.sources),
    report.trustRoot === null
      ? ''
      : `Sigstore trust root: ${report.trustRoot === 'tuf' ? 'fetched and verified by TUF' : 'the one shipped with this version'}`,
    `${codeSpan(report.tool.name)} ${codeSpan(report.tool.version)}`,
  ]
  return `<sub>${parts.filter(Boolean).join(' · ')}</sub>`
}

function policyText(report: Report, links: LinkOptions['links']): string {
  const { extends: central } = report.policy
  return `${ownPolicyText(report, links)}${central === null ? '' : `, on top of ${codeSpan(central.reference)}`}`
}

function ownPolicyText({ policy, base }: Report, links: LinkOptions['links']): string {
  if (policy.kind === 'built-in') {
    return `Judged by the built-in policy, because there is no ${codeSpan(policy.path)}: ${codeSpan('mcp-gate init')} writes one`
  }
  const at = policy.ref ?? base?.ref ?? null
  const url = links !== null && policy.ref !== null ? fileUrl(links, policy.ref, policy.path) : null
  const where =
    at === null
      ? ''
      : ` at ${codeSpan(refText(policy.ref !== null && base?.ref === policy.ref ? base : { ref: at, sha: null }))}`
  return `Judged by ${link(codeSpan(policy.path), url)}${where}`
}

function notJudged(sources: readonly SourceSummary[]): string {
  const count = (status: SourceSummary['status']) => sources.filter((source) => source.status === status).length
  const unread = count('unreadable') + count('unsupported') + count('too-large')
  return [
    unread > 0 && `${counted(unread, 'file')} not read`,
    count('ignored') > 0 && `${counted(count('ignored'), 'file')} ignored by the policy`,
  ]
    .filter(Boolean)
    .join(' · ')
}
