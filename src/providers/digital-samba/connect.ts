import { SignJWT } from 'jose'
import type {
  Account,
  AttendanceReport,
  JoiningRegistrant,
  Provider,
  Recording,
  ServiceCheck,
  Webinar,
  WebinarPlan,
} from '../contract.ts'
import { ProviderError, unsupported } from '../provider-error.ts'
import { checkedService } from '../service-check.ts'
import { callbacksOf } from './callbacks.ts'
import * as client from './client.ts'
import { isAddressTaken, readDeletion } from './errors.ts'
import {
  type RecordingWish,
  roomAddress,
  toAttendanceItems,
  toClaims,
  toNewRoom,
  toRecording,
  toRoom,
  toWebinar,
} from './mapping.ts'
import { ensureWebhook } from './webhook.ts'

/** Opens one team at Digital Samba. */
export function connect(account: Account): Provider {
  const open = () => client.openTeam(account)
  return {
    check: () => checkedService(async () => check(await open())),
    createWebinar: async (plan) => createRoom(await open(), plan),
    readWebinar: async (webinarId) =>
      toWebinar(client.readRoom(await client.askRoom(await open(), webinarId))),
    updateWebinar: async (webinarId, plan) => changeRoom(await open(), webinarId, plan),
    deleteWebinar: async (webinarId) => deleteRoom(await open(), webinarId),
    joinUrl: async (webinar, person) => joinUrl(await open(), webinar, person),
    attendance: async (webinarId) => attendance(await open(), webinarId),
    recordings: async (webinarId) => recordings(await open(), webinarId),
    webinarTypes: () => cannot('list webinar types'),
    register: () => cannot('take registrations'),
    cancelRegistrant: () => cannot('cancel registrations'),
    authorization: undefined,
    callbacks: callbacksOf(account),
  }
}

async function check(team: client.Team): Promise<ServiceCheck> {
  const { id, domain } = client.readTeam(await client.askTeam(team))
  if (id.toLowerCase() !== team.teamId.toLowerCase()) {
    const message = `The API token belongs to another team: ${id} and not ${team.teamId}. Enter token and ID of one team.`
    return { status: 'not-authenticated', message }
  }
  return {
    status: 'healthy',
    message: 'Digital Samba answers and accepts the team.',
    ...(domain ? { accountName: domain } : {}),
  }
}

/** The address of the room is made from our key, so a second creation meets the first one. */
async function createRoom(team: client.Team, plan: WebinarPlan): Promise<Webinar> {
  const webhookId = await webhookIfPossible(team)
  const body = toNewRoom(plan, recordingWish(team), webhookId)
  const exchange = await client.askNewRoom(team, body)
  if (isAddressTaken(exchange)) {
    const earlier = client.readRoom(await client.askRoom(team, roomAddress(plan.idempotencyKey)))
    if (earlier.external_id === plan.idempotencyKey) return toWebinar(earlier)
  }
  return toWebinar(client.readRoom(exchange))
}

/** Callbacks are hints: a webinar without them is better than none. */
async function webhookIfPossible(team: client.Team): Promise<string | undefined> {
  try {
    return await ensureWebhook(team)
  } catch (error) {
    const isRefused = error instanceof ProviderError && ['rejected', 'scope'].includes(error.kind)
    if (!isRefused) throw error
    team.account.log.warn({ err: error }, 'Digital Samba will not call back')
    return undefined
  }
}

async function changeRoom(
  team: client.Team,
  webinarId: string,
  plan: WebinarPlan,
): Promise<Webinar> {
  const body = toRoom(plan, recordingWish(team))
  return toWebinar(client.readRoom(await client.askChangedRoom(team, webinarId, body)))
}

/** Whoever is in the room is sent out first: a room that is gone keeps its session. */
async function deleteRoom(team: client.Team, webinarId: string): Promise<void> {
  const sessions = await client.sessionsOf(team, webinarId)
  for (const { id } of sessions.filter(({ live }) => live === true)) {
    readDeletion(await client.askSessionEnd(team, id))
  }
  readDeletion(await client.askRoomDeletion(team, webinarId))
}

/** Long enough for a slow browser; a link that was passed on is worth nothing soon. */
const tokenMinutes = 15

/**
 * Signed here and not asked for, so a crowd at the door costs the vendor's limit nothing. A token
 * cannot be revoked: it lives for the click only, and every return goes through the hub.
 */
async function joinUrl(
  team: client.Team,
  webinar: Webinar,
  person: JoiningRegistrant,
): Promise<string> {
  const room = webinar.webinarUrl ?? (await roomUrl(team, webinar.webinarId))
  const now = Math.floor(team.account.clock.now().getTime() / 1000)
  const token = await new SignJWT(toClaims(team.teamId, webinar.webinarId, person))
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuedAt(now)
    .setExpirationTime(now + tokenMinutes * 60)
    .sign(Buffer.from(team.key))
  const url = new URL(room)
  url.searchParams.set('token', token)
  return url.href
}

async function roomUrl(team: client.Team, webinarId: string): Promise<string> {
  return client.readRoom(await client.askRoom(team, webinarId)).room_url
}

/**
 * The vendor does not tell what has changed since, and late or corrected rows keep their times, so
 * all of them are told every time.
 */
async function attendance(team: client.Team, webinarId: string): Promise<AttendanceReport> {
  const updatedAt = team.account.clock.now()
  const sessions = await client.sessionsOf(team, webinarId)
  const participants = await client.participantsOf(team, webinarId)
  return { updatedAt, items: toAttendanceItems(participants, sessions) }
}

/** Download addresses are made for whoever looks now. */
const downloadMinutes = 60

async function recordings(team: client.Team, webinarId: string): Promise<readonly Recording[]> {
  const items = await client.recordingsOf(team, webinarId)
  const found: Recording[] = []
  for (const item of items) {
    const exchange = await client.askDownload(team, item.id, downloadMinutes)
    found.push(toRecording(item, client.readDownload(exchange).link))
  }
  return found.toSorted((a, b) => (b.startedAt?.getTime() ?? 0) - (a.startedAt?.getTime() ?? 0))
}

function recordingWish({ account }: client.Team): RecordingWish {
  const { recording } = account.settings
  return recording === 'automatic' || recording === 'on demand' ? recording : 'off'
}

const cannot = (what: string) => Promise.reject(unsupported(client.providerId, what))
