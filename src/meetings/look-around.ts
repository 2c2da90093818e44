/**
 * Vendors do not tell everything: some have no callbacks, others are not set up or lose one. So each
 * account is asked every hour for those of its meetings that have begun, or begin within a day, and
 * every six hours for the others.
 */
import { sql } from 'kysely'
import type { Db } from '#database'
import { isRefusal } from '#errors'
import { enqueue, type JobDefinition, type JobRequest, type JobResult, type Schedule } from '#jobs'
import { heldBackUntil, ProviderError } from '#providers'
import { differenceOf } from './difference.ts'
import { isNews, listDates, readRoom } from './look-after-room.ts'
import { lookRequest } from './look-request.ts'
import { readMeeting } from './meeting-rows.ts'
import type { MeetingNeeds } from './needs.ts'
import { markLookedAfter, type RoomRow } from './room-rows.ts'
import { meetingStatus } from './tables.ts'

const aroundKind = 'meetings.look-around'
const accountKind = 'meetings.look-at-account'

const hourMs = 3_600_000
const restMs = 6 * hourMs
/** A little less than the time between two runs, which begin some seconds late. */
const shortRestMs = hourMs - 10 * 60_000
const soonMs = 24 * hourMs
/** A run is over long before its time limit, also at a slow provider. */
const mostRooms = 20

interface AccountPayload {
  readonly configurationId: string
}

export const lookAroundSchedule: Schedule = {
  kind: aroundKind,
  name: 'Meetings: look whether they are still at their providers',
  rule: 'FREQ=HOURLY',
  payload: null,
  uniqueKey: aroundKind,
}

const accountRequest = (configurationId: string): JobRequest<AccountPayload> => ({
  kind: accountKind,
  name: 'Look whether the meetings of an account are still there',
  payload: { configurationId },
  uniqueKey: `meetings-look:${configurationId}`,
  regarding: { table: 'msevtmgt_webinarconfiguration', id: configurationId },
  autoDelete: true,
})

export function lookAroundJobs(needs: MeetingNeeds): readonly JobDefinition[] {
  const around: JobDefinition = {
    kind: aroundKind,
    async run() {
      const accounts = await accountsDue(needs.db, needs.clock.now())
      const requests = accounts.map(accountRequest)
      return { complete: async (tx) => void (await enqueue(tx, requests, needs.clock.now())) }
    },
    onFailure: () => ({ next: 'fail', friendlyMessage: 'The next run looks again.' }),
  }
  const account: JobDefinition<AccountPayload> = {
    kind: accountKind,
    // As many calls as a run makes, each with the patience for a slow provider.
    timeLimitMs: 600_000,
    run: ({ payload, signal }) => lookAt(needs, payload.configurationId, signal),
    onFailure: () => ({ next: 'fail', friendlyMessage: 'The next run looks again.' }),
  }
  return [around, account as JobDefinition]
}

/** Only those that are gone or changed get a job of their own, which decides in order with the hub's own acts. */
async function lookAt(
  needs: MeetingNeeds,
  configurationId: string,
  signal: AbortSignal,
): Promise<JobResult> {
  const now = needs.clock.now()
  const due = await roomsDue(needs.db, configurationId, now)
  const seen: RoomRow[] = []
  const suspects: RoomRow[] = []
  let stop: Stop | undefined
  for (const room of due) {
    if (signal.aborted) break
    try {
      if (!(await isAsItShouldBe(needs, room))) suspects.push(room)
    } catch (error) {
      stop = stopAt(error, now)
      if (stop !== undefined) break
    }
    seen.push(room)
  }
  const runAgainAt = stop === undefined && due.length === mostRooms ? now : stop?.until
  return {
    ...(runAgainAt === undefined ? {} : { runAgainAt }),
    friendlyMessage:
      stop?.why ?? `${seen.length} meetings looked for, ${suspects.length} not as they should be.`,
    complete: async (tx) => {
      const ids = seen.map(({ gr_meetingroomid }) => gr_meetingroomid)
      await markLookedAfter(tx, ids, now)
      await enqueue(
        tx,
        suspects.map((room) => lookRequest(room)),
        now,
      )
    },
  }
}

async function isAsItShouldBe(needs: MeetingNeeds, room: RoomRow): Promise<boolean> {
  const webinar = await readRoom(needs, room)
  if (webinar === undefined) return false
  const meeting = await readMeeting(needs.db, room.meetingid)
  if (meeting === undefined) return true
  const dates = await listDates(needs, room, meeting)
  return !isNews(differenceOf(webinar, meeting, needs.clock.now(), dates), meeting)
}

interface Stop {
  readonly until: Date | undefined
  readonly why: string
}

/**
 * A provider that is down or asks to slow down is asked again with the next run. Undefined: only this
 * meeting cannot be asked for, because somebody's sign-in is over or a right is missing, which is told
 * elsewhere; the others must not wait for it.
 */
function stopAt(error: unknown, now: Date): Stop | undefined {
  const until = heldBackUntil(error, now)
  if (until !== undefined) return { until, why: 'Waits for its turn at the provider.' }
  if (isRefusal(error)) return undefined
  if (!(error instanceof ProviderError)) throw error
  const isDown = error.kind === 'unavailable' || error.kind === 'rate-limited'
  return isDown ? { until, why: `Cannot look now: ${error.message}` } : undefined
}

const later = (now: Date, ms: number) => new Date(now.getTime() + ms)

const isDue = (now: Date) => sql`r.deletedon is null and r.state = 'created'
  and r.webinarid is not null and m.gr_endson > ${now}
  and m.gr_status in (${meetingStatus.scheduled.value}, ${meetingStatus.failed.value})
  and coalesce(r.lookedon, r.createdon) < case
    when m.gr_startson < ${later(now, soonMs)} then ${later(now, -shortRestMs)}::timestamptz
    else ${later(now, -restMs)}::timestamptz end`

async function accountsDue(db: Db, now: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct r.configurationid as id from gr_meetingroom r
    join gr_meeting m on m.gr_meetingid = r.meetingid where ${isDue(now)}`.execute(db)
  return rows.map(({ id }) => id)
}

async function roomsDue(db: Db, configurationId: string, now: Date): Promise<RoomRow[]> {
  const { rows } = await sql<RoomRow>`
    select r.* from gr_meetingroom r join gr_meeting m on m.gr_meetingid = r.meetingid
    where r.configurationid = ${configurationId} and ${isDue(now)}
    order by coalesce(r.lookedon, r.createdon), r.gr_meetingroomid limit ${mostRooms}`.execute(db)
  return rows
}
