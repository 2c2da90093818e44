import type { Execution } from '#pipeline'
import { type OccasionTable, occasionColumns } from './event.ts'
import { refusals } from './refusals.ts'

/** Microsoft's ceiling for the capacity of events and sessions (event-management.md §2.1). */
export const mostSeats = 50_000

/** A capacity is 1 to 50 000, or empty for no limit. */
export async function checkCapacity(execution: Execution): Promise<void> {
  const column = occasionColumns[execution.table as OccasionTable].capacity
  const found = execution.target[column]
  if (found === undefined || found === null) return
  if (typeof found === 'number' && Number.isInteger(found) && found >= 1 && found <= mostSeats) {
    return
  }
  throw refusals['capacity-out-of-range'](
    { column, found: String(found), most: mostSeats },
    { input: column, expected: `1 to ${mostSeats}`, found: String(found) },
  )
}
