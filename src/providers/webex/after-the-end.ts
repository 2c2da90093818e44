/** What Webex tells when a meeting is over: who was there, and what was recorded. */
import type { Account, AttendanceReport, Recording } from '../contract.ts'
import { allPages, type Page } from '../pages.ts'
import * as client from './client.ts'
import { toAttendanceItems, toRecordings } from './mapping.ts'
import type { MeetingReply } from './wire.ts'

const dayMs = 86_400_000

/**
 * All runs together: every date of a series has one, and so has every time the host opened the room
 * anew. Webex names no times of change, so all of it is told each time.
 */
export async function attendance(account: Account, webinarId: string): Promise<AttendanceReport> {
  const updatedAt = account.clock.now()
  const rows: unknown[] = []
  for (const { id } of await runsOf(account, webinarId)) {
    rows.push(
      ...(await all(account, () => client.askParticipants(account, id), client.readParticipants)),
    )
  }
  return { updatedAt, items: toAttendanceItems(rows) }
}

export async function recordings(
  account: Account,
  webinarId: string,
): Promise<readonly Recording[]> {
  const found: Recording[] = []
  for (const run of await runsOf(account, webinarId)) {
    const question = () =>
      client.askRecordings(account, { meetingId: run.id, ...recordedWithin(account, run) })
    found.push(...toRecordings([...(await all(account, question, client.readRecordings))]))
  }
  return found.sort((a, b) => (b.startedAt?.getTime() ?? 0) - (a.startedAt?.getTime() ?? 0))
}

/** Recordings are there within hours; two weeks are short enough for Webex and long enough for us. */
function recordedWithin(account: Account, { start }: MeetingReply) {
  const now = account.clock.now().getTime()
  const begun = Date.parse(start ?? '') || now
  const to = Math.max(begun + dayMs, Math.min(now + dayMs, begun + 14 * dayMs))
  return { from: new Date(begun - dayMs).toISOString(), to: new Date(to).toISOString() }
}

/** Both bounds are needed: without them Webex looks a week back only. */
async function runsOf(account: Account, webinarId: string): Promise<readonly MeetingReply[]> {
  const meeting = client.readMeeting(await client.askMeeting(account, webinarId))
  const now = account.clock.now().getTime()
  const begun = Math.min(Date.parse(meeting.start ?? '') || now, now)
  const filters = {
    meetingType: 'meeting',
    meetingSeriesId: webinarId,
    from: new Date(begun - dayMs).toISOString(),
    to: new Date(now + dayMs).toISOString(),
  }
  return await all(account, () => client.askMeetings(account, filters), client.readMeetings)
}

type Exchange = Awaited<ReturnType<typeof client.askNextPage>>

/** Follows a list to its end. */
async function all<Item>(
  account: Account,
  ask: () => Promise<Exchange>,
  read: (exchange: Exchange) => { readonly items: readonly Item[] },
): Promise<readonly Item[]> {
  const pages = await allPages(client.providerId, async (next): Promise<Page<Item>> => {
    const exchange = next === undefined ? await ask() : await client.askNextPage(account, next)
    return client.pageIn(exchange, read(exchange))
  })
  return pages.flatMap(({ items }) => items)
}
