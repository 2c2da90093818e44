/**
 * The attendance list that a script of the server sends once after a meeting (bbb-web,
 * `meta_analytics-callback-url`, with `meetingKeepEvents`). Pure.
 */
import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Happening } from '../contract.ts'

const moment = Type.Object({
  timestamp: Type.String(),
  userid: Type.Optional(Type.String()),
})

const attendee = Type.Object({
  ext_user_id: Type.String(),
  name: Type.Optional(Type.String()),
  moderator: Type.Optional(Type.Boolean()),
  sessions: Type.Array(Type.Object({ joins: Type.Array(moment), lefts: Type.Array(moment) })),
})

const list = Type.Object({
  meeting_id: Type.String(),
  internal_meeting_id: Type.String(),
  data: Type.Object({
    finish: Type.String(),
    attendees: Type.Array(attendee),
  }),
})

type List = Static<typeof list>
type Session = Static<typeof attendee>['sessions'][number]

const validator = Compile(list)

/** All stays of the meeting and its end; undefined: this is no list of this room. */
export function analyticsHappenings(
  body: unknown,
  meetingId: string,
): readonly Happening[] | undefined {
  if (!validator.Check(body) || body.meeting_id !== meetingId) return undefined
  const finish = new Date(body.data.finish)
  if (Number.isNaN(finish.getTime())) return undefined
  const ended: Happening = {
    kind: 'ended',
    id: `analytics:${body.internal_meeting_id}`,
    webinarId: meetingId,
    at: finish,
  }
  return [...staysIn(body, meetingId, finish), ended]
}

function staysIn(body: List, webinarId: string, finish: Date): readonly Happening[] {
  return body.data.attendees.flatMap(({ sessions, ...person }) =>
    sessions.flatMap((session, index) => {
      const stay = spanOf(session, finish)
      if (stay === undefined) return []
      const { joinedAt, leftAt } = stay
      const user = session.joins[0]?.userid ?? `${person.ext_user_id}:${index}`
      const stayId = `${body.internal_meeting_id}:${user}`
      const item = {
        stayId,
        registrantId: undefined,
        externalId: person.ext_user_id,
        email: undefined,
        joinedAt,
        leftAt,
        viewingMinutes: undefined,
        questionsAsked: undefined,
        watchedRecording: false,
        raw: { ...person, session },
      }
      return [{ kind: 'stay', id: `analytics:${stayId}`, webinarId, at: leftAt, item } as const]
    }),
  )
}

/**
 * A session lasts from the first join to the last leave. The last leave is missing where the meeting
 * was ended with the person in it; then the meeting's end closes it.
 */
function spanOf(
  { joins, lefts }: Session,
  finish: Date,
): { readonly joinedAt: Date; readonly leftAt: Date } | undefined {
  const joined = timesOf(joins)
  const left = timesOf(lefts)
  if (joined.length === 0) return undefined
  const isClosed = left.length >= joined.length
  return {
    joinedAt: new Date(Math.min(...joined)),
    leftAt: isClosed ? new Date(Math.max(...left)) : finish,
  }
}

const timesOf = (moments: Session['joins']) =>
  moments.map(({ timestamp }) => Date.parse(timestamp)).filter((time) => !Number.isNaN(time))
