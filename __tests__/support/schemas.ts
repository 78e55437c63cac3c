// Every wire format against its schema: our own as it is shipped, CycloneDX's from its library, SARIF's as far as it is written.
import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { SARIF_SCHEMA } from './sarif-schema.ts'

const readJson = (url: URL) => JSON.parse(readFileSync(url, 'utf8'))

const shipped = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true })
shipped.addSchema(readJson(new URL('../../schema/mcp-gate-report.schema.json', import.meta.url)), 'results')

/** What is wrong with a result of ours; null where nothing is. `kind` is one of the schema's definitions. */
export function resultFaults(kind: string, json: string): unknown {
  return faultsOf(shipped.getSchema(`results#/$defs/${kind}`), json)
}

const schemas = new URL('../../node_modules/@cyclonedx/cyclonedx-library/res/schema/', import.meta.url)
const cyclonedx = (name: string) => readJson(new URL(`${name}.SNAPSHOT.schema.json`, schemas))
const boms = new Ajv({
  strict: false,
  allErrors: true,
  formats: { 'iri-reference': (text: string) => URL.canParse(text, 'https://base.example'), 'idn-email': true },
})
addFormats.default(boms)
for (const name of ['spdx', 'jsf-0.82'])
  boms.addSchema({ ...cyclonedx(name), $id: `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json` })
const bom = boms.compile(cyclonedx('bom-1.6'))

/** What is wrong with a CycloneDX 1.6 document; null where nothing is. */
export function bomFaults(json: string): unknown {
  return faultsOf(bom, json)
}

const logs = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true })
addFormats.default(logs)
const log = logs.compile(SARIF_SCHEMA)

/** What is wrong with a SARIF log; null where nothing is. */
export function sarifFaults(json: string): unknown {
  return faultsOf(log, json)
}

function faultsOf(validate: ValidateFunction | undefined, json: string): unknown {
  if (validate === undefined) throw new Error('there is no such schema')
  return validate(JSON.parse(json)) === true ? null : validate.errors
}
