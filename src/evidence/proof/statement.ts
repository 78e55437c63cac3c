// Reads an in-toto statement out of a signed envelope.
import type { VerifiedAttestation } from '../../model/evidence.ts'
import { type Fields, fieldsOf, itemsOf, own, parseJson, textOf, toFields } from '../json.ts'

type Statement = Pick<VerifiedAttestation, 'predicateType' | 'subjects'>

/** Kind and subjects of the statement in a DSSE envelope; null where it has none, or a subject without a name. */
export function readStatement(envelope: Fields | null): Statement | null {
  // Longer than any text field may be, so it is read as it is.
  const payload = own(envelope, 'payload')
  if (typeof payload !== 'string') return null
  const statement = toFields(parseJson(Buffer.from(payload, 'base64')))
  const predicateType = textOf(statement, 'predicateType')
  const subjects = itemsOf(statement, 'subject').map(toSubject)
  if (predicateType === null || subjects.length === 0 || subjects.includes(null)) return null
  return { predicateType, subjects: subjects.filter((subject) => subject !== null) }
}

function toSubject(value: unknown) {
  const fields = toFields(value)
  const name = textOf(fields, 'name')
  const sha512 = textOf(fieldsOf(fields, 'digest'), 'sha512')
  return name === null ? null : { name, sha512: sha512?.toLowerCase() ?? null }
}
