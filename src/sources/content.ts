// Policy and workflow files are judged by whether they change, so all that is read of them is a digest.
import { sha256 } from '../model/digest.ts'
import type { SourceKind } from '../model/source.ts'
import { type SourceReader, toReadSource } from './source.ts'

/** A source with one `content` fact, whose key is the SHA-256 of the text. */
export function contentReader(kind: SourceKind): SourceReader {
  return ({ path, text }) => {
    const digest = sha256(text)
    const fact = { kind: 'content', key: digest, name: null, component: null, args: {}, route: [] } as const
    return toReadSource({ path, kind, components: [], facts: [fact], lineOf: () => 1 })
  }
}
