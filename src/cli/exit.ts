// Exit codes of the contract, and the tool's own name and version.

export const EXIT = { pass: 0, fail: 1, input: 2, incomplete: 3 } as const

declare const __VERSION__: string | undefined

/** The version in package.json; `development` where the sources run unbundled. */
export const VERSION = typeof __VERSION__ === 'string' ? __VERSION__ : 'development'
