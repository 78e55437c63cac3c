// Keeps the mutation tester from what is worded for people: messages, summaries and descriptions of rules hold no logic.
const WORDED = new Set(['text', 'remedy', 'summary', 'description', 'controls'])

/** Read by Stryker (`ignorers` in stryker.config.json). */
export const strykerPlugins = [{ kind: 'Ignore', name: 'prose', value: { shouldIgnore } }]

/** A reason where nothing below this node is to be mutated. */
function shouldIgnore({ node, parentPath }) {
  const isWorded =
    node.type === 'ObjectProperty' && WORDED.has(node.key.name) && parentPath.node.type === 'ObjectExpression'
  return isWorded && isWording(node.value) ? 'worded for people' : undefined
}

function isWording(value) {
  return value.type === 'StringLiteral' || value.type === 'ArrayExpression'
}
