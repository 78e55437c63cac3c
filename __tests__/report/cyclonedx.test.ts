import { describe, expect, test } from '@jest/globals'
import type { PlacedComponent } from '../../src/model/report.ts'
import { renderCyclonedx } from '../../src/report/cyclonedx.ts'
import { aComponent, NOW, OTHER_SHA512, SHA512 } from '../support/builders.ts'
import { HEAD_SHA, HOSTILE_TEXTS } from '../support/reports.ts'
import { bomFaults } from '../support/schemas.ts'

function placed(overrides: Partial<PlacedComponent> = {}): PlacedComponent {
  return {
    ...aComponent(overrides),
    tier: 'server',
    reasons: ['name:mcp'],
    location: { path: 'package-lock.json', line: 12 },
    ...overrides,
  }
}

function bomOf(components: readonly PlacedComponent[]) {
  const json = renderCyclonedx(
    { ref: { ref: 'main', sha: HEAD_SHA }, sources: [], components },
    { tool: { name: 'mcp-gate', version: '1.0.0' }, at: NOW, subject: 'acme/app' },
  )
  const bom = JSON.parse(json)
  expect(bomFaults(json)).toBeNull()
  return { json, bom }
}

test('a package has its purl, hash, address, tier, reasons and places', () => {
  const { bom } = bomOf([
    placed(),
    placed({ source: 'b/package-lock.json', location: { path: 'b/package-lock.json', line: 3 } }),
  ])
  expect(bom).toMatchObject({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: { timestamp: '2026-11-20T12:00:00.000Z', component: { name: 'acme/app', version: HEAD_SHA } },
  })
  expect(bom.components).toEqual([
    {
      type: 'library',
      'bom-ref': 'pkg:npm/sample-mcp@1.0.0',
      name: 'sample-mcp',
      version: '1.0.0',
      scope: 'required',
      hashes: [{ alg: 'SHA-512', content: '0'.repeat(128) }],
      purl: 'pkg:npm/sample-mcp@1.0.0',
      externalReferences: [
        { type: 'distribution', url: 'https://registry.example.test/sample-mcp/-/sample-mcp-1.0.0.tgz' },
      ],
      properties: [
        { name: 'mcp-gate:tier', value: 'server' },
        { name: 'mcp-gate:reason', value: 'name:mcp' },
        { name: 'mcp-gate:pinned', value: 'true' },
        { name: 'mcp-gate:install-script', value: 'false' },
      ],
      evidence: {
        occurrences: [
          { location: 'package-lock.json', line: 12 },
          { location: 'b/package-lock.json', line: 3 },
        ],
      },
    },
  ])
})

test('the same version with other bytes is another component', () => {
  const { bom } = bomOf([placed({ integrity: SHA512 }), placed({ integrity: OTHER_SHA512 })])
  expect(bom.components.map((component: { 'bom-ref': string }) => component['bom-ref'])).toEqual([
    'pkg:npm/sample-mcp@1.0.0',
    'pkg:npm/sample-mcp@1.0.0#2',
  ])
})

test('a remote endpoint is a service, an image a container', () => {
  const remote = placed({
    ecosystem: 'remote',
    name: 'mcp.example.test',
    server: 'docs',
    version: null,
    purl: 'pkg:generic/mcp.example.test',
    url: 'https://u:p@mcp.example.test/mcp',
  })
  const image = placed({
    ecosystem: 'oci',
    name: 'github-mcp-server',
    purl: 'pkg:oci/github-mcp-server',
    integrity: null,
    resolved: null,
  })
  const { bom } = bomOf([remote, image])
  expect(bom.services).toMatchObject([{ name: 'docs', endpoints: ['https://***@mcp.example.test/mcp'] }])
  expect(bom.components).toMatchObject([{ type: 'container' }])
})

describe('dependencies', () => {
  const server = placed({ dependsOn: ['left'] })
  const left = (version: string) => placed({ name: 'left', version, id: `left@${version}` })

  test('are edges where one version of a name is there', () => {
    const { bom } = bomOf([server, left('1.0.0')])
    expect(bom.dependencies).toContainEqual({ ref: 'pkg:npm/sample-mcp@1.0.0', dependsOn: ['pkg:npm/left@1.0.0'] })
    expect(bom.compositions[0].aggregate).toBe('complete')
  })

  test('are said to be incomplete where it is not told which version is meant', () => {
    const { bom } = bomOf([server, left('1.0.0'), left('2.0.0')])
    expect(bom.dependencies).toContainEqual({ ref: 'pkg:npm/sample-mcp@1.0.0', dependsOn: [] })
    expect(bom.compositions[0].aggregate).toBe('incomplete')
  })
})

test('what is no whole hash and no address of the web is left out', () => {
  const { bom } = bomOf([placed({ integrity: 'sha512-short md5-xx constructor-AAAA', resolved: 'file:../x.tgz' })])
  expect(bom.components[0]).not.toHaveProperty('hashes')
  expect(bom.components[0]).not.toHaveProperty('externalReferences')
})

test('the same inventory gives the same bytes, another one another serial number', () => {
  expect(bomOf([placed()]).json).toBe(bomOf([placed()]).json)
  expect(bomOf([placed()]).bom.serialNumber).not.toBe(bomOf([placed({ version: '2.0.0' })]).bom.serialNumber)
})

test('hostile texts and an empty inventory still make a valid document', () => {
  bomOf([])
  bomOf(
    HOSTILE_TEXTS.map((text) =>
      placed({
        name: text,
        version: text,
        purl: text,
        integrity: text,
        resolved: text,
        source: text,
        dependsOn: [text],
        location: { path: text, line: 1 },
        reasons: [text],
      }),
    ),
  )
  bomOf(
    HOSTILE_TEXTS.map((text) =>
      placed({ ecosystem: 'remote', name: text, server: text, purl: text, url: `https://${text}` }),
    ),
  )
})
