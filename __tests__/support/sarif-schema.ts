// What SARIF 2.1.0 and code scanning demand of the parts that the gate writes, and nothing beyond them, as a JSON Schema.
const text = { type: 'string', minLength: 1 }
const message = { type: 'object', required: ['text'], properties: { text }, additionalProperties: false }
const level = { enum: ['none', 'note', 'warning', 'error'] }
const uri = { type: 'string', format: 'uri' }

/** 3.4 and 3.29: a path below the root, as a relative reference without anything to be decoded twice. */
const location = {
  type: 'object',
  required: ['physicalLocation'],
  additionalProperties: false,
  properties: {
    physicalLocation: {
      type: 'object',
      required: ['artifactLocation', 'region'],
      additionalProperties: false,
      properties: {
        artifactLocation: {
          type: 'object',
          required: ['uri', 'uriBaseId'],
          additionalProperties: false,
          properties: {
            uri: { type: 'string', minLength: 1, format: 'uri-reference', pattern: '^[^/\\\\:?#][^\\\\?#]*$' },
            uriBaseId: { const: '%SRCROOT%' },
          },
        },
        region: {
          type: 'object',
          required: ['startLine'],
          additionalProperties: false,
          properties: { startLine: { type: 'integer', minimum: 1 } },
        },
      },
    },
  },
}

/** 3.49; the score is a number in a string, which is how code scanning wants it. */
const descriptor = {
  type: 'object',
  required: ['id', 'name', 'shortDescription', 'fullDescription', 'help', 'defaultConfiguration', 'properties'],
  additionalProperties: false,
  properties: {
    id: { type: 'string', pattern: '^[a-z0-9-]+/[a-z0-9-]+$' },
    name: { type: 'string', pattern: '^[A-Z][A-Za-z0-9]*$' },
    shortDescription: message,
    fullDescription: message,
    help: {
      type: 'object',
      required: ['text', 'markdown'],
      additionalProperties: false,
      properties: { text: { type: 'string' }, markdown: text },
    },
    helpUri: uri,
    defaultConfiguration: {
      type: 'object',
      required: ['level'],
      additionalProperties: false,
      properties: { level },
    },
    properties: {
      type: 'object',
      required: ['tags', 'precision', 'security-severity'],
      additionalProperties: false,
      properties: {
        tags: { type: 'array', maxItems: 10, uniqueItems: true, items: text },
        precision: { const: 'high' },
        'security-severity': { type: 'string', pattern: '^(?:\\d|10)\\.\\d$' },
      },
    },
  },
}

/** 3.27. Placeholders stand for arguments that there are none of, so there may be none: digits in single braces. */
const result = {
  type: 'object',
  required: ['ruleId', 'level', 'message', 'locations', 'partialFingerprints', 'properties'],
  additionalProperties: false,
  properties: {
    ruleId: text,
    ruleIndex: { type: 'integer', minimum: 0 },
    level,
    message: {
      ...message,
      properties: { text: { ...text, pattern: '^(?:[^{}]|\\{\\{\\d+\\}\\}|\\{(?!\\d+\\})|\\})*$' } },
    },
    locations: { type: 'array', minItems: 1, maxItems: 1, items: location },
    relatedLocations: { type: 'array', minItems: 1, maxItems: 50, items: location },
    partialFingerprints: {
      type: 'object',
      required: ['mcpGateFinding/v1'],
      additionalProperties: false,
      properties: { 'mcpGateFinding/v1': text },
    },
    suppressions: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['kind', 'status'],
        additionalProperties: false,
        properties: {
          kind: { enum: ['inSource', 'external'] },
          status: { enum: ['accepted', 'underReview', 'rejected'] },
          justification: { type: 'string' },
        },
      },
    },
    properties: {
      type: 'object',
      required: ['severity', 'package', 'version'],
      additionalProperties: false,
      properties: {
        severity: { enum: ['low', 'moderate', 'high', 'critical'] },
        package: { type: ['string', 'null'] },
        version: { type: ['string', 'null'] },
      },
    },
  },
}

const invocation = {
  type: 'object',
  required: ['executionSuccessful'],
  additionalProperties: false,
  properties: {
    executionSuccessful: { type: 'boolean' },
    toolExecutionNotifications: {
      type: 'array',
      items: {
        type: 'object',
        required: ['level', 'message'],
        additionalProperties: false,
        properties: { level, message },
      },
    },
  },
}

const run = {
  type: 'object',
  required: ['tool', 'automationDetails', 'columnKind', 'invocations', 'results'],
  additionalProperties: false,
  properties: {
    tool: {
      type: 'object',
      required: ['driver'],
      additionalProperties: false,
      properties: {
        driver: {
          type: 'object',
          required: ['name', 'semanticVersion', 'rules'],
          additionalProperties: false,
          properties: {
            name: text,
            semanticVersion: text,
            rules: { type: 'array', uniqueItems: true, items: descriptor },
          },
        },
      },
    },
    automationDetails: { type: 'object', required: ['id'], additionalProperties: false, properties: { id: text } },
    columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
    invocations: { type: 'array', minItems: 1, maxItems: 1, items: invocation },
    versionControlProvenance: {
      type: 'array',
      items: {
        type: 'object',
        required: ['repositoryUri', 'revisionId'],
        additionalProperties: false,
        properties: { repositoryUri: uri, revisionId: text },
      },
    },
    results: { type: 'array', maxItems: 5000, items: result },
  },
}

export const SARIF_SCHEMA = {
  type: 'object',
  required: ['$schema', 'version', 'runs'],
  additionalProperties: false,
  properties: {
    $schema: uri,
    version: { const: '2.1.0' },
    runs: { type: 'array', minItems: 1, maxItems: 1, items: run },
  },
}
