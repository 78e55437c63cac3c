// The tool's own version, set when it is bundled.

declare const __VERSION__: string | undefined

/** The version in package.json; `development` where the sources run unbundled. */
export const VERSION = typeof __VERSION__ === 'string' ? __VERSION__ : 'development'
