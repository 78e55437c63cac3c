// Capabilities of one source: what is found, what is not, and that no text takes long.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { scanSource } from '../../src/evidence/code/capabilities.ts'
import { tokenize } from '../../src/evidence/code/tokens.ts'

const found = (text: string, path = 'index.js') =>
  scanSource(path, text).capabilities.map(({ kind, detail }) => `${kind} ${detail}`)

describe('is found', () => {
  test.each<[string, string]>([
    ["import http from 'node:http'", 'network http'],
    ['const net = require("net")', 'network net'],
    ["import { request } from 'undici'", 'network undici'],
    ["export * from 'ws/lib/stream.js'", 'network ws'],
    ["const { Agent } = await import('https')", 'network https'],
    ['const x = __toESM(require("child_process"))', 'process child_process'],
    ["process.getBuiltinModule('child_process')", 'process child_process'],
    ['require("\\x63hild_process")', 'process child_process'],
    ['await fetch(url)', 'network fetch'],
    ['globalThis.fetch = wrap', 'network fetch'],
    ['new WebSocket(url)', 'network WebSocket'],
    ["import { exec } from 'node:child_process'", 'process child_process'],
    ["import { execa } from 'execa'", 'process execa'],
    ['eval(text)', 'dynamic-code eval'],
    ['(0, eval)(text)', 'dynamic-code eval'],
    ['new Function("return this")()', 'dynamic-code Function'],
    ["import vm from 'node:vm'", 'dynamic-code vm'],
    ['await import(name)', 'dynamic-code import of a computed name'],
    ['require(names[0])', 'dynamic-code require of a computed name'],
    ['process.env.API_KEY', 'environment API_KEY'],
    ['process.env?.API_KEY', 'environment API_KEY'],
    ["process.env['API_KEY']", 'environment API_KEY'],
    ["process['env'].API_KEY", 'environment *'],
    ['Deno.env.get("API_KEY")', 'environment API_KEY'],
    ['import.meta.env.API_KEY', 'environment API_KEY'],
    ['Object.keys(process.env)', 'environment *'],
    ['spawn(x, { env: { ...process.env } })', 'environment *'],
    ['process.env[name]', 'environment *'],
    ["import { env } from 'node:process'", 'environment *'],
    ['const { ...all } = process.env', 'environment *'],
    ["fs.writeFileSync(join(home, '.cursor', 'mcp.json'), text)", 'client-config mcp.json'],
    ["await writeFile('/x/claude_desktop_config.json', text)", 'client-config claude_desktop_config.json'],
    ["await writeFile(join(home, '.claude', 'settings.json'), text)", 'client-config .claude/settings.json'],
    ["await writeFile('.mcp.json', text)", 'client-config .mcp.json'],
    ["const to = 'me@acme.example'", 'address me@acme.example'],
    ["get('https://API.acme.example:8443/v1?x=1')", 'address api.acme.example:8443'],
    [`connect(\`wss://live.acme.example/\${id}\`)`, 'address live.acme.example'],
    [`get(\`https://\${region}.acme.example/v1\`)`, 'address *.acme.example'],
    ["get('https://' + 'collect.' + 'acme.example/x')", 'address collect.acme.example'],
    ["request({ host: 'collect.acme.example' })", 'address collect.acme.example'],
    ["connect(4444, '203.0.113.7')", 'address 203.0.113.7'],
    ["atob('aHR0cHM6Ly9oaWRkZW4uZXhhbXBsZS8=')", 'address hidden.example'],
    ['"\\x68ttps://escaped.example/"', 'address escaped.example'],
    ["post('https://discord.com/api/webhooks/123/abc')", 'address discord.com/api/webhooks/123'],
    ['var _0x1a2b=1,_0x2b3c=2,_0x3c4d=3', 'obfuscated hexadecimal names'],
    ["// check\u202e' if (admin) '\u2066", 'obfuscated right-to-left characters'],
    [`const x = '${'\u{e0100}'.repeat(20)}'`, 'obfuscated invisible characters'],
    [`run();${' '.repeat(300)}steal()`, 'obfuscated code far to the right'],
    [`x("${'\\x41'.repeat(30)}")`, 'obfuscated escaped text'],
    [
      `x("${Buffer.from(Array.from({ length: 1200 }, (_, i) => (i * 7919) % 251)).toString('base64')}")`,
      'obfuscated encoded text',
    ],
    [`x([${'0x4a,'.repeat(250)}])`, 'obfuscated numbers in place of text'],
    ['a;'.repeat(2000), 'obfuscated minified code'],
  ])('%s', (text, capability) => {
    expect(found(text)).toContain(capability)
  })

  test('every name that is unpacked', () => {
    expect(found('const { A, B: b, C = 1 } = process.env')).toEqual(['environment A', 'environment B', 'environment C'])
  })
})

describe('is no capability', () => {
  test.each([
    '// fetch("https://api.acme.example")',
    '/* eval(x) me@acme.example */',
    '"call fetch(url) or eval(text)"',
    'client.fetch(url)',
    'async fetch(url) { return 1 }',
    'class A { fetch(url: string): Promise<void> { return x } }',
    'function fetch(url) {}',
    'model.eval(x)',
    'const http = 1',
    'import x from "./http"',
    'import x from "socket.io-parser"',
    'get("http://localhost:3000/x")',
    'get("http://127.0.0.1/x")',
    'const file = "index.js"',
    'const file = "icon@2x.png"',
    'const repository = "git+ssh://git@"',
    'const version = "1.2.3"',
    'read(".mcp.json")',
    'const x = a / b / c; // "https://no.example"',
    'const re = /https?:\\/\\/no\\.example/',
    'const flag = "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}"',
    `const text = "${' '.repeat(300)}x"`,
    '{"env":"process"}',
  ])('%s', (text) => {
    expect(found(text)).toEqual([])
  })

  test('what a bundle of others does, but for addresses and the bundling itself', () => {
    const bundle = `${'function a(b){return b};'.repeat(100)}require("child_process");fetch("https://api.acme.example");process.env.X`
    expect(found(bundle)).toEqual(['obfuscated minified code', 'address api.acme.example'])
  })

  test('code in JSON, whose addresses count all the same', () => {
    expect(found('{"a":"fetch(x)","b":"https://api.acme.example/"}', 'data.json')).toEqual(['address api.acme.example'])
  })
})

describe('places', () => {
  test('are lines of the file, with one line around them', () => {
    const [one] = scanSource('lib/a.js', `\n\n  eval(text)\u001b[31m // ${'x'.repeat(300)}\n`).capabilities
    expect(one).toMatchObject({ file: 'lib/a.js', line: 3 })
    expect(one?.excerpt).toMatch(/^eval\(text\) \[31m/)
    expect(one?.excerpt.length).toBeLessThanOrEqual(160)
  })

  test('relative imports are told', () => {
    expect(scanSource('a.js', "import './b.js'; require('../c'); import d from 'd'").references).toEqual([
      './b.js',
      '../c',
    ])
  })
})

describe('tokens', () => {
  test.each([
    [`a \`x\${b + \`y\${"z"}\`}w\` c`, ['x', 'y', 'z', '', 'w']],
    ["a = b / c; 'd' / e", ['d']],
    ["if (/['\"]/.test(x)) 'a'", ['a']],
    ["x = /[/'\"]/; 'a'", ['a']],
    ["return /'/.test('a')", ['a']],
    ["'not closed\n'a'", ['not closed', 'a']],
    ['"a\\"b" + \'c\\\nd\'', ['a"b', 'cd']],
    [`({ a: \`\${{ b: 1 }.b}\` }) "c"`, ['', '', 'c']],
    ['#! "x"\n"a"', ['a']],
  ])('%s', (text, literals) => {
    expect(tokenize(text).literals.map(({ value }) => value)).toEqual(literals)
  })

  test('any text ends, its code as long as itself', () => {
    const parts = fc.constantFrom(
      '`',
      '${',
      '}',
      '{',
      '"',
      "'",
      '/',
      '*',
      '\\',
      '\n',
      '[',
      ']',
      'a',
      ' ',
      '(',
      ')',
      '//',
      '/*',
      '*/',
    )
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 60 }), (texts) => {
        const text = texts.join('')
        const { code, literals } = tokenize(text)
        return code.length === text.length && literals.every(({ start, end }) => start <= end && end <= text.length)
      }),
    )
  })

  test.each([
    '/[',
    '`${',
    '"\\',
    "'",
    '/*',
    '(/',
    'process.env',
    'process.env["A"];',
    'fetch(',
    '{',
    'a@',
    'http://a',
    'import(',
    '\\x41',
    '0x4a,',
    '_0x1a2b ',
    '\n',
    "'',",
    '/**/',
    'a.',
    "'a'+",
    "'a.example.com',",
    "'a@a.example',",
    '\u200b',
  ])('a megabyte of %j takes no time to speak of', (part) => {
    const text = part.repeat(Math.ceil(1_000_000 / part.length))
    const started = performance.now()
    scanSource('a.js', text)
    scanSource('a.js', `"${text.replaceAll('"', '').replaceAll('\\', '')}"`)
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
