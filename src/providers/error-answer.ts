/** What the tables of errors of several adapters have in common: reading the answer, telling it. */
import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { type Exchange, isWebPage, jsonOrUndefined } from './answer.ts'
import type { ProviderErrorKind } from './provider-error.ts'

export interface Meaning {
  readonly kind: ProviderErrorKind
  /** Stands behind the vendor's own message, or alone where it gave none. */
  readonly advice?: string
}

/** Makes the function that reads an error; undefined where the answer has another form. */
export function errorReader<T extends TSchema>(
  schema: T,
): (exchange: Pick<Exchange, 'response'>) => Static<T> | undefined {
  const validator = Compile(schema)
  return ({ response }) => {
    const answer = jsonOrUndefined(response)
    return validator.Check(answer) ? answer : undefined
  }
}

/** RFC 9110 §15.5, RFC 8470 §5.2, RFC 6585 §4. */
const usual: Readonly<Record<number, Meaning>> = {
  404: { kind: 'not-found' },
  408: { kind: 'unavailable' },
  410: { kind: 'not-found' },
  425: { kind: 'unavailable' },
  429: { kind: 'rate-limited' },
}

/** What the vendor documents, then what the status means everywhere. */
export function meaningOfStatus(status: number, own: Readonly<Record<number, Meaning>>): Meaning {
  return own[status] ?? usual[status] ?? { kind: status >= 500 ? 'unavailable' : 'rejected' }
}

/** The vendor's message, or a sentence of ours where it gave none, and what to do. */
export function sentenceOf(
  exchange: Exchange,
  message: string | undefined,
  { advice }: Meaning,
): string {
  const own = message === undefined || message === '' ? ownSentence(exchange) : message
  return advice === undefined || advice === '' ? own : `${own} ${advice}`
}

function ownSentence({ service, act, response }: Exchange): string {
  const page = isWebPage(response) ? ' with a web page instead of JSON' : ''
  return `${service} was asked to ${act} and answered (${response.status})${page}.`
}
