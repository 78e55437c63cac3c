// mcp-gate inspect
import { createInterface } from 'node:readline/promises'
import { InputError } from '../errors.ts'
import { reaches } from '../model/severity.ts'
import { toSpec } from '../pipeline/allowable.ts'
import { type PackageSpec, runInspect } from '../pipeline/inspect.ts'
import { toInspectJson } from '../report/json.ts'
import { renderInspectText } from '../report/tables.ts'
import { RULES } from '../rules/index.ts'
import { gathererFor, policyHere } from './evidence.ts'
import { EXIT } from './exit.ts'
import type { Invocation } from './options.ts'
import { deliver, type Terminal, textOptions } from './terminal.ts'

/** Exit 1 where a finding on any package reaches the policy's threshold; a list on standard input is only classified: exit 0. */
export async function run(invocation: Invocation, out: Terminal): Promise<number> {
  const now = Date.now()
  const isList = invocation.positionals.includes('-')
  const specs = isList ? await specsFromInput() : invocation.positionals.map(toSpec)
  const policy = await policyHere(invocation, now)
  const inspections = await runInspect({ specs, policy, gather: gathererFor(invocation, policy, out), now })
  const options = { ...textOptions(invocation, out), at: now }
  const texts = inspections.map((inspection) =>
    invocation.format === 'text' && !isList
      ? renderInspectText(inspection, RULES, options)
      : toInspectJson(inspection, RULES),
  )
  await deliver(texts.join(''), invocation, out)
  const fails = inspections.some(({ findings }) =>
    findings.some(({ status, severity }) => status === 'open' && reaches(severity, policy.failOn)),
  )
  return fails && !isList ? EXIT.fail : EXIT.pass
}

/** A name a line; what is no spec at all is judged as a name, so that every line gets its answer. */
async function specsFromInput(): Promise<readonly PackageSpec[]> {
  const specs: PackageSpec[] = []
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() !== '') specs.push(lenientSpec(line.trim()))
  }
  return specs
}

function lenientSpec(text: string): PackageSpec {
  try {
    return toSpec(text)
  } catch (error) {
    if (error instanceof InputError) return { name: text, version: null }
    throw error
  }
}
