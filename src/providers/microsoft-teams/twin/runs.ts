/** Who was in a meeting and when: live through the join page, or played. */
import { goneAfterMs } from '../../twin/rooms.ts'
import {
  type Guest,
  type Meeting,
  newId,
  type Presence,
  type Registration,
  type Run,
  type Tenant,
} from './state.ts'
import { tell } from './subscriptions.ts'
import { graphTime } from './times.ts'

export interface Stay {
  readonly join: Date
  readonly leave: Date
}

/** Two joins so far apart belong to two runs. */
const apartMs = 6 * 3_600_000

export const runsOf = ({ runs }: Tenant, meetingId: string): readonly Run[] =>
  [...runs.values()].filter((run) => run.meetingId === meetingId)

export const presencesOf = ({ presences }: Tenant, { id }: Run): readonly Presence[] =>
  [...presences.values()].filter(({ runId }) => runId === id)

/** Somebody comes in by the join page. */
export function enter(tenant: Tenant, meeting: Meeting, guest: Guest): Presence {
  settle(tenant, meeting)
  const now = tenant.clock.now()
  const open = runsOf(tenant, meeting.id).find(({ end }) => end === undefined)
  return addPresence(tenant, open ?? startRun(tenant, meeting, now), guest, now)
}

/** Plays a stay that is over; its run is over, too. */
export function play(tenant: Tenant, meeting: Meeting, guest: Guest, stay: Stay): Presence {
  const near = ({ start }: Run) => Math.abs(start.getTime() - stay.join.getTime()) < apartMs
  const run = runsOf(tenant, meeting.id).find(near) ?? addRun(tenant, meeting.id, stay.join)
  if (run.end === undefined || run.end < stay.leave) run.end = stay.leave
  const presence = addPresence(tenant, run, guest, stay.join)
  presence.leftAt = stay.leave
  return presence
}

export function addRun(tenant: Tenant, meetingId: string, start: Date): Run {
  const run: Run = { id: newId(), meetingId, start, end: undefined }
  tenant.runs.set(run.id, run)
  return run
}

function startRun(tenant: Tenant, meeting: Meeting, start: Date): Run {
  const run = addRun(tenant, meeting.id, start)
  tellCall(tenant, meeting, 'callStarted', start)
  return run
}

function addPresence(tenant: Tenant, run: Run, guest: Guest, joinedAt: Date): Presence {
  const { name, email, registrationId } = guest
  const presence: Presence = {
    id: newId(),
    runId: run.id,
    name,
    email,
    registrationId,
    joinedAt,
    leftAt: undefined,
  }
  tenant.presences.set(presence.id, presence)
  return presence
}

export function leave(tenant: Tenant, presence: Presence, at: Date): void {
  if (presence.leftAt !== undefined) return
  presence.leftAt = at
  const run = tenant.runs.get(presence.runId)
  if (run === undefined || presencesOf(tenant, run).some(({ leftAt }) => leftAt === undefined))
    return
  close(tenant, run, at)
}

/** The organiser ends it: everybody leaves. */
export function end(tenant: Tenant, meeting: Meeting, at: Date = tenant.clock.now()): void {
  const run = runsOf(tenant, meeting.id).find((each) => each.end === undefined)
  if (run === undefined) return
  for (const presence of presencesOf(tenant, run)) leave(tenant, presence, at)
  close(tenant, run, at)
}

function close(tenant: Tenant, run: Run, at: Date): void {
  if (run.end !== undefined) return
  run.end = at
  const meeting = tenant.meetings.get(run.meetingId)
  if (meeting === undefined) return
  tellCall(tenant, meeting, 'callEnded', at)
  const webinar = [...tenant.webinars.values()].find(({ meetingId }) => meetingId === meeting.id)
  if (webinar === undefined) return
  const path = `solutions/virtualEvents/webinars/${webinar.id}`
  tell(tenant, {
    isAbout: ({ resource }) => resource === `${path}/getAttendanceReports`,
    changeType: 'created',
    resourceData: () => {
      const id = `${path}/sessions/${webinar.sessionId}/attendanceReports/${run.id}`
      return { '@odata.type': '#microsoft.graph.meetingAttendanceReport', '@odata.id': id, id }
    },
  })
}

/** Resource data is there without encryption, because none was asked for. */
function tellCall(tenant: Tenant, meeting: Meeting, eventType: string, at: Date): void {
  const id = `communications/onlineMeetings(joinWebUrl='${encodeURIComponent(meeting.joinWebUrl)}')/meetingCallEvents`
  tell(tenant, {
    isAbout: ({ resource }) => resource.replace(/^\//, '') === id,
    changeType: 'updated',
    resourceData: () => ({
      '@odata.type': '#microsoft.graph.callEvent',
      '@odata.id': id,
      id,
      eventType: `Microsoft.Communication.${eventType[0]?.toUpperCase()}${eventType.slice(1)}`,
      eventDateTime: graphTime(at),
      state: eventType === 'callEnded' ? 'deleted' : 'active',
    }),
  })
}

/** Browsers that were not heard for a while have left; nothing runs by timer. */
export function settle(tenant: Tenant, meeting: Meeting): void {
  const now = tenant.clock.now().getTime()
  for (const run of runsOf(tenant, meeting.id)) {
    for (const presence of presencesOf(tenant, run)) {
      const silence = tenant.rooms.silence(presence.id)
      if (presence.leftAt !== undefined || silence === undefined || silence < goneAfterMs) continue
      leave(tenant, presence, new Date(now - silence))
    }
  }
}

/** A report is there some minutes after the last one has left; the latest fifty are kept. */
export function reportsOf(tenant: Tenant, meeting: Meeting): readonly Run[] {
  settle(tenant, meeting)
  const known = tenant.clock.now().getTime() - tenant.settings.reportLagSeconds * 1000
  return runsOf(tenant, meeting.id)
    .filter((run) => run.end !== undefined && run.end.getTime() <= known)
    .slice(-50)
}

/** Records are empty unless they are asked for. */
export const reportAnswer = (tenant: Tenant, run: Run): object => ({
  id: run.id,
  totalParticipantCount: recordsOf(tenant, run).length,
  meetingStartDateTime: graphTime(run.start),
  meetingEndDateTime: run.end === undefined ? null : graphTime(run.end),
  attendanceRecords: [],
})

/** One record per person, with an interval for each presence. */
export function recordsOf(tenant: Tenant, run: Run): readonly object[] {
  const people = Map.groupBy(presencesOf(tenant, run), (each) => each.email ?? each.id)
  return [...people.values()].map((presences) => {
    const intervals = presences.flatMap(intervalOf)
    const total = intervals.reduce((sum, each) => sum + each.durationInSeconds, 0)
    const [first] = presences
    return {
      id: first?.id,
      emailAddress: first?.email ?? null,
      totalAttendanceInSeconds: total,
      role: isOfTheTeam(tenant, run, first) ? 'Presenter' : 'Attendee',
      identity: { id: first?.id, displayName: first?.name, tenantId: null },
      registrationId: first?.registrationId ?? null,
      attendanceIntervals: intervals,
    }
  })
}

function intervalOf({ joinedAt, leftAt }: Presence) {
  if (leftAt === undefined) return []
  const durationInSeconds = Math.round((leftAt.getTime() - joinedAt.getTime()) / 1000)
  const [joinDateTime, leaveDateTime] = [joinedAt, leftAt].map(graphTime)
  return [{ joinDateTime, leaveDateTime, durationInSeconds }]
}

const isOfTheTeam = (tenant: Tenant, run: Run, person: Guest | undefined) =>
  tenant.meetings
    .get(run.meetingId)
    ?.options.participants.attendees.some(
      ({ upn, role }) => role !== 'attendee' && upn?.toLowerCase() === person?.email?.toLowerCase(),
    ) ?? false

export const registrationBy = (
  { registrations, webinars }: Tenant,
  meetingId: string,
  email: string,
): Registration | undefined => {
  const webinar = [...webinars.values()].find((each) => each.meetingId === meetingId)
  return [...registrations.values()].find(
    (each) => each.webinarId === webinar?.id && each.email.toLowerCase() === email.toLowerCase(),
  )
}
