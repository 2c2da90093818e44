/** What Zoom tells when a meeting is over: who was there, and what was recorded. */
import type { Account, AttendanceReport, Recording } from '../contract.ts'
import { allPages } from '../pages.ts'
import { ProviderError } from '../provider-error.ts'
import * as client from './client.ts'
import { toAttendanceItems, toRecordings } from './mapping.ts'

/**
 * All times it took place together: a host who dropped out and came back, and every date of a
 * series, has a report of its own. Reports carry no times of change, so all of it is told each time.
 */
export async function attendance(
  account: Account,
  meeting: client.Meeting,
): Promise<AttendanceReport> {
  const updatedAt = account.clock.now()
  const rows: unknown[] = []
  for (const uuid of await instancesOf(account, meeting)) {
    rows.push(...(await participantsOf(account, meeting, uuid)))
  }
  return { updatedAt, items: toAttendanceItems(rows) }
}

export async function recordings(
  account: Account,
  meeting: client.Meeting,
): Promise<readonly Recording[]> {
  const found: Recording[] = []
  for (const uuid of await instancesOf(account, meeting)) {
    const reply = await unlessMissing(async () =>
      client.readRecordings(await client.askRecordings(account, uuid)),
    )
    if (reply !== undefined) found.push(...toRecordings(reply))
  }
  return found.sort((a, b) => (b.startedAt?.getTime() ?? 0) - (a.startedAt?.getTime() ?? 0))
}

/** What has never taken place has none, which Zoom may say with 404: then it must exist at least. */
async function instancesOf(account: Account, meeting: client.Meeting): Promise<readonly string[]> {
  const reply = await unlessMissing(async () =>
    client.readInstances(await client.askInstances(account, meeting)),
  )
  if (reply !== undefined) return (reply[meeting.kind] ?? []).map(({ uuid }) => uuid)
  client.readMeeting(await client.askMeeting(account, meeting))
  return []
}

/** A report that is not there yet is no error: it is asked for again. */
async function participantsOf(
  account: Account,
  { kind }: client.Meeting,
  uuid: string,
): Promise<readonly unknown[]> {
  const pages = await unlessMissing(() =>
    allPages(client.providerId, async (cursor) => {
      const exchange = await client.askParticipants(account, kind, uuid, cursor)
      const reply = client.readParticipants(exchange)
      return { items: reply.participants, next: reply.next_page_token || undefined }
    }),
  )
  return pages?.flatMap(({ items }) => items) ?? []
}

async function unlessMissing<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call()
  } catch (error) {
    if (error instanceof ProviderError && error.kind === 'not-found') return undefined
    throw error
  }
}
