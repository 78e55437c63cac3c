// Clients that can be told an allowlist, and the form each of them enforces.
import type { Export } from './allowlist.ts'
import { exportCodex } from './codex.ts'
import { exportGemini } from './gemini.ts'
import { exportClaude, exportCopilot, exportVscode } from './managed.ts'

export const EXPORTS = {
  claude: exportClaude,
  codex: exportCodex,
  copilot: exportCopilot,
  gemini: exportGemini,
  vscode: exportVscode,
} as const satisfies Readonly<Record<string, Export>>

export type Client = keyof typeof EXPORTS
