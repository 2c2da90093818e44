import type { Exchange } from '../answer.ts'
import type {
  Account,
  AttendanceReport,
  JoiningRegistrant,
  Provider,
  Webinar,
  WebinarPlan,
} from '../contract.ts'
import { ProviderError, unsupported } from '../provider-error.ts'
import { checkedService } from '../service-check.ts'
import { callbackAddress } from './callback-address.ts'
import { callbacksOf } from './callbacks.ts'
import { checkServer } from './check-server.ts'
import * as client from './client.ts'
import { failureFor } from './errors.ts'
import { dropHooks, dropOutdatedHooks, ensureHook } from './hooks.ts'
import {
  meetingIdOf,
  type OpenRoom,
  type RecordingWish,
  toCreation,
  toJoin,
  toOpenRoom,
  toPresence,
  toRecordings,
  toWebinar,
} from './mapping.ts'
import { askRecordings } from './recording-calls.ts'

/** Opens one account at a BigBlueButton server, or at a balancer before several. */
export function connect(account: Account): Provider {
  const open = () => client.openServer(account)
  return {
    check: () => checkedService(async () => checkServer(await open())),
    createWebinar: async (plan) => prepare(await open(), meetingIdOf(plan.idempotencyKey)),
    readWebinar: async (webinarId) => toWebinar(webinarId),
    updateWebinar: async (webinarId) => prepare(await open(), toWebinar(webinarId).webinarId),
    deleteWebinar: async (webinarId) => end(await open(), toWebinar(webinarId).webinarId),
    joinUrl: async (webinar, person, plan) => enter(await open(), webinar, person, plan),
    attendance: async (webinarId) => presence(await open(), webinarId),
    recordings: async (webinarId) => recordings(await open(), toWebinar(webinarId).webinarId),
    webinarTypes: () => cannot('list webinar types'),
    register: () => cannot('take registrations'),
    cancelRegistrant: () => cannot('cancel registrations'),
    authorization: undefined,
    callbacks: callbacksOf(account),
  }
}

/**
 * A room exists only while people are in it; an empty one is closed after minutes. So nothing is
 * created before the first click. The server is asked nevertheless: whoever publishes an event on a
 * server that is down or has another secret learns it now and not from the audience.
 */
async function prepare(server: client.Server, webinarId: string): Promise<Webinar> {
  const isOpen = client.readRunning(await client.askRunning(server, webinarId))
  if (!isOpen) return toWebinar(webinarId)
  return toWebinar(webinarId, 'The room is open: changes show when it is opened the next time.')
}

/** Gone is what was ended before, and what nobody has opened. */
async function end(server: client.Server, webinarId: string): Promise<void> {
  try {
    client.readAnswer(await client.askEnd(server, webinarId))
  } catch (error) {
    if (!(error instanceof ProviderError) || error.kind !== 'not-found') throw error
  }
  await careForHooks(server, dropHooks, webinarId)
}

/** Every click asks for the room: it may be the first one, or the server was started anew. */
async function enter(
  server: client.Server,
  { webinarId }: Webinar,
  person: JoiningRegistrant,
  plan: WebinarPlan | undefined,
): Promise<string> {
  if (plan === undefined) {
    const message =
      'BigBlueButton opens a room at the click and was not told what it is to be like.'
    throw new ProviderError('rejected', { provider: client.providerId, message })
  }
  const room = await openRoom(server, toWebinar(webinarId).webinarId, plan)
  return client.joinAddress(server, toJoin(webinarId, person, room, server.secret))
}

async function openRoom(
  server: client.Server,
  meetingId: string,
  plan: WebinarPlan,
): Promise<OpenRoom> {
  const exchange = await client.askCreation(server, creationOf(server, meetingId, plan))
  const room = toOpenRoom(client.readAnswer(exchange))
  // For about a minute after its end a room answers under its id and lets nobody in.
  if (room.hasBeenEnded) throw failureFor(exchange, 'meetingForciblyEnded', undefined)
  if (room.isNew) await careForHooks(server, ensureHook, meetingId)
  return room
}

function creationOf(server: client.Server, meetingId: string, plan: WebinarPlan) {
  const { account, secret } = server
  const { attendanceBy } = account.settings
  const now = account.clock.now()
  const mark = String(now.getTime())
  const addressFor = (kind: 'end' | 'recording' | 'analytics') =>
    callbackAddress(account.callbackUrl, secret, { kind, meetingId, mark })
  return toCreation({
    meetingId,
    plan,
    secret,
    now,
    recording: recordingWish(account),
    // It does not say when, and could be late for people who have opened the room again.
    endedUrl: attendanceBy === 'webhooks' ? undefined : addressFor('end'),
    recordingReadyUrl: addressFor('recording'),
    analyticsUrl: attendanceBy === 'analytics' ? addressFor('analytics') : undefined,
  })
}

/**
 * People must get in, and rooms must end, although the webhooks of the server are out of order: then
 * attendance is only sampled.
 */
async function careForHooks(
  server: client.Server,
  care: (server: client.Server, meetingId: string) => Promise<void>,
  meetingId: string,
): Promise<void> {
  if (server.account.settings.attendanceBy !== 'webhooks') return
  try {
    await care(server, meetingId)
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    const { log } = server.account
    log.warn({ err: error, meetingId }, 'The webhooks of BigBlueButton could not be looked after')
  }
}

/**
 * Who is in the room now; nobody, when it is closed. What was before the server does not keep. The
 * webhook is looked after at the same time: servers drop it after minutes in which we did not answer.
 */
async function presence(server: client.Server, webinarId: string): Promise<AttendanceReport> {
  const updatedAt = server.account.clock.now()
  const exchange = await client.askMeeting(server, toWebinar(webinarId).webinarId)
  const meeting = openMeetingIn(exchange)
  const care = meeting === undefined ? dropOutdatedHooks : ensureHook
  await careForHooks(server, care, webinarId)
  return { updatedAt, items: meeting === undefined ? [] : toPresence(meeting, updatedAt) }
}

function openMeetingIn(exchange: Exchange) {
  try {
    return client.readAnswer(exchange)
  } catch (error) {
    if (error instanceof ProviderError && error.kind === 'not-found') return undefined
    throw error
  }
}

function recordingWish({ settings }: Account): RecordingWish {
  const { recording } = settings
  return recording === 'automatic' || recording === 'on demand' ? recording : 'off'
}

async function recordings(server: client.Server, webinarId: string) {
  return toRecordings(client.readAnswer(await askRecordings(server, webinarId)))
}

const cannot = (what: string) => Promise.reject(unsupported(client.providerId, what))
