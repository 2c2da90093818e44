import type { FastifyInstance } from 'fastify'
import { type Call, pageOf, serve } from './endpoint.ts'
import {
  answerFor,
  changeMeeting,
  createMeeting,
  deleteMeeting,
  endOf,
  meetingOf,
  moveDate,
} from './meetings.ts'
import { invite } from './people.ts'
import { invalid, Problem } from './problems.ts'
import { end, participantRows, runAnswer, settle } from './runs.ts'
import { changedMeeting, newMeeting } from './schemas.ts'
import {
  dateId,
  type Meeting,
  type Run,
  type User,
  valuesOf,
  type Webex,
  webexTime,
} from './state.ts'

const mayRead = ['meeting:schedules_read'] as const
const mayWrite = ['meeting:schedules_write'] as const

export function registerAccountRoutes(server: FastifyInstance, webex: Webex): void {
  serve(server, webex, {
    method: 'GET',
    path: '/people/me',
    scopes: ['spark:people_read', 'spark:all'],
    answer: ({ user }) => ({
      id: user.id,
      emails: [user.email],
      displayName: user.name,
      siteUrls: webex.settings.sites,
      status: 'active',
      type: 'person',
    }),
  })
  serve(server, webex, {
    method: 'GET',
    path: '/people',
    scopes: ['spark-admin:people_read'],
    answer: (call) => pageOf(webex, call, [...webex.users.values()].map(personAnswer), 100),
  })
  serve(server, webex, {
    method: 'GET',
    path: '/meetingPreferences/sites',
    scopes: ['meeting:preferences_read'],
    answer: () => ({
      sites: webex.settings.sites.map((siteUrl, at) => ({ siteUrl, default: at === 0 })),
    }),
  })
  serve(server, webex, {
    method: 'GET',
    path: '/meetings/sessionTypes',
    scopes: mayRead,
    answer: () => ({
      items: webex.settings.sessionTypes.map(({ id, ...type }) => ({ id: String(id), ...type })),
    }),
  })
}

const personAnswer = ({ id, email, name, changedAt }: User) => ({
  id,
  // A person without an id is what some answers of real organisations hold.
  ...(name === '' ? { id: '' } : {}),
  emails: [email],
  displayName: name,
  status: 'active',
  type: 'person',
  lastModified: changedAt.toISOString(),
})

export function registerMeetingRoutes(server: FastifyInstance, webex: Webex): void {
  serve(server, webex, {
    method: 'GET',
    path: '/meetings',
    scopes: mayRead,
    answer: (call) => pageOf(webex, call, listed(webex, call)),
  })
  serve(server, webex, {
    method: 'POST',
    path: '/meetings',
    scopes: mayWrite,
    body: newMeeting,
    answer: ({ body, user }) => {
      const meeting = createMeeting(webex, body, user)
      for (const invitee of body.invitees ?? []) invite(webex, meeting, invitee)
      return answerFor(webex, meeting)
    },
  })
  registerSingle(server, webex)
  registerEnds(server, webex)
}

const path = '/meetings/:id'

function registerSingle(server: FastifyInstance, webex: Webex): void {
  serve(server, webex, {
    method: 'GET',
    path,
    scopes: mayRead,
    answer: ({ parameters: { id = '' } }) => answerFor(webex, meetingOf(webex, id)),
  })
  serve(server, webex, {
    method: 'PATCH',
    path,
    scopes: mayWrite,
    body: changedMeeting,
    answer: ({ parameters: { id = '' }, body, user }) => {
      const meeting = hostedBy(user, meetingOf(webex, id.split('_', 1)[0] ?? ''))
      const isDate = id.includes('_')
      const changed = isDate
        ? moveDate(webex, meeting, id, body)
        : changeMeeting(webex, meeting, body)
      return answerFor(webex, changed)
    },
  })
}

function registerEnds(server: FastifyInstance, webex: Webex): void {
  serve(server, webex, {
    method: 'DELETE',
    path,
    scopes: mayWrite,
    status: 204,
    answer: ({ parameters: { id = '' }, user }) => {
      hostedBy(user, meetingOf(webex, id.split('_', 1)[0] ?? ''))
      deleteMeeting(webex, id)
      return undefined
    },
  })
  serve(server, webex, {
    method: 'POST',
    path: `${path}/end`,
    scopes: mayWrite,
    status: 204,
    answer: ({ parameters: { id = '' } }) => {
      end(webex, meetingOf(webex, id))
      return undefined
    },
  })
}

/** Others' meetings are changed by administrators only, with scopes that nobody has here. */
function hostedBy(user: User, meeting: Meeting): Meeting {
  if (meeting.host.id === user.id) return meeting
  throw new Problem(403, 'Only the host can change this meeting.')
}

const weekMs = 7 * 86_400_000

interface Window {
  readonly from: number
  readonly to: number
}

/** Without bounds a week back and a week ahead, which is less than callers expect. */
function windowOf(webex: Webex, { query }: Call): Window {
  const now = webex.clock.now().getTime()
  const given = (text: string | undefined) => (text === undefined ? undefined : Date.parse(text))
  const [from = now - weekMs, to = now + weekMs] = [given(query.from), given(query.to)]
  if (Number.isNaN(from) || Number.isNaN(to) || from > to) throw invalid()
  return { from, to }
}

function listed(webex: Webex, call: Call): readonly object[] {
  const window = windowOf(webex, call)
  const { meetingType = 'meetingSeries', meetingSeriesId, integrationTag } = call.query
  for (const meeting of webex.meetings.values()) settle(webex, meeting)
  const meetings = [...webex.meetings.values()].filter(
    ({ id, order }) =>
      (meetingSeriesId === undefined || id === meetingSeriesId) &&
      (integrationTag === undefined || order.integrationTags?.includes(integrationTag)),
  )
  if (meetingType === 'meeting') {
    return meetings.flatMap((meeting) => runsIn(webex, meeting, window))
  }
  if (meetingType === 'scheduledMeeting') {
    return meetings.flatMap((meeting) => datesIn(webex, meeting, window))
  }
  return meetings
    .filter((meeting) => datesIn(webex, meeting, window).length > 0)
    .map((meeting) => answerFor(webex, meeting))
}

const datesIn = (webex: Webex, meeting: Meeting, { from, to }: Window): readonly object[] =>
  meeting.times
    .filter((time) => time.getTime() >= from && time.getTime() < to)
    .map((time) => ({
      ...answerFor(webex, meeting),
      id: dateId(meeting.id, time),
      meetingSeriesId: meeting.id,
      meetingType: 'scheduledMeeting',
      start: webexTime(time),
      end: webexTime(endOf(meeting, time)),
    }))

/** Runs that have ended are told of a quarter of an hour later. */
function runsIn(webex: Webex, meeting: Meeting, { from, to }: Window): readonly object[] {
  const known = webex.clock.now().getTime() - webex.settings.endedLagSeconds * 1000
  const isTold = ({ end: ended }: Run) => ended === undefined || ended.getTime() <= known
  return valuesOf(webex.runs, meeting.id)
    .filter((run) => isTold(run) && run.start.getTime() >= from && run.start.getTime() < to)
    .map((run) => runAnswer(webex, meeting, run))
}

/** A series stands for its last run. */
function runOf(webex: Webex, id: string): Run | undefined {
  return webex.runs.get(id) ?? valuesOf(webex.runs, id).at(-1)
}

export function registerAfterRoutes(server: FastifyInstance, webex: Webex): void {
  serve(server, webex, {
    method: 'GET',
    path: '/meetingParticipants',
    scopes: ['meeting:participants_read'],
    answer: (call) => {
      if (call.query.meetingId === undefined) throw invalid()
      const run = runOf(webex, call.query.meetingId)
      return pageOf(webex, call, run === undefined ? [] : participantRows(webex, run))
    },
  })
  serve(server, webex, {
    method: 'GET',
    path: '/recordings',
    scopes: ['meeting:recordings_read'],
    answer: (call) => pageOf(webex, call, recordingsIn(webex, call)),
  })
}

/** Without bounds the last week only. */
function recordingsIn(webex: Webex, call: Call): readonly object[] {
  const { from, to } = windowOf(webex, call)
  const { meetingId } = call.query
  return [...webex.recordings.values()]
    .filter(({ createdAt }) => createdAt.getTime() >= from && createdAt.getTime() < to)
    .filter(({ runId, meetingId: series }) => meetingId === runId || meetingId === series)
    .map((recording) => ({
      id: recording.id,
      meetingId: recording.runId,
      meetingSeriesId: recording.meetingId,
      topic: webex.meetings.get(recording.meetingId)?.order.title ?? '',
      createTime: webexTime(recording.createdAt),
      timeRecorded: webexTime(recording.recordedAt),
      siteUrl: webex.settings.sites[0],
      downloadUrl: `${webex.url()}/recordings/${recording.id}/download`,
      playbackUrl: `${webex.url()}/recordings/${recording.id}/play`,
      password: '',
      format: 'MP4',
      serviceType: 'MeetingCenter',
      durationSeconds: recording.seconds,
      sizeBytes: 1_048_576,
      shareToMe: false,
      status: 'available',
    }))
}
