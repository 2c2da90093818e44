/** What pages and operations both do. */
import { evidenceSource } from '#attendance'
import { type Db, withTransaction } from '#database'
import { general } from '#errors'
import { readSessions } from '#events'
import { mayDo, mayDoWith, type Privilege } from '#identity'
import { retry } from '#jobs'
import type { Caller, RowReference } from '#pipeline'
import type { Forecast } from '#providers'
import { audienceOf, failedJobsOfEvent } from './console-rows.ts'
import type { ConsoleNeeds } from './needs.ts'

export function requireRight(caller: Caller, privilege: Privilege, table: string): void {
  if (mayDo(caller, privilege, table)) return
  throw general['not-allowed']({ who: 'This user', act: privilege.toLowerCase(), table })
}

/** The same for one row: who may touch own rows only may touch it where it is theirs. */
export async function requireRightTo(
  db: Db,
  caller: Caller,
  privilege: Privilege,
  row: RowReference,
): Promise<void> {
  if (await mayDoWith(db, caller, privilege, row)) return
  requireRight(caller, privilege, row.table)
}

export async function retryFailedJobs(
  o: ConsoleNeeds,
  caller: Caller,
  eventId: string,
): Promise<number> {
  await requireRightTo(o.db, caller, 'Update', { table: 'msevtmgt_event', id: eventId })
  const ids = await failedJobsOfEvent(o.db, eventId)
  await withTransaction(o.db, async (tx) => {
    for (const id of ids) await retry(tx, id, o.clock.now())
  })
  return ids.length
}

/** Undefined: the event is on no account. */
export async function forecastOf(
  o: Pick<ConsoleNeeds, 'db' | 'providers'>,
  eventId: string,
): Promise<Forecast | undefined> {
  const size = await audienceOf(o.db, eventId)
  if (size === undefined) return undefined
  return await o.providers.forecast(size)
}

export async function collectAttendance(
  o: ConsoleNeeds,
  caller: Caller,
  eventId: string,
): Promise<void> {
  await requireRightTo(o.db, caller, 'Update', { table: 'msevtmgt_event', id: eventId })
  await o.attendance.collectNow('msevtmgt_event', eventId)
  for (const session of await readSessions(o.db, eventId)) {
    await o.attendance.collectNow('msevtmgt_session', session.id)
  }
}

export interface Mark {
  readonly reason: string
  readonly sessionId?: string
  readonly from?: string
  readonly to?: string
}

export async function markPresent(
  o: ConsoleNeeds,
  caller: Caller,
  registrationId: string,
  mark: Mark,
): Promise<{ id: string; created: boolean }> {
  return await o.attendance.checkIn(caller, {
    registrationId,
    source: evidenceSource.manual.value,
    reason: mark.reason,
    ...(mark.sessionId === undefined ? {} : { sessionId: mark.sessionId }),
    ...(mark.from === undefined ? {} : { from: new Date(mark.from) }),
    ...(mark.to === undefined ? {} : { to: new Date(mark.to) }),
  })
}
