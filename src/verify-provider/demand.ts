import { faultsOf, type SchemaName } from './document.ts'
import type { Exchange } from './visit.ts'

/** A promise that is not kept. */
export class Broken extends Error {
  readonly expected: string
  readonly exchange: Exchange | undefined

  constructor(expected: string, found: string, exchange?: Exchange) {
    super(found)
    this.expected = expected
    this.exchange = exchange
  }
}

/** Something that had to be there first is not. */
export class NotChecked extends Error {}

export function demand(
  isKept: boolean,
  expected: string,
  found: string,
  exchange?: Exchange,
): asserts isKept {
  if (!isKept) throw new Broken(expected, found, exchange)
}

/** The body of an answer that has one of these status codes. */
export function answered(exchange: Exchange, ...statuses: readonly number[]): unknown {
  const { answer } = exchange
  const expected = `status ${statuses.join(' or ')}`
  if (answer === undefined) throw new Broken(expected, `no answer: ${exchange.failure}`, exchange)
  const told = `status ${answer.status}${answer.text === '' ? '' : `, ${answer.text.slice(0, 200)}`}`
  demand(statuses.includes(answer.status), expected, told, exchange)
  return answer.text === '' ? undefined : jsonOf(exchange)
}

/** The body of an answer that is as the document describes it. */
export function body<Fields>(
  exchange: Exchange,
  status: number | readonly number[],
  schema: SchemaName,
): Fields {
  const found = answered(exchange, ...(typeof status === 'number' ? [status] : status))
  const faults = faultsOf(schema, found)
  demand(faults.length === 0, `a body as the schema ${schema} says`, faults.join('; '), exchange)
  return found as Fields
}

/** An answer that refuses, with a sentence for people. */
export function refused(exchange: Exchange, ...statuses: readonly number[]): void {
  body(exchange, statuses, 'Error')
}

function jsonOf(exchange: Exchange): unknown {
  const text = exchange.answer?.text ?? ''
  try {
    return JSON.parse(text)
  } catch {
    throw new Broken('JSON', `a body that is not JSON: ${text.slice(0, 120)}`, exchange)
  }
}
