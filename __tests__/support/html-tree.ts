// A page as a browser reads it: its elements by the algorithm of the HTML standard, and what the parser had to forgive.
import { type DefaultTreeAdapterTypes, parse } from 'parse5'

export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  /** Of this element alone, not of those in it. */
  readonly text: string
}

export interface Tree {
  /** In the order of the document. */
  readonly elements: readonly Element[]
  /** Nodes that are neither elements nor text: comments. */
  readonly others: readonly string[]
  /** Codes of parse errors. */
  readonly errors: readonly string[]
}

export function readHtml(page: string): Tree {
  const errors: string[] = []
  const document = parse(page, { onParseError: ({ code }) => errors.push(code) })
  const elements: Element[] = []
  const others: string[] = []
  const visit = (node: DefaultTreeAdapterTypes.ChildNode) => {
    if ('tagName' in node) {
      const attributes = Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]))
      elements.push({ name: node.tagName, attributes, text: node.childNodes.map(textOf).join('') })
      node.childNodes.forEach(visit)
    } else if (node.nodeName !== '#text' && node.nodeName !== '#documentType') others.push(node.nodeName)
  }
  document.childNodes.forEach(visit)
  return { elements, others, errors }
}

function textOf(node: DefaultTreeAdapterTypes.ChildNode): string {
  return 'value' in node ? node.value : ''
}
