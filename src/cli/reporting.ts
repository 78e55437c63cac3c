// A Report in the form the invocation asks for, and the exit code that goes with its verdict.
import type { Report } from '../model/report.ts'
import type { ReportFormat } from '../report/formats.ts'
import { renderTerminal } from '../report/terminal.ts'
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
  await deliver(await render(delivery), delivery.invocation, delivery.out)
  return EXITS[delivery.report.verdict]
}

async function render({ report, invocation, out, started }: Delivery): Promise<string> {
  const { format } = invocation
  if (isWire(format)) {
    const [{ renderReport }, { RULES }] = await Promise.all([
      import('../report/formats.ts'),
      import('../rules/index.ts'),
    ])
    return renderReport(format, { report, catalogue: RULES, options: { links: null, docsBase: null } })
  }
  // The rules word findings: where there are none, they need not be loaded.
  const catalogue = report.findings.length === 0 ? [] : (await import('../rules/index.ts')).RULES
  return renderTerminal(report, catalogue, {
    ...textOptions(invocation, out),
    quiet: invocation.flag('quiet'),
    elapsedMs: Date.now() - started,
  })
}

function isWire(format: Format): format is ReportFormat {
  return format !== 'text' && format !== 'cyclonedx'
}
