// The allow entry that would clear a component, pinned as far as the evidence goes.
import { valid } from 'semver'
import type { Component, Launch } from '../../model/component.ts'
import { sha256 } from '../../model/digest.ts'
import { renderAllowEntry, renderCommandEntry } from '../../model/entry.ts'
import { observedValue } from '../../model/observation.ts'
import type { Subject } from '../../model/rule.ts'
import { workflowOf } from './identity.ts'
import { proofOf } from './proof.ts'
import { compare } from './sri.ts'

/**
 * YAML to paste; null where no single version or digest is named, or where the installed bytes are not the registry's:
 * an entry nobody should paste is not offered.
 */
export function offeredEntry(subject: Subject): string | null {
  const { component, evidence } = subject
  const { ecosystem, version } = component
  if (ecosystem === 'oci') return offeredImage(component)
  if (ecosystem === 'unknown') return offeredCommand(component.launch)
  if (version === null || (ecosystem === 'npm' && valid(version) === null)) return null
  const served = observedValue(evidence.release)?.integrity ?? null
  const installed = component.integrity
  if (compare(installed, served) === 'different') return null
  const integrity = [installed, served].find((sri) => sri !== null && /^sha512-\S{88}$/.test(sri)) ?? null
  return renderAllowEntry({
    package: ecosystem === 'npm' ? component.name : unversioned(component.purl),
    version,
    integrity: ecosystem === 'npm' ? integrity : null,
    ...provedSource(subject),
  })
}

function offeredImage({ purl, integrity, version }: Component): string | null {
  const digest = [integrity, version].find((text) => /^sha256:[0-9a-f]{64}$/.test(text ?? '')) ?? null
  return digest === null
    ? null
    : renderAllowEntry({ package: unversioned(purl), version: null, integrity: null, digest })
}

/** An entry for an exact command line; null where it would not fit, because something in the line is masked, or the line starts in another folder. */
export function offeredCommand(launch: Launch | null): string | null {
  if (launch === null || launch.argv.length === 0) return null
  const digest = sha256(JSON.stringify(launch.argv))
  return digest === launch.commandDigest ? renderCommandEntry(launch.argv) : null
}

// Only what a verified certificate says, and only about exactly these bytes.
function provedSource(subject: Subject) {
  const proof = proofOf(subject)
  const source = /^https:\/\/([a-z0-9.-]+(?:\/[A-Za-z0-9_.-]+){2,})$/.exec(proof?.signer.sourceRepository ?? '')?.[1]
  return proof === null || source === undefined ? {} : { source, workflow: workflowOf(proof.signer) }
}

function unversioned(purl: string): string {
  return purl
    .replace(/@[^@?#/]*(?=[?#]|$)/, '')
    .replace(/([?&])tag=[^&#]*&?/, '$1')
    .replace(/[?&]$/, '')
}
