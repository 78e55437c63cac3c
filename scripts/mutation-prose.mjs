// Keeps the mutation tester from what holds no logic: wording, and the metadata of rules, which tests of their own hold.
const WORDED = new Set(['text', 'remedy', 'summary', 'description', 'controls'])
const METADATA = new Set(['id', 'tiers', 'modes'])
const SENTENCE = /\S \S+ \S+ \S/

/** Read by Stryker (`ignorers` in stryker.config.json). */
export const strykerPlugins = [{ kind: 'Ignore', name: 'prose', value: { shouldIgnore } }]

/** A reason where nothing below this node is to be mutated. */
function shouldIgnore({ node, parentPath }) {
  if (node.type === 'StringLiteral' && SENTENCE.test(node.value)) return 'worded for people'
  if (node.type !== 'ObjectProperty' || parentPath.node.type !== 'ObjectExpression') return undefined
  const { name } = node.key
  if (WORDED.has(name) && isWording(node.value)) return 'worded for people'
  return METADATA.has(name) && isRule(parentPath.parent) ? 'metadata of a rule' : undefined
}

function isWording(value) {
  return value.type === 'StringLiteral' || value.type === 'ArrayExpression'
}

function isRule(node) {
  return node.type === 'CallExpression' && node.callee.name === 'defineRule'
}
