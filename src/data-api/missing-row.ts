import type { Refusal } from '#errors'
import type { Key } from '#query'
import { refusals } from './refusals.ts'

/** The row that an address starts from does not exist. */
export function missingRow(set: string, key: Key | undefined, cause?: unknown): Refusal {
  const details = { input: 'the address', cause }
  if (key?.kind !== 'id') return refusals['row-with-key-not-found']({ table: set }, details)
  return refusals['row-not-found']({ table: set, id: key.value.text.slice(0, 60) }, details)
}
