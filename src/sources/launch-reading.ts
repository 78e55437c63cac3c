// What a launch line says: everything it fetches or reaches, and what could not be told.
import type { Ecosystem } from '../model/component.ts'
import type { Route } from '../model/location.ts'
import type { Project } from './launch-project.ts'
import type { Word } from './launch-words.ts'

/** One thing that a launch line fetches, reaches or runs. */
export interface Target {
  readonly ecosystem: Ecosystem
  /** Null where it has none of its own: the server's name stands in. */
  readonly name: string | null
  /** Exact, or null. */
  readonly version: string | null
  readonly spec: string | null
  readonly pinned: boolean | null
  readonly launcher: string | null
  readonly alias: string | null
  readonly url: string | null
  readonly urlDigest: string | null
  /** Git or tarball address of what comes from no registry. */
  readonly resolved: string | null
  readonly lockedIn: string | null
  /** purl type where it is not the ecosystem's own. */
  readonly purlType: string | null
  readonly route: Route
}

/** A variable that the line itself sets. */
export interface Assignment {
  readonly name: string
  readonly value: string
  readonly route: Route
}

/** An option that names another registry. */
export interface RegistryFlag {
  readonly flag: string
  readonly url: string
  readonly route: Route
}

export interface Reading {
  readonly targets: readonly Target[]
  /** Plain sentences without values from the line, one for each thing that could not be told. */
  readonly unreadable: readonly string[]
  /** True where a shell interprets the line. */
  readonly shell: boolean
  readonly assignments: readonly Assignment[]
  readonly registries: readonly RegistryFlag[]
  /** Commands that are started by their bare name, from what the project has installed. */
  readonly commands: readonly string[]
}

/** What a launcher's reader is given beside its words. */
export interface Line {
  /** The command's base name. */
  readonly launcher: string
  readonly command: Word
  readonly project: Project
  /** Reads a line inside this line. Bounded: too many levels are unreadable. */
  read(words: readonly Word[]): Reading
  /** True for a command that a launcher's reader is known for. */
  knows(command: string): boolean
}

/** Reads the words after a command. */
export type Launcher = (words: readonly Word[], line: Line) => Reading

export const NOTHING: Reading = {
  targets: [],
  unreadable: [],
  shell: false,
  assignments: [],
  registries: [],
  commands: [],
}

const BARE: Omit<Target, 'ecosystem' | 'route'> = {
  name: null,
  version: null,
  spec: null,
  pinned: null,
  launcher: null,
  alias: null,
  url: null,
  urlDigest: null,
  resolved: null,
  lockedIn: null,
  purlType: null,
}

export function aTarget(fields: Partial<Target> & Pick<Target, 'ecosystem' | 'route'>): Target {
  return { ...BARE, ...fields }
}

/** Something of the project or the machine is run; nothing is fetched by name. */
export function local(line: Pick<Line, 'launcher' | 'command'>): Reading {
  return { ...NOTHING, targets: [aTarget({ ecosystem: 'local', launcher: line.launcher, route: line.command.route })] }
}

/** A command that the project has installed, by its name. */
export function installedAs(command: string, line: Pick<Line, 'launcher' | 'command'>): Reading {
  return { ...local(line), commands: [command] }
}

/** What runs cannot be told. */
export function unreadableLine(line: Pick<Line, 'launcher' | 'command'>, detail: string): Reading {
  const target = aTarget({ ecosystem: 'unknown', launcher: line.launcher, pinned: false, route: line.command.route })
  return { ...NOTHING, targets: [target], unreadable: [detail] }
}

export function targets(...list: readonly Target[]): Reading {
  return { ...NOTHING, targets: list }
}

export function combine(...readings: readonly Reading[]): Reading {
  return {
    targets: readings.flatMap((reading) => reading.targets),
    unreadable: readings.flatMap((reading) => reading.unreadable),
    shell: readings.some((reading) => reading.shell),
    assignments: readings.flatMap((reading) => reading.assignments),
    registries: readings.flatMap((reading) => reading.registries),
    commands: readings.flatMap((reading) => reading.commands),
  }
}

/** Only what is fetched or reached: a line inside another whose own command is the project's adds nothing. */
export function withoutLocal(reading: Reading): Reading {
  return { ...reading, targets: reading.targets.filter(({ ecosystem }) => ecosystem !== 'local') }
}

/** Only what has a name, and what is wrong with it: for words that may be a line, or texts that are mostly none. */
export function onlyNamed(reading: Reading): Reading {
  const named = reading.targets.filter(({ ecosystem, name }) => ecosystem !== 'local' && name !== null)
  return named.length === 0 ? NOTHING : { ...reading, targets: named }
}
