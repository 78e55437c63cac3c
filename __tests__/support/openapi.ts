// Holds every exchange of the tests against GitHub's own description of its API (fixtures/openapi, cut by scripts/github-openapi.mjs).
import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'

export interface Exchange {
  readonly method: string
  readonly url: URL
  /** Parsed body of the request; undefined where there was none. */
  readonly request: unknown
  readonly status: number
  /** Parsed JSON of the response; undefined where it is not JSON. */
  readonly response: unknown
}

type Schema = Readonly<Record<string, unknown>>

interface Parameter {
  readonly name: string
  readonly in: string
  readonly required: boolean
  readonly schema: Schema
}

interface Operation {
  readonly operationId: string
  readonly parameters: readonly Parameter[]
  readonly body: Schema | null
  readonly bodyRequired: boolean
  readonly responses: Readonly<Record<string, Schema | null>>
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly schemas: Readonly<Record<string, Schema>>
}

const DESCRIPTION = 'github-operations'
const description = JSON.parse(
  readFileSync(new URL('../fixtures/openapi/github-operations.json', import.meta.url), 'utf8'),
) as Description
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false })
ajv.addSchema({ $id: DESCRIPTION, schemas: description.schemas })
const validators = new Map<string, ValidateFunction>()

/** What is wrong with an exchange, one sentence each; empty where GitHub's description allows it. */
export function violationsOf(exchange: Exchange): readonly string[] {
  const found = findOperation(exchange.method, exchange.url.pathname)
  if (found === null) return [`${exchange.method} ${exchange.url.pathname} is not among the described operations`]
  const { operation, values } = found
  return [
    ...parameterFaults(operation, values, exchange.url.searchParams),
    ...bodyFaults(operation, exchange.request),
    ...responseFaults(operation, exchange),
  ].map((fault) => `${operation.operationId}: ${fault}`)
}

function findOperation(method: string, pathname: string): { operation: Operation; values: Map<string, string> } | null {
  const candidates = Object.entries(description.paths)
    .map(([template, methods]) => ({ template, operation: methods[method.toLowerCase()] }))
    // The most literal template wins, as `issues/comments/{id}` over `issues/{number}/comments`.
    .sort(
      (a, b) => a.template.split('{').length - b.template.split('{').length || b.template.length - a.template.length,
    )
  for (const { template, operation } of candidates) {
    const values = operation === undefined ? null : matchTemplate(template, pathname)
    if (operation !== undefined && values !== null) return { operation, values }
  }
  return null
}

function matchTemplate(template: string, pathname: string): Map<string, string> | null {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
  const pattern = template.replace(/\{(\w+)\}/g, (_, name) => (OPEN_ENDED.has(name) ? '(.+)' : '([^/]+)'))
  const match = new RegExp(`^${pattern}$`).exec(pathname)
  return match === null ? null : new Map(names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')]))
}

/** Parameters that may hold slashes. */
const OPEN_ENDED = new Set(['ref', 'path', 'basehead'])

function parameterFaults(operation: Operation, values: Map<string, string>, query: URLSearchParams): string[] {
  const known = new Set(operation.parameters.filter(({ in: place }) => place === 'query').map(({ name }) => name))
  const unknown = [...query.keys()].filter((name) => !known.has(name)).map((name) => `unknown query ${name}`)
  const wrong = operation.parameters.flatMap((parameter) => {
    const raw = parameter.in === 'path' ? (values.get(parameter.name) ?? null) : query.get(parameter.name)
    if (parameter.in === 'header') return []
    if (raw === null) return parameter.required ? [`missing ${parameter.in} ${parameter.name}`] : []
    return faults(
      `${operation.operationId} ${parameter.in} ${parameter.name}`,
      parameter.schema,
      toTyped(raw, parameter),
    )
  })
  return [...unknown, ...wrong]
}

function toTyped(raw: string, { schema }: Parameter): unknown {
  const numeric =
    schema['type'] === 'integer' || schema['type'] === 'number' || JSON.stringify(schema).includes('"integer"')
  if (numeric && /^-?\d+$/.test(raw)) return Number(raw)
  return schema['type'] === 'boolean' ? raw === 'true' : raw
}

function bodyFaults(operation: Operation, request: unknown): string[] {
  if (request === undefined) return operation.bodyRequired ? ['missing body'] : []
  if (operation.body === null) return ['a body where none is described']
  return faults(`${operation.operationId} body`, operation.body, request)
}

/** Possible everywhere, and not described for each operation. */
const UNDESCRIBED = new Set([401, 403, 404, 429])

function responseFaults(operation: Operation, { status, response }: Exchange): string[] {
  if (status >= 500 || UNDESCRIBED.has(status)) return []
  const schema = operation.responses[String(status)]
  if (schema === undefined) return [`status ${status} is not described`]
  if (schema === null || response === undefined) return []
  return faults(`${operation.operationId} ${status}`, schema, response)
}

function faults(key: string, schema: Schema, value: unknown): string[] {
  const validate = validators.get(key) ?? ajv.compile(rooted(schema))
  validators.set(key, validate)
  if (validate(value)) return []
  return (validate.errors ?? []).slice(0, 5).map((error) => `${key}${error.instancePath} ${error.message ?? ''}`)
}

/** Points references at the one shared description. */
function rooted(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/schemas/', `"${DESCRIPTION}#/schemas/`)) as Schema
}
