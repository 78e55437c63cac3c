// What counts as a credential, and that none is ever shown: by table, and by any secret in any place.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isSecret, maskAddresses, maskText, maskUrl, maskWords } from '../../src/model/masking.ts'
import { readServer } from '../sources/client-reading.ts'

describe('by name and by shape', () => {
  test.each<readonly [string | null, string]>([
    ['API_KEY', 'abc123def'],
    ['Authorization', 'Bearer abcdefgh'],
    ['DB_PASSWORD', 'hunter22'],
    ['githubToken', 'abcdefgh1'],
    [null, `ghp_${'a1B2'.repeat(9)}`],
    [null, `sk-${'a1B2'.repeat(9)}`],
    [null, 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc'],
    [null, 'AKIAABCDEFGHIJKLMNOP'],
    [null, `npm_${'a1B2'.repeat(9)}`],
    [null, `hf_${'abCD'.repeat(8)}`],
    [null, `glpat-${'a1-B2'.repeat(4)}`],
    [null, 'aB3dE5fG7hI9jK1lM3nO5pQ7rS'],
  ])('%s %s is one', (name, value) => {
    expect(isSecret(name, value)).toBe(true)
  })

  test.each<readonly [string | null, string]>([
    ['API_KEY', '$' + '{API_KEY}'],
    ['API_KEY', '$' + '{input:key}'],
    ['API_KEY', '{env:API_KEY}'],
    ['API_KEY', '$' + '{{ secrets.API_KEY }}'],
    ['Authorization', 'Bearer $' + '{TOKEN}'],
    ['API_KEY', 'YOUR_API_KEY'],
    ['API_KEY', '<your key>'],
    ['API_KEY', '...'],
    ['API_KEY', 'REDACTED'],
    ['API_KEY', ''],
    ['MAX_TOKENS', '6000'],
    ['TOKEN_FILE', '/run/secrets/token'],
    ['GOOGLE_APPLICATION_CREDENTIALS', '/home/me/key.json'],
    ['auth', 'oauth'],
    ['DEBUG', 'true'],
    [null, 'io.github.some-owner/some-long-repository-name'],
    [null, '@modelcontextprotocol/server-sequential-thinking'],
    [null, 'a'.repeat(64)],
    [null, 'glsl-token-whitespace-trim'],
    [null, 'key-value-store-mcp-server'],
    [null, 'sk-circuit-breaker-1.0.0.tgz'],
    [null, 'npm_config_registry_address'],
  ])('%s %s is none', (name, value) => {
    expect(isSecret(name, value)).toBe(false)
  })
})

test.each([
  ['https://x.example.test/mcp?a=1&b=c%2Cd', 'https://x.example.test/mcp?a=1&b=c%2Cd', false],
  ['https://user:pass@x.example.test/mcp', 'https://***@x.example.test/mcp', true],
  ['https://x.example.test/?token=abc12345&b=1', 'https://x.example.test/?token=***&b=1', true],
  ['https://x.example.test/?api%5Fkey=abc12345', 'https://x.example.test/?api%5Fkey=***', true],
  ['https://x.example.test/?project_ref=abcdefghijklmnopqrst', 'https://x.example.test/?project_ref=REDACTED', false],
  ['https://x.example.test/s/0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f/mcp', 'https://x.example.test/s/REDACTED/mcp', false],
  ['https://x.example.test/s/aB3dE5fG7hI9jK1lM3nO5pQ7rS/mcp', 'https://x.example.test/s/***/mcp', true],
  ['git+ssh://git@git.example.test/o/r', 'git+ssh://git@git.example.test/o/r', false],
  ['https://x.example.test/?key=$' + '{KEY}', 'https://x.example.test/?key=$' + '{KEY}', false],
  ['https://$' + '{USER}:$' + '{PASS}@x.example.test/', 'https://$' + '{USER}:$' + '{PASS}@x.example.test/', false],
])('address %s', (url, text, hasSecret) => {
  expect(maskUrl(url)).toEqual({ text, hasSecret })
})

test.each([
  [
    ['--api-key', 'abc12345', 'x'],
    ['--api-key', '***', 'x'],
  ],
  [['--api-key=abc12345'], ['--api-key=***']],
  [
    ['-e', 'API_KEY=abc12345'],
    ['-e', 'API_KEY=***'],
  ],
  [
    ['--header', 'Authorization: Bearer abc12345'],
    ['--header', 'Authorization: ***'],
  ],
  [
    ['--header', 'X-Api-Key:abc12345'],
    ['--header', 'X-Api-Key:***'],
  ],
  [
    ['--header', 'Authorization: Bearer $' + '{TOKEN}'],
    ['--header', 'Authorization: Bearer $' + '{TOKEN}'],
  ],
  [
    ['-c', 'npx a --token abc12345 --x'],
    ['-c', 'npx a --token *** --x'],
  ],
  [['postgresql://u:hunter22@db.example.test/x'], ['postgresql://***@db.example.test/x']],
  [['{"client_secret":"abc12345"}'], ['{"client_secret":"***"}']],
  [
    ['--token', '--other'],
    ['--token', '--other'],
  ],
  [
    ['-y', 'a@1.0.0', '--port', '3000'],
    ['-y', 'a@1.0.0', '--port', '3000'],
  ],
])('words %j', (words, shown) => {
  expect(maskWords(words).shown).toEqual(shown)
})

test.each([
  ['curl -u admin:hunter2 https://x.example.test', 'curl -u admin:*** https://x.example.test'],
  ['docker run -u 1000:1000 image', 'docker run -u 1000:1000 image'],
  ['//user:hunter2@r.example.test/:_authToken', '//***@r.example.test/:_authToken'],
  ['// a comment: with @signs', '// a comment: with @signs'],
  ['export DB_PASSWORD="a b&c;d" && x', 'export DB_PASSWORD="***" && x'],
  ['["--api-key", "abc12345"]', '["--api-key", "***"]'],
  ['"npx" "--api-key" "abc12345"', '"npx" "--api-key" "***"'],
  ['x -----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY----- y', 'x *** y'],
  ['x -----BEGIN PRIVATE KEY-----\nabc', 'x ***'],
  [`/srv/ghp_${'a1B2'.repeat(9)}/x`, '/srv/***/x'],
  [`x=ghp_${'a1B2'.repeat(9)}`, 'x=***'],
])('text %j', (text, masked) => {
  expect(maskText(text)).toEqual({ text: masked, hasSecret: masked !== text })
})

test('an authorization in pieces', () => {
  const words = ['--header', 'Authorization:', 'Bearer', 'abcdefgh']
  expect(maskWords(words)).toEqual({ shown: [...words.slice(0, 3), '***'], secretAt: [3] })
})

test('addresses in a text lose their credentials, and nothing else does', () => {
  const id = '0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f'
  const token = `ghp_${'a1B2'.repeat(9)}`
  expect(maskAddresses(`TOKEN=abc12345 https://u:p@ss@x.example.test/${id}/${token}/a?token=abc12345 //u:pw@y/`)).toBe(
    `TOKEN=abc12345 https://***@x.example.test/${id}/***/a?token=*** //***@y/`,
  )
})

test('text without a credential stays as it is', () => {
  const text = 'bash -c "node ./x.js --port 3000 && echo done"'
  expect(maskText(text)).toEqual({ text, hasSecret: false })
})

const LETTERS = [...'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789']
/** Random, and with a capital and a digit, so that it is no word that stands elsewhere by chance. */
const secret = fc
  .array(fc.constantFrom(...LETTERS), { minLength: 16, maxLength: 40 })
  .map((letters) => `Q7${letters.join('')}`)

/** Every place a person writes a credential in. */
const PLACES: readonly ((value: string) => unknown)[] = [
  (value) => ({ command: 'npx', args: ['a'], env: { API_KEY: value } }),
  (value) => ({ command: 'npx', args: ['-y', 'a', '--api-key', value] }),
  (value) => ({ command: 'npx', args: ['-y', 'a', `--token=${value}`] }),
  (value) => ({
    command: 'npx',
    args: ['-y', 'mcp-remote', `https://x.example.test/?token=${value}`, '--header', `Authorization: Bearer ${value}`],
  }),
  (value) => ({ command: 'npx', args: ['-y', 'mcp-remote', `https://u:${value}@x.example.test/`] }),
  (value) => ({ command: 'npx', args: ['-y', `git+https://u:${value}@git.example.test/o/r.git`] }),
  (value) => ({ command: 'npx', args: ['-y', `https://files.example.test/x.tgz?token=${value}`] }),
  (value) => ({ command: 'npx', args: ['--registry', `https://u:${value}@registry.example.test/`, 'a'] }),
  (value) => ({ command: 'uvx', args: ['--from', `git+https://${value}@git.example.test/o/r`, 'a'] }),
  (value) => ({ command: 'docker', args: ['run', '-e', `SECRET_TOKEN=${value}`, 'image'] }),
  (value) => ({ command: 'sh', args: ['-c', `API_KEY=${value} npx a --password ${value}`] }),
  (value) => ({ command: `npx a --api-key ${value}` }),
  (value) => ({ command: 'env', args: [`TOKEN=${value}`, 'npx', 'a'] }),
  (value) => ({ command: 'npx', args: ['-y', 'a', JSON.stringify({ client_secret: value })] }),
  (value) => ({ command: 'npx', args: ['-y', 'a', `sk-${value}`] }),
  (value) => ({ command: 'node', args: ['x.js', `postgres://u:${value}@db.example.test/x`] }),
  (value) => ({ url: `https://u:${value}@x.example.test/mcp` }),
  (value) => ({ url: `https://x.example.test/mcp?apiKey=${value}` }),
  (value) => ({ url: 'https://x.example.test/mcp', headers: { Authorization: `Bearer ${value}`, 'X-Api-Key': value } }),
  (value) => ({ url: 'https://x.example.test/mcp', bearerToken: value }),
  (value) => ({ url: 'https://x.example.test/mcp', headersHelper: `./x.sh --token ${value}` }),
]

test('no credential leaves the reader, wherever it stands, and each is reported', () => {
  fc.assert(
    fc.property(secret, fc.constantFrom(...PLACES), (value, place) => {
      const source = readServer(place(value))
      expect(JSON.stringify(source)).not.toContain(value)
      expect(source.facts.map(({ kind }) => kind)).toEqual(
        expect.arrayContaining([expect.stringMatching(/secret-inline|registry-overridden|neighbour/)]),
      )
    }),
    { numRuns: 500 },
  )
})
