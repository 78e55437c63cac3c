// pnpm's configDependencies: packages that are installed, and may run code, before anything else is looked at.
import valid from 'semver/functions/valid.js'
import type { Component } from '../model/component.ts'
import type { Leaf } from './manager-config-leaves.ts'
import { isPackageName } from './names.ts'
import { npmPurl, originQualifier } from './purl.ts'

/** One component for each, of scope `config`. Written as `version+integrity`, or as a map of `integrity` and `tarball`. */
export function toolComponents(source: string, leaves: readonly Leaf[]): readonly Component[] {
  const tools = new Map<string, Tool>()
  for (const { path, value, route } of leaves) {
    const [section, name, field = 'integrity'] = path
    if (section !== 'configDependencies' || name === undefined || !isPackageName(name)) continue
    const tool = tools.get(name) ?? { name, fields: new Map(), route: route.slice(0, 2) }
    tool.fields.set(field, value)
    tools.set(name, tool)
  }
  return [...tools.values()].map((tool) => toComponent(source, tool))
}

interface Tool {
  readonly name: string
  readonly fields: Map<string, string>
  readonly route: Leaf['route']
}

function toComponent(source: string, { name, fields, route }: Tool): Component {
  const spec = fields.get('integrity') ?? ''
  const [, range = spec, integrity = null] = /^([^+]*)\+(sha\d+-.+)$/.exec(spec) ?? []
  const version = valid(range)
  const resolved = fields.get('tarball') || null
  return {
    id: `configDependencies/${name}`,
    source,
    ecosystem: 'npm',
    name,
    version,
    spec: range,
    purl: npmPurl(name, version, originQualifier(resolved)),
    integrity,
    resolved,
    archive: null,
    scope: 'config',
    direct: true,
    pinned: version !== null,
    installScript: null,
    bundled: false,
    alias: null,
    server: null,
    launcher: null,
    url: null,
    urlDigest: null,
    dependsOn: [],
    launch: null,
    lockedIn: null,
    route,
  }
}
