/** What Teams tells when a meeting is over: who was there, and what was recorded. */
import type { Account, AttendanceReport, Recording } from '../contract.ts'
import * as client from './client.ts'
import { toAttendanceItems, toRecordings } from './mapping.ts'
import { type Place, toPlace } from './place.ts'
import { requireOnlineMeeting } from './plan-meeting.ts'
import { askWebinar, readWebinar, sessionPath, sessionsOf } from './webinar-client.ts'

/**
 * All reports together: every time that the room was opened anew has one, and so has every date of a
 * series. Teams names no times of change, so all of it is told each time.
 */
export async function attendance(account: Account, webinarId: string): Promise<AttendanceReport> {
  const updatedAt = account.clock.now()
  const place = toPlace(webinarId)
  const rows: unknown[] = []
  for (const path of await pathsOf(account, place)) {
    for (const { id } of await client.reportsOf(account, path)) {
      rows.push(...(await client.recordsOf(account, path, id)))
    }
  }
  return { updatedAt, items: toAttendanceItems(rows) }
}

async function pathsOf(account: Account, place: Place): Promise<readonly string[]> {
  if (place.kind === 'webinar') {
    const sessions = await sessionsOf(account, place.webinarId)
    return sessions.map(({ id }) => sessionPath(place.webinarId, id))
  }
  const { meetingId } = await requireOnlineMeeting(account, place)
  return [client.meetingPath(place.organizer, meetingId)]
}

export async function recordings(
  account: Account,
  webinarId: string,
): Promise<readonly Recording[]> {
  const place = toPlace(webinarId)
  if (place.kind === 'webinar') return await recordingsOfWebinar(account, place.webinarId)
  const { event, meetingId } = await requireOnlineMeeting(account, place)
  const path = client.meetingPath(place.organizer, meetingId)
  const rows = await client.recordingsOf(account, path)
  return toRecordings([...rows], event.subject ?? 'Recording')
}

/** They belong to the online meeting of the session, which is found by its join address. */
async function recordingsOfWebinar(account: Account, vendorId: string): Promise<Recording[]> {
  const { displayName } = readWebinar(await askWebinar(account, vendorId))
  const found: Recording[] = []
  for (const { joinWebUrl } of await sessionsOf(account, vendorId)) {
    if (!joinWebUrl) continue
    const exchange = await client.askMeetingsBy(account, 'me', joinWebUrl)
    for (const { id } of client.readMeetings(exchange).value) {
      const rows = await client.recordingsOf(account, client.meetingPath('me', id))
      found.push(...toRecordings([...rows], displayName ?? 'Recording'))
    }
  }
  return found
}
