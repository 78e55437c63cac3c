// The evidence of an audit as files: one for each item that MCP-SUPPLY-02 asks for, and an index with their hashes.
import { sha256 } from '../../model/digest.ts'
import { stringifySafely } from '../escape.ts'
import { countsJson } from '../json-parts.ts'
import { type Dossier, headOf } from './dossier.ts'
import {
  allowlistItem,
  imitationsItem,
  installationItem,
  namesItem,
  publishersItem,
  registriesItem,
  verificationItem,
} from './items.ts'

const ITEMS: readonly (readonly [string, (dossier: Dossier) => { readonly title: string }])[] = [
  ['1-allowlist.json', allowlistItem],
  ['2-verification.json', verificationItem],
  ['3-registries.json', registriesItem],
  ['4-names.json', namesItem],
  ['5-publishers.json', publishersItem],
  ['6-imitations.json', imitationsItem],
  ['7-installation.json', installationItem],
]

/** Text by file name, the same for the same audit. `index.json` comes last and names the SHA-256 of all the others. */
export function renderEvidenceFiles(dossier: Dossier): ReadonlyMap<string, string> {
  const items = ITEMS.map(([name, item]) => {
    const value = item(dossier)
    return { name, title: value.title, text: `${stringifySafely(value)}\n` }
  })
  const index = {
    ...headOf(dossier, null, 'Index'),
    verdict: dossier.report.verdict,
    counts: countsJson(dossier.report.counts),
    evidence: items.map(({ name, title, text }, at) => ({
      item: at + 1,
      title,
      file: name,
      sha256: sha256(text),
    })),
    controls: dossier.catalogue.map(({ id, controls }) => ({ rule: id, controls })),
  }
  return new Map([
    ...items.map(({ name, text }) => [name, text] as const),
    ['index.json', `${stringifySafely(index)}\n`] as const,
  ])
}
