import { expect, test } from '@jest/globals'
import { referenceText, toReference } from '../../src/policy/reference.ts'

const SHA = '0123456789abcdef0123456789abcdef01234567'

test.each([
  [`acme/policy//mcp-gate.yml@${SHA}`, 'acme', 'policy', 'mcp-gate.yml'],
  [`a/.github//a/.b/c d.yml@${SHA}`.replace(' ', '-'), 'a', '.github', 'a/.b/c-d.yml'],
  [`acme/p.q_r//...@${SHA}`, 'acme', 'p.q_r', '...'],
  [`acme/...//..x/.y@${SHA}`, 'acme', '...', '..x/.y'],
  [`${'a'.repeat(39)}/${'r'.repeat(100)}//x@${SHA}`, 'a'.repeat(39), 'r'.repeat(100), 'x'],
])('%s', (text, owner, repo, path) => {
  const reference = { owner, repo, path, sha: SHA }
  expect(toReference(text)).toEqual(reference)
  expect(referenceText(reference)).toBe(text)
})

test.each([
  ['no path', `acme/policy@${SHA}`],
  ['one slash', `acme/policy/x.yml@${SHA}`],
  ['no commit', 'acme/policy//x.yml'],
  ['a branch', 'acme/policy//x.yml@main'],
  ['a short commit', `acme/policy//x.yml@${SHA.slice(1)}`],
  ['a long commit', `acme/policy//x.yml@${SHA}0`],
  ['a commit in capitals', `acme/policy//x.yml@${SHA.toUpperCase()}`],
  ['a step up', `acme/policy//../x.yml@${SHA}`],
  ['a step up in the middle', `acme/policy//a/../x.yml@${SHA}`],
  ['a step up at the end', `acme/policy//a/..@${SHA}`],
  ['a step nowhere', `acme/policy//./x.yml@${SHA}`],
  ['a step nowhere at the end', `acme/policy//a/.@${SHA}`],
  ['an empty step', `acme/policy//a//x.yml@${SHA}`],
  ['an absolute path', `acme/policy///x.yml@${SHA}`],
  ['a folder', `acme/policy//a/@${SHA}`],
  ['a blank', `acme/policy//a b@${SHA}`],
  ['a control character', `acme/policy//a\u0001/b@${SHA}`],
  ['a control character at the end', `acme/policy//a\u007f@${SHA}`],
  ['a blank in a folder', `acme/policy//a b/c@${SHA}`],
  ['two commits', `acme/policy//x@y@${SHA}`],
  ['two commits in a folder', `acme/policy//x@y/z@${SHA}`],
  ['no owner', `/policy//x.yml@${SHA}`],
  ['an owner that begins with a hyphen', `-acme/policy//x.yml@${SHA}`],
  ['an owner that is too long', `${'a'.repeat(40)}/policy//x.yml@${SHA}`],
  ['an owner with a dot', `a.b/policy//x.yml@${SHA}`],
  ['a repository that is too long', `acme/${'r'.repeat(101)}//x.yml@${SHA}`],
  ['the repository .', `acme/.//x.yml@${SHA}`],
  ['the repository ..', `acme/..//x.yml@${SHA}`],
  ['a host before it', `https://github.example.test/acme/policy//x.yml@${SHA}`],
  ['a line after it', `acme/policy//x.yml@${SHA}\n`],
])('%s is no reference', (_, text) => {
  expect(toReference(text)).toBeNull()
})
