/**
 * One job per reminder of an event, at its instant. A job knows for which start it was planned, so
 * that an event that moves simply gets new ones: the old find that they are no longer meant.
 */
import { sql } from 'kysely'
import type { Db, Tx } from '#database'
import { publishStatus, reminderInstant, reminderLeads } from '#events'
import { enqueue, type JobRequest } from '#jobs'
import type { Execution } from '#pipeline'

export const reminderJobKind = 'mail.reminder'

export const reminderColumns = [
  'msevtmgt_publishstatus',
  'msevtmgt_eventstartdate',
  'gr_timezone',
  'gr_reminders',
  'statecode',
] as const

export interface ReminderPayload {
  readonly eventId: string
  /** Minutes before the start. */
  readonly lead: number
  /** ISO 8601; when it was due as planned. */
  readonly at: string
  /** The last registration of the page before. */
  readonly afterId?: string
}

/** What decides about reminders. */
export interface RemindableEvent {
  readonly id: string
  readonly start: string
  readonly zone: string
  readonly reminders: string | null
}

export async function planReminders(execution: Execution): Promise<void> {
  const { post, id, operationCreatedOn } = execution
  if (post === undefined || !isLive(post)) return
  const event = {
    id,
    start: String(post.msevtmgt_eventstartdate),
    zone: String(post.gr_timezone ?? 'UTC'),
    reminders: typeof post.gr_reminders === 'string' ? post.gr_reminders : null,
  }
  for (const request of reminderRequests(event, operationCreatedOn)) execution.enqueue(request)
}

const isLive = (row: Readonly<Record<string, unknown>>) =>
  (row.statecode ?? 0) === 0 && row.msevtmgt_publishstatus === publishStatus.live.value

/** The reminders that are still to come; times that have passed get none. */
export function reminderRequests(event: RemindableEvent, now: Date): JobRequest<ReminderPayload>[] {
  return instantsOf(event)
    .filter(({ at }) => at > now)
    .map(({ lead, at }) => reminderRequest({ eventId: event.id, lead, at: at.toISOString() }))
}

export function instantsOf({ start, zone, reminders }: RemindableEvent) {
  return reminderLeads(reminders).map((lead) => ({ lead, at: reminderInstant(start, zone, lead) }))
}

export function reminderRequest(payload: ReminderPayload): JobRequest<ReminderPayload> {
  const { eventId, lead, at, afterId } = payload
  return {
    kind: reminderJobKind,
    name: `Mail: remind everybody ${lead} minutes before`,
    payload,
    key: `reminder:${eventId}:${lead}`,
    uniqueKey: `reminder:${eventId}:${lead}:${at}:${afterId ?? ''}`,
    runAt: new Date(at),
    regarding: { table: 'msevtmgt_event', id: eventId },
  }
}

export async function findRemindable(db: Db, id: string): Promise<RemindableEvent | undefined> {
  return (await remindable(db, sql`e.msevtmgt_eventid = ${id}`))[0]
}

/** Plans what a hub without reminders left out; what is planned already stays as it is. */
export async function planAllReminders(tx: Tx, now: Date): Promise<void> {
  // Zones differ by up to 14 hours from what UTC shows.
  const events = await remindable(
    tx,
    sql`e.msevtmgt_eventstartdate > ${now}::timestamptz at time zone 'UTC' - interval '1 day'`,
  )
  await enqueue(
    tx,
    events.flatMap((event) => reminderRequests(event, now)),
    now,
  )
}

async function remindable(db: Db, where: ReturnType<typeof sql>): Promise<RemindableEvent[]> {
  const { rows } = await sql<RemindableEvent>`
    select e.msevtmgt_eventid as id,
      to_char(e.msevtmgt_eventstartdate, 'YYYY-MM-DD"T"HH24:MI:SS') as start,
      coalesce(e.gr_timezone, 'UTC') as zone, e.gr_reminders as reminders
    from msevtmgt_event e
    where e.statecode = 0 and e.msevtmgt_publishstatus = ${publishStatus.live.value} and ${where}`.execute(
    db,
  )
  return rows
}
