// What is known of a package's install scripts, from the best evidence there is: tarball, registry, lockfile.
import type { Component } from '../../model/component.ts'
import type { Evidence, ReleaseFacts, TarballFacts } from '../../model/evidence.ts'
import type { Fact } from '../../model/finding.ts'
import { observedValue } from '../../model/observation.ts'

import type { AllowEntry } from '../../model/policy.ts'

type Script = TarballFacts['installScripts'][number]

export interface Scripts {
  /** True where any of the three says so; null where none tells. */
  readonly runs: boolean | null
  /** Each script's sha256 with its command; null where the tarball was not seen. */
  readonly known: readonly Script[] | null
  /** Commands by event, as the registry tells them; null where it does not. */
  readonly commands: Readonly<Record<string, string>> | null
}

/** `release`: what the registry shows of it, where the evidence gathered for it does not say. */
export function scriptsOf(component: Component, evidence: Evidence | null, release = releaseOf(evidence)): Scripts {
  const tarball = evidence && observedValue(evidence.tarball)
  const commands = release && installOnly(release.installScripts)
  const told = [
    tarball && tarball.installScripts.length > 0,
    release?.hasInstallScript ?? null,
    component.installScript,
  ]
  const runs = told.includes(true) || (told.includes(false) ? false : null)
  // Some registries tell only that there is a script.
  const isTold = commands !== null && (Object.keys(commands).length > 0 || !release?.hasInstallScript)
  return { runs, known: tarball?.installScripts ?? null, commands: isTold ? commands : null }
}

function releaseOf(evidence: Evidence | null): ReleaseFacts | null {
  return evidence && observedValue(evidence.release)
}

// A registry's `prepare` runs only for git dependencies.
function installOnly({ prepare: _, ...scripts }: Readonly<Record<string, string>>) {
  return scripts
}

/** `given`: every script is one the entries name by sha256. `refused`: they name others or forbid all. `open`: none says anything. */
export function permissionOf(entries: readonly AllowEntry[], { known }: Scripts): 'given' | 'refused' | 'open' {
  const said = entries.flatMap((entry) => (entry.kind === 'package' ? (entry.installScripts ?? []) : []))
  if (said.length === 0) return 'open'
  const isNamed = known !== null && known.length > 0 && known.every(({ sha256 }) => said.includes(sha256))
  return isNamed && !said.includes('forbid') ? 'given' : 'refused'
}

/** Null where too little is known of either to tell. */
export function isSame(before: Scripts, now: Scripts): boolean | null {
  if (before.known !== null && now.known !== null) {
    const old = before.known.map(({ event, sha256 }) => `${event} ${sha256}`)
    return now.known.every(({ event, sha256 }) => old.includes(`${event} ${sha256}`))
  }
  if (before.commands === null || now.commands === null) return null
  const old = before.commands
  return Object.entries(now.commands).every(([event, command]) => old[event] === command)
}

/** Each script with its text where the tarball was seen, else its command as the registry tells it. */
export function describe({ known, commands }: Scripts): readonly Fact[] {
  if (known === null)
    return Object.entries(commands ?? {}).map(([label, value]) => ({ label, value, code: 'text' as const }))
  return known.flatMap(({ event, command, sha256, excerpt }) => [
    { label: event, value: excerpt === null ? command : `${command}\n${excerpt}`, code: 'text' as const },
    { label: `sha256 of ${event}`, value: sha256 },
  ])
}
