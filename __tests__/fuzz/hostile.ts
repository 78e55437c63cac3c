// Texts and values that break what is careless: for names, paths, versions, addresses, and as words thrown into documents.
import fc from 'fast-check'
import { HOSTILE_TEXTS } from '../support/reports.ts'

/** A secret that no output may hold, wherever a config puts it. It looks like one. */
export const SECRET = 'sk-fake-Zq7Xv9Kp2Lm4Nw8Rt6Yb3Hd5'

export const WORDS: readonly string[] = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'node_modules/__proto__',
  '../../etc/passwd',
  'a/../b',
  '..',
  '.',
  '/',
  '\\',
  '@',
  '@/',
  '@a/',
  '@a/b@',
  'npm:',
  'npm:@a/b@1.0.0',
  'npm:a',
  'file:..',
  'link:../x',
  'workspace:*',
  'git+ssh://git@g.example.test/o/r.git#main',
  'https://user:pw@registry.example.test/x/-/x-1.0.0.tgz',
  'https://',
  'http://[',
  '//registry.example.test',
  'pkg:npm/%40a/b@1.0.0?x=y#z',
  'pkg:npm/%E0%A4%A',
  '%E0%A4%A',
  '1.0.0',
  '^1',
  '>=1 <2 || *',
  '999999999999999999999.0.0',
  `1.0.0-${'0.'.repeat(200)}0`,
  'sha512-',
  'sha512-AAAA',
  'sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA=',
  '\u0000',
  '\u202e',
  '\ud800',
  '\ufeff',
  '\u2028',
  'é',
  'x'.repeat(300),
  '<<<<<<< a',
  '=======',
  '>>>>>>> b',
  '&a',
  '*a',
  '<<',
  '!!js/function',
  '---',
  '...',
  '# x',
  '$' + '{X}',
  '$(x)',
  '{{X}}',
  'mcp',
  'server-mcp',
  '@modelcontextprotocol/sdk',
  'lockfileVersion',
  'packages',
  'dependencies',
  'NaN',
  '-0',
  '1e999',
  'null',
  'true',
  '',
  ' ',
  '\n',
  '\r\n',
  '\t',
]

export const word: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 2, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
  { weight: 2, arbitrary: fc.string({ maxLength: 20, unit: 'binary' }) },
  { weight: 1, arbitrary: fc.array(fc.constantFrom(...WORDS), { maxLength: 4 }).map((words) => words.join('')) },
)

/** Any value of JSON, with keys and texts that are hostile. */
export const anyValue: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    word,
    fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e21, 2 ** 53, [], {}),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(word, tie('value')), { maxLength: 4 }).map(fromEntries),
  ),
})).value

/** Unlike `Object.fromEntries` of a literal, this gives `__proto__` as an own key too. */
export function fromEntries(entries: readonly (readonly [string, unknown])[]): unknown {
  return Object.fromEntries(entries)
}
