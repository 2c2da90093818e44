/** Who was in a meeting and when: live through the join page, or played. */
import { randomBytes } from 'node:crypto'
import { goneAfterMs } from '../../twin/rooms.ts'
import { tellPresence, tellRun } from './callbacks.ts'
import { type Meeting, newUuid, type Presence, type Run, type Zoom } from './state.ts'

export interface Person {
  readonly registrantId: string | undefined
  readonly name: string
  readonly email: string
}

export interface Stay {
  readonly join: Date
  readonly leave: Date
  readonly status?: Presence['status']
}

/** Two joins so far apart belong to two runs. */
const apartMs = 6 * 3_600_000

/** Somebody comes in by the join page. */
export function enter(zoom: Zoom, meeting: Meeting, person: Person): Presence {
  settle(zoom, meeting)
  const now = zoom.clock.now()
  const run = openRun(zoom, meeting) ?? startRun(zoom, meeting, now)
  const presence = addPresence(zoom, run, person, now, 'in_meeting')
  tellPresence(zoom, meeting, run, presence, 'joined')
  return presence
}

/** Plays a stay that is over; its run is over, too. */
export function play(zoom: Zoom, meeting: Meeting, person: Person, stay: Stay): Presence {
  const known = runsOf(zoom, meeting.id).find((run) => isNear(run, stay.join))
  const run = known ?? addRun(zoom, meeting, stay.join)
  if (run.end === undefined || run.end < stay.leave) run.end = stay.leave
  const presence = addPresence(zoom, run, person, stay.join, stay.status ?? 'in_meeting')
  presence.leftAt = stay.leave
  return presence
}

export const runsOf = ({ runs }: Zoom, meetingId: string): readonly Run[] =>
  [...runs.values()].filter((run) => run.meetingId === meetingId)

export const presencesOf = ({ presences }: Zoom, run: Run): readonly Presence[] =>
  [...presences.values()].filter(({ runUuid }) => runUuid === run.uuid)

export const openRun = (zoom: Zoom, { id }: Meeting): Run | undefined =>
  runsOf(zoom, id).find(({ end }) => end === undefined)

const isNear = (run: Run, time: Date) => Math.abs(run.start.getTime() - time.getTime()) < apartMs

export function addRun(zoom: Zoom, meeting: Meeting, start: Date): Run {
  const run: Run = {
    uuid: newUuid(zoom.runs.size),
    meetingId: meeting.id,
    start,
    end: undefined,
    files: [],
  }
  zoom.runs.set(run.uuid, run)
  return run
}

function startRun(zoom: Zoom, meeting: Meeting, start: Date): Run {
  const run = addRun(zoom, meeting, start)
  tellRun(zoom, meeting, run, 'started')
  return run
}

function addPresence(
  zoom: Zoom,
  run: Run,
  person: Person,
  joinedAt: Date,
  status: Presence['status'],
): Presence {
  const id = randomBytes(16).toString('hex')
  const presence: Presence = {
    id,
    runUuid: run.uuid,
    ...person,
    status,
    joinedAt,
    leftAt: undefined,
  }
  zoom.presences.set(id, presence)
  return presence
}

export function leave(zoom: Zoom, meeting: Meeting, presence: Presence, at: Date): void {
  if (presence.leftAt !== undefined) return
  presence.leftAt = at
  const run = zoom.runs.get(presence.runUuid)
  if (run !== undefined) tellPresence(zoom, meeting, run, presence, 'left')
}

/** The host ends it: everybody leaves. */
export function end(zoom: Zoom, meeting: Meeting, at: Date = zoom.clock.now()): void {
  const run = openRun(zoom, meeting)
  if (run === undefined) return
  for (const presence of presencesOf(zoom, run)) leave(zoom, meeting, presence, at)
  run.end = at
  tellRun(zoom, meeting, run, 'ended')
}

/**
 * What has happened by itself since somebody looked: browsers that fell silent, a meeting that ran
 * over its time. Nothing runs by timer; whoever looks settles first.
 */
export function settle(zoom: Zoom, meeting: Meeting): void {
  const run = openRun(zoom, meeting)
  if (run === undefined) return
  const now = zoom.clock.now()
  for (const presence of presencesOf(zoom, run)) {
    const silence = zoom.rooms.silence(presence.id)
    if (silence === undefined || silence < goneAfterMs) continue
    leave(zoom, meeting, presence, new Date(now.getTime() - silence))
  }
  const planned = run.start.getTime() + meeting.order.duration * 60_000
  const overrunMs = zoom.settings.overrunSeconds * 1000
  const isEmpty = presencesOf(zoom, run).every(({ leftAt }) => leftAt !== undefined)
  if (isEmpty && now.getTime() >= planned) end(zoom, meeting, lastLeave(zoom, run) ?? now)
  else if (now.getTime() >= planned + overrunMs) {
    end(zoom, meeting, new Date(planned + overrunMs))
  }
}

function lastLeave(zoom: Zoom, run: Run): Date | undefined {
  const times = presencesOf(zoom, run).map(({ leftAt }) => leftAt?.getTime() ?? 0)
  return times.length === 0 ? undefined : new Date(Math.max(...times))
}
