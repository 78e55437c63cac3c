// Cuts GitHub's OpenAPI description down to the operations the tests exchange.
// Usage: node scripts/github-openapi.mjs <@octokit/openapi unpacked> <output.json>
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Everything the gate asks of GitHub, and what the tests ask besides. */
const OPERATIONS = {
  '/repos/{owner}/{repo}': ['get'],
  '/repos/{owner}/{repo}/activity': ['get'],
  '/repos/{owner}/{repo}/compare/{basehead}': ['get'],
  '/repos/{owner}/{repo}/contents/{path}': ['get'],
  '/repos/{owner}/{repo}/commits/{ref}': ['get'],
  '/repos/{owner}/{repo}/commits/{ref}/statuses': ['get'],
  '/repos/{owner}/{repo}/git/blobs/{file_sha}': ['get'],
  '/repos/{owner}/{repo}/git/commits/{commit_sha}': ['get'],
  '/repos/{owner}/{repo}/git/ref/{ref}': ['get'],
  '/repos/{owner}/{repo}/git/trees/{tree_sha}': ['get'],
  '/repos/{owner}/{repo}/issues': ['get', 'post'],
  '/repos/{owner}/{repo}/issues/comments/{comment_id}': ['get', 'patch', 'delete'],
  '/repos/{owner}/{repo}/issues/{issue_number}': ['get', 'patch'],
  '/repos/{owner}/{repo}/issues/{issue_number}/comments': ['get', 'post'],
  '/repos/{owner}/{repo}/labels': ['post'],
  '/repos/{owner}/{repo}/pulls/{pull_number}': ['get', 'patch'],
  '/repos/{owner}/{repo}/pulls/{pull_number}/comments': ['get', 'post'],
  '/repos/{owner}/{repo}/pulls/{pull_number}/files': ['get'],
  '/repos/{owner}/{repo}/pulls/{pull_number}/reviews': ['get', 'post'],
  '/repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/dismissals': ['put'],
  '/repos/{owner}/{repo}/statuses/{sha}': ['post'],
  '/orgs/{org}/teams/{team_slug}/members': ['get'],
}
/** Annotations that decide nothing about validity. */
const NOISE = new Set([
  'description',
  'example',
  'examples',
  'summary',
  'title',
  'externalDocs',
  'deprecated',
  'default',
])

const [source, output] = process.argv.slice(2)
if (!source || !output) {
  console.error('usage: github-openapi.mjs <folder of @octokit/openapi> <output.json>')
  process.exit(2)
}
const { version, license } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'))
const api = JSON.parse(readFileSync(join(source, 'generated/api.github.com.json'), 'utf8'))
const schemas = new Map()

const paths = Object.fromEntries(
  Object.entries(OPERATIONS).map(([path, methods]) => [
    path,
    Object.fromEntries(methods.map((method) => [method, toOperation(api.paths[path][method])])),
  ]),
)
collect(paths)
writeFileSync(
  output,
  `${JSON.stringify({
    source: `@octokit/openapi@${version} generated/api.github.com.json`,
    licence: `${license}, Copyright GitHub, Inc. (description) and Octokit contributors (package)`,
    paths,
    schemas: Object.fromEntries([...schemas].sort(([a], [b]) => (a < b ? -1 : 1))),
  })}\n`,
)

function toOperation({ operationId, parameters = [], requestBody, responses }) {
  return {
    operationId,
    parameters: parameters.map(deref).map(({ name, in: place, required, schema }) => ({
      name,
      in: place,
      required: required === true,
      schema: strip(schema),
    })),
    body: jsonSchemaOf(requestBody),
    bodyRequired: requestBody?.required === true,
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, response]) => [status, jsonSchemaOf(deref(response))]),
    ),
  }
}

function jsonSchemaOf(holder) {
  const content = holder?.content ?? {}
  const schema = content['application/json']?.schema ?? content['application/scim+json']?.schema
  return schema === undefined ? null : strip(schema)
}

function deref(value) {
  if (value?.$ref === undefined) return value
  return value.$ref
    .slice(2)
    .split('/')
    .reduce((node, key) => node[key], api)
}

/** OpenAPI 3.0 to JSON Schema: no annotations, `nullable` as a type, references into `schemas`. */
function strip(value, inProperties = false) {
  if (Array.isArray(value)) return value.map((item) => strip(item))
  if (value === null || typeof value !== 'object') return value
  if (typeof value.$ref === 'string') return { $ref: value.$ref.replace('#/components/schemas/', '#/schemas/') }
  if (inProperties) return mapValues(value, (child) => strip(child))
  const kept = Object.entries(value).filter(([key]) => key !== 'nullable' && !NOISE.has(key) && !key.startsWith('x-'))
  const schema = Object.fromEntries(kept.map(([key, child]) => [key, strip(child, key === 'properties')]))
  return value.nullable === true ? { anyOf: [{ type: 'null' }, schema] } : schema
}

function mapValues(object, toValue) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, toValue(value)]))
}

function collect(node) {
  if (Array.isArray(node)) return node.forEach(collect)
  if (node === null || typeof node !== 'object') return
  if (typeof node.$ref === 'string') {
    const name = node.$ref.replace('#/schemas/', '')
    if (schemas.has(name)) return
    schemas.set(name, null)
    const schema = strip(api.components.schemas[name])
    schemas.set(name, schema)
    return collect(schema)
  }
  for (const child of Object.values(node)) collect(child)
}
