// A rule's message with its {placeholders} filled, once per channel.
import type { Args } from '../model/finding.ts'
import { escapeHtml, plain } from './escape.ts'
import { codeSpan, isProse, prose, shortDigest } from './markdown.ts'

type Part =
  | { readonly kind: 'text'; readonly text: string }
  /** A value, or several with what joins them, that is shown as one piece of code. */
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'quote'; readonly text: string }

/** `48`, `3 hours`: no name, and nothing that any channel gives a meaning. */
const QUANTITY = /^\d{1,6}(?: [a-z]{1,10})?$/

/** One line of plain text for terminals, logs, JSON and SARIF: a rule's own code stands in quotes, values stand bare. */
export function fillPlain(template: string, args: Args): string {
  return substitute(withoutMissing(template, args).replace(/`([^`]+)`/g, "'$1'"), args)
}

/** Markdown in which every value is a code span, or a quotation where it is a plain sentence. */
export function fillMarkdown(template: string, args: Args): string {
  return render(template, args, {
    text: ownText,
    code: (text) => codeSpan(shortDigest(text), Infinity),
    quote: (text) => `“${text}”`,
  })
}

/** HTML in which every value is a `code` element. */
export function fillHtml(template: string, args: Args): string {
  return render(template, args, {
    text: (text) => escapeHtml(text),
    code: (text) => `<code>${escapeHtml(text)}</code>`,
    quote: (text) => `“${escapeHtml(text)}”`,
  })
}

function render(template: string, args: Args, forms: Record<Part['kind'], (text: string) => string>): string {
  return parts(template, args).reduce((before, { kind, text }) => {
    const next = forms[kind](text)
    // Two code spans without anything between them would become one.
    return before.endsWith('`') && next.startsWith('`') ? `${before} ${next}` : before + next
  }, '')
}

/** Code is: text between backticks, and every word that holds a placeholder, without the punctuation around it. */
function parts(template: string, args: Args): readonly Part[] {
  return withoutMissing(template, args)
    .split(/(`[^`]+`|\{\w+\}(?:[@/:=.-]*\{\w+\})*)/)
    .flatMap((piece, index): readonly Part[] => {
      if (index % 2 === 0) return piece === '' ? [] : [{ kind: 'text', text: piece }]
      const text = substitute(piece.replaceAll('`', ''), args)
      return [{ kind: /^\{\w+\}$/.test(piece) ? kindOf(text) : 'code', text }]
    })
}

/** A component without a version is named alone. */
function withoutMissing(template: string, args: Args): string {
  return args['version'] === '' ? template.replace(/ \{version\}/g, '') : template
}

/** A rule's own words: punctuation stays punctuation, and words that GitHub could link are code. */
function ownText(text: string): string {
  return text
    .split(/( +)/)
    .map((word) => (/[@#]|:\/\//.test(word) ? prose(word) : word.replace(/[\\`*_{}[\]<>|~$&]/g, '\\$&')))
    .join('')
}

function kindOf(value: string): Part['kind'] {
  if (QUANTITY.test(value)) return 'text'
  return isProse(value) ? 'quote' : 'code'
}

/** Values are masked, visible and bounded from here on. A placeholder without a value is a bug of the rule; it shows as itself rather than as nothing. */
function substitute(text: string, args: Args): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(args, name) ? plain(args[name] ?? '') : whole,
  )
}
