/** Who was in a meeting and when: live through the join page, or played. */
import { goneAfterMs } from '../../twin/rooms.ts'
import {
  type Meeting,
  newDigits,
  newHex,
  type Presence,
  type Run,
  valuesOf,
  type Webex,
  webexTime,
} from './state.ts'
import { tell } from './webhooks.ts'

export interface Person {
  readonly name: string
  readonly email: string
}

export interface Stay {
  readonly join: Date
  readonly leave: Date
  readonly state?: Presence['state']
}

/** Two joins so far apart belong to two runs. */
const apartMs = 6 * 3_600_000

/** Somebody comes in by the join page. */
export function enter(webex: Webex, meeting: Meeting, person: Person): Presence {
  settle(webex, meeting)
  const now = webex.clock.now()
  const run = openRun(webex, meeting.id) ?? startRun(webex, meeting, now)
  const presence = addPresence(webex, run, person, now, 'joined')
  tell(webex, 'meetingParticipants', 'joined', participantOf(webex, presence))
  return presence
}

/** Plays a stay that is over; its run is over, too. */
export function play(webex: Webex, meeting: Meeting, person: Person, stay: Stay): Presence {
  const near = ({ start }: Run) => Math.abs(start.getTime() - stay.join.getTime()) < apartMs
  const run = valuesOf(webex.runs, meeting.id).find(near) ?? addRun(webex, meeting.id, stay.join)
  if (run.end === undefined || run.end < stay.leave) run.end = stay.leave
  const presence = addPresence(webex, run, person, stay.join, stay.state ?? 'joined')
  presence.leftAt = stay.leave
  return presence
}

export const openRun = (webex: Webex, meetingId: string): Run | undefined =>
  valuesOf(webex.runs, meetingId).find(({ end }) => end === undefined)

export const presencesOf = ({ presences }: Webex, { id }: Run): readonly Presence[] =>
  [...presences.values()].filter(({ runId }) => runId === id)

export function addRun(webex: Webex, meetingId: string, start: Date): Run {
  const run: Run = { id: `${meetingId}_I_${newDigits(12)}`, meetingId, start, end: undefined }
  webex.runs.set(run.id, run)
  return run
}

function startRun(webex: Webex, meeting: Meeting, start: Date): Run {
  const run = addRun(webex, meeting.id, start)
  tell(webex, 'meetings', 'started', runSummary(meeting, run))
  return run
}

function addPresence(
  webex: Webex,
  run: Run,
  { name, email }: Person,
  joinedAt: Date,
  state: Presence['state'],
): Presence {
  const presence: Presence = {
    id: newHex(),
    runId: run.id,
    name,
    email,
    state,
    joinedAt,
    leftAt: undefined,
  }
  webex.presences.set(presence.id, presence)
  return presence
}

export function leave(webex: Webex, presence: Presence, at: Date): void {
  if (presence.leftAt !== undefined) return
  presence.leftAt = at
  tell(webex, 'meetingParticipants', 'left', participantOf(webex, presence))
}

/** The host ends it: everybody leaves. */
export function end(webex: Webex, meeting: Meeting, at: Date = webex.clock.now()): void {
  const run = openRun(webex, meeting.id)
  if (run === undefined) return
  for (const presence of presencesOf(webex, run)) leave(webex, presence, at)
  run.end = at
  tell(webex, 'meetings', 'ended', runSummary(meeting, run))
}

/** What has happened by itself since somebody looked; nothing runs by timer. */
export function settle(webex: Webex, meeting: Meeting): void {
  const run = openRun(webex, meeting.id)
  if (run === undefined) return
  const now = webex.clock.now().getTime()
  for (const presence of presencesOf(webex, run)) {
    const silence = webex.rooms.silence(presence.id)
    if (silence === undefined || silence < goneAfterMs) continue
    leave(webex, presence, new Date(now - silence))
  }
  const planned = run.start.getTime() + meeting.end.getTime() - meeting.start.getTime()
  const latest = planned + webex.settings.overrunSeconds * 1000
  const leaves = presencesOf(webex, run).map(({ leftAt }) => leftAt?.getTime())
  if (now >= latest) end(webex, meeting, new Date(latest))
  else if (now >= planned && leaves.length > 0 && !leaves.includes(undefined)) {
    end(webex, meeting, new Date(Math.max(...leaves.map(Number))))
  }
}

const runSummary = (meeting: Meeting, run: Run) => ({
  id: run.id,
  meetingSeriesId: meeting.id,
  meetingNumber: meeting.number,
  title: meeting.order.title,
  meetingType: 'meeting',
  state: run.end === undefined ? 'inProgress' : 'ended',
  start: webexTime(run.start),
  end: webexTime(run.end ?? meeting.end),
  hostUserId: meeting.host.id,
  hostEmail: meeting.host.email,
})

/** The run as lists show it. */
export const runAnswer = (webex: Webex, meeting: Meeting, run: Run): object => ({
  ...runSummary(meeting, run),
  timezone: meeting.order.timezone,
  siteUrl: webex.settings.sites[0],
})

function participantOf(webex: Webex, presence: Presence): object {
  const { id, runId, email, name, joinedAt, leftAt } = presence
  return {
    id,
    meetingId: runId,
    email,
    displayName: name,
    state: rowState(presence.state, leftAt === undefined),
    joinedTime: webexTime(joinedAt),
    ...leftTimeOf(webex, leftAt),
  }
}

function leftTimeOf({ settings }: Webex, leftAt: Date | undefined): { leftTime?: string } {
  if (leftAt !== undefined) return { leftTime: webexTime(leftAt) }
  return settings.openLeave === 'absent' ? {} : { leftTime: '1970-01-01T00:00:00Z' }
}

/** One row per person, with a device for each presence. */
export function participantRows(webex: Webex, run: Run): readonly object[] {
  const people = Map.groupBy(presencesOf(webex, run), ({ email, state }) => `${email} ${state}`)
  return [...people.values()].map((presences) => {
    const [first] = presences
    const leaves = presences.map(({ leftAt }) => leftAt)
    const isOpen = leaves.includes(undefined)
    const last = isOpen ? undefined : new Date(Math.max(...leaves.map(Number)))
    return {
      id: `${run.id}_${first?.id}`,
      host: first?.email === webex.host.email,
      coHost: false,
      email: first?.email,
      displayName: first?.name,
      invitee: false,
      state: rowState(first?.state, isOpen),
      joinedTime: webexTime(first?.joinedAt ?? run.start),
      ...leftTimeOf(webex, last),
      meetingId: run.id,
      meetingStartTime: webexTime(run.start),
      hostEmail: webex.host.email,
      devices: presences.map((presence) => deviceOf(webex, presence)),
    }
  })
}

function rowState(state: Presence['state'] | undefined, isOpen: boolean): string {
  if (state === 'lobby') return 'lobby'
  return isOpen ? 'joined' : 'end'
}

const deviceOf = (webex: Webex, { id, joinedAt, leftAt }: Presence) => ({
  correlationId: id,
  deviceType: 'web',
  audioType: 'voip',
  joinedTime: webexTime(joinedAt),
  ...leftTimeOf(webex, leftAt),
  ...(leftAt !== undefined && {
    durationSecond: Math.round((leftAt.getTime() - joinedAt.getTime()) / 1000),
  }),
})
