import { setTimeout as wait } from 'node:timers/promises'
import type { Db, Tx } from './handles.ts'
import { isOutdatedPlan } from './prepared-statements.ts'

/** Two transactions waited for each other (40P01) or could not be ordered (40001): both may retry. */
const retryable = new Set(['40001', '40P01'])
const attempts = 4
/**
 * After a table has changed, every connection of the pool still knows every statement as it was,
 * and each attempt mends one statement of one connection.
 */
const attemptsWithOutdatedPlans = 60

/**
 * Runs `act` in one transaction and gives its result after the commit. A deadlock, a
 * serialization failure or a table that got or lost a column meanwhile is tried again, so `act`
 * must have no effect outside the database.
 */
export async function withTransaction<T>(db: Db, act: (tx: Tx) => Promise<T>): Promise<T> {
  let outdated = 0
  for (let attempt = 1; ; ) {
    try {
      return await db.transaction().execute(act)
    } catch (error) {
      if (isOutdatedPlan(error)) {
        outdated += 1
        if (outdated === attemptsWithOutdatedPlans) throw error
        continue
      }
      if (attempt === attempts || !retryable.has(sqlState(error) ?? '')) throw error
      await wait(2 ** attempt * (2 + Math.random() * 8))
      attempt += 1
    }
  }
}

/** The five-character SQLSTATE of an error of PostgreSQL, or undefined. */
export function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined
}
