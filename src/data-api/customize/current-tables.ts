/**
 * Another process may have changed a definition a moment ago: a client that added a column there
 * writes it here at once. What is refused, or fails because a column is gone, is therefore looked
 * at again with the tables as they are now; a look costs one small query.
 */
import { sqlState } from '#database'
import { isRefusal } from '#errors'
import type { Visit } from '../exchange.ts'

/** Inside a change set nothing is repeated: the whole set is, by whoever began it. */
export async function withCurrentTables<T>(
  visit: Visit,
  act: (visit: Visit) => Promise<T>,
): Promise<T> {
  let current = visit
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act(current)
    } catch (error) {
      const repeatable = !visit.scope.db.isTransaction && attempt < attempts
      if (!repeatable || !mayBeOutdated(error)) throw error
      const door = await current.door.renew()
      if (door === current.door) throw error
      current = { ...visit, door }
    }
  }
}

/** Definitions that change all the time are somebody's test; nobody waits for them for ever. */
const attempts = 5

function mayBeOutdated(error: unknown): boolean {
  if (isRefusal(error)) return error.status === 400 || error.code === 'segment-not-found'
  return sqlState(error) === '42703'
}
