// A Report in the form the invocation asks for, and the exit code that goes with its verdict.
import type { Report } from '../model/report.ts'
import { type ReportFormat, renderReport } from '../report/formats.ts'
import { renderTerminal } from '../report/terminal.ts'
import { RULES } from '../rules/index.ts'
import { EXIT } from './exit.ts'
import type { Format, Invocation } from './options.ts'
import { deliver, type Terminal, textOptions } from './terminal.ts'

const EXITS = { pass: EXIT.pass, warn: EXIT.pass, fail: EXIT.fail, incomplete: EXIT.incomplete } as const

interface Delivery {
  readonly report: Report
  readonly invocation: Invocation
  readonly out: Terminal
  /** Milliseconds since 1970. */
  readonly started: number
}

/** Prints or writes the report; returns the exit code of its verdict. */
export async function deliverReport(delivery: Delivery): Promise<number> {
  await deliver(render(delivery), delivery.invocation, delivery.out)
  return EXITS[delivery.report.verdict]
}

function render({ report, invocation, out, started }: Delivery): string {
  const { format } = invocation
  if (isWire(format))
    return renderReport(format, { report, catalogue: RULES, options: { links: null, docsBase: null } })
  return renderTerminal(report, RULES, {
    ...textOptions(invocation, out),
    quiet: invocation.flag('quiet'),
    elapsedMs: Date.now() - started,
  })
}

function isWire(format: Format): format is ReportFormat {
  return format !== 'text' && format !== 'cyclonedx'
}
