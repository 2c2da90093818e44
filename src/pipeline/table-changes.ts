/**
 * Another process may remove a column while this one still plans with it. What fails for that
 * reason was rolled back as a whole, so it is done again with the tables as they are now.
 */
import { sqlState } from '#database'
import type { Attributed } from './execute-each.ts'
import type { Outcome } from './execution.ts'
import type { Engine } from './running-execution.ts'

export interface TableChanges {
  readonly engine: Pick<Engine, 'plans'>
  readonly refresh: (() => Promise<void>) | undefined
}

/** Columns may come and go faster than a busy process repeats itself, but hardly five times. */
const attempts = 5

/** SQLSTATE undefined_column. */
const namesMissingColumn = (error: unknown): boolean => sqlState(error) === '42703'

export async function againWhenOutdated<T>(
  changes: TableChanges,
  act: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const { plans } = changes.engine
    try {
      return await act()
    } catch (error) {
      const outdated = namesMissingColumn(error) && attempt < attempts
      if (!outdated || !(await areOthers(changes, plans))) throw error
    }
  }
}

async function areOthers(changes: TableChanges, plans: Engine['plans']): Promise<boolean> {
  await changes.refresh?.()
  return changes.engine.plans !== plans
}

type Result = Outcome | Error

/** As above for those of many that failed. */
export async function eachAgainWhenOutdated(
  changes: TableChanges,
  requests: readonly Attributed[],
  act: (requests: readonly Attributed[]) => Promise<Result[]>,
): Promise<Result[]> {
  let { plans } = changes.engine
  const results = await act(requests)
  for (let attempt = 1; attempt < attempts; attempt += 1) {
    const failed = [...results.keys()].filter((index) => namesMissingColumn(results[index]))
    if (failed.length === 0 || !(await areOthers(changes, plans))) break
    plans = changes.engine.plans
    const again = await act(failed.map((index) => requests[index] as Attributed))
    for (const [position, index] of failed.entries()) results[index] = again[position] as Result
  }
  return results
}
