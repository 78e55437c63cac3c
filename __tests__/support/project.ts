// Files of a small npm project with a lockfile that npm could have written, for end-to-end tests and the demonstration.

export interface Locked {
  readonly version: string
  readonly integrity?: string
  readonly resolved?: string
  readonly hasInstallScript?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
  readonly bin?: Readonly<Record<string, string>>
}

interface Project {
  /** Ranges in package.json, by name. */
  readonly dependencies: Readonly<Record<string, string>>
  /** What the lockfile installs, by name. */
  readonly locked: Readonly<Record<string, Locked>>
}

/** package.json and package-lock.json, as text by path. */
export function projectFiles({ dependencies, locked }: Project): {
  readonly 'package.json': string
  readonly 'package-lock.json': string
} {
  const root = { name: 'example', version: '1.0.0', private: true, dependencies }
  const entries = Object.entries(locked).map(([name, entry]) => [`node_modules/${name}`, entry] as const)
  const lockfile = {
    name: 'example',
    version: '1.0.0',
    lockfileVersion: 3,
    requires: true,
    packages: { '': { name: 'example', version: '1.0.0', dependencies }, ...Object.fromEntries(entries.sort()) },
  }
  return {
    'package.json': `${JSON.stringify(root, null, 2)}\n`,
    'package-lock.json': `${JSON.stringify(lockfile, null, 2)}\n`,
  }
}
