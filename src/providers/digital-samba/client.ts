/**
 * The endpoints of Digital Samba (developer.digitalsamba.com/rest-api). Each has two halves: `ask…`
 * builds and sends, `read…` checks and returns and is pure.
 */
import { answerReader, type Exchange } from '../answer.ts'
import type { Account } from '../contract.ts'
import { allPages } from '../pages.ts'
import { ProviderError } from '../provider-error.ts'
import { refuseErrors } from './errors.ts'
import * as wire from './wire.ts'

export const providerId = 'digital-samba'

/** A team at the vendor, with everything that a call takes. */
export interface Team {
  readonly account: Account
  readonly teamId: string
  /** The developer key: it opens the API, and join tokens are signed with it. */
  readonly key: string
}

/** @throws ProviderError 'auth' when team ID or API token is missing */
export async function openTeam(account: Account): Promise<Team> {
  const key = (await account.secret('msevtmgt_accesstoken'))?.trim() ?? ''
  const teamId = account.settings.teamId?.trim() ?? ''
  if (key !== '' && teamId !== '') return { account, teamId, key }
  const message = `There is no ${key === '' ? 'API token' : 'team ID'}. Enter the one of your team.`
  throw new ProviderError('auth', { provider: providerId, message })
}

/** GET /: the settings of the team; tells whose key it is. */
export const askTeam = (team: Team) =>
  ask(team, { act: 'tell about the team', method: 'GET', path: '' })

export const readTeam = reader(wire.teamReply)

/** POST /rooms */
export const askNewRoom = (team: Team, body: wire.NewRoomBody) =>
  ask(team, { act: 'create the room', method: 'POST', path: '/rooms', body })

/** GET /rooms/{room}: by id or by friendly address. */
export const askRoom = (team: Team, room: string) =>
  ask(team, { act: 'tell about the room', method: 'GET', path: roomPath(room) })

/** PATCH /rooms/{room} */
export const askChangedRoom = (team: Team, room: string, body: wire.RoomBody) =>
  ask(team, { act: 'change the room', method: 'PATCH', path: roomPath(room), body })

export const readRoom = reader(wire.roomReply)

/** DELETE /rooms/{room}; recordings and the like stay. */
export const askRoomDeletion = (team: Team, room: string) =>
  ask(team, {
    act: 'delete the room',
    method: 'DELETE',
    path: roomPath(room),
    body: { delete_resources: false },
  })

/** POST /sessions/{session}/end: everybody is sent out. */
export const askSessionEnd = (team: Team, session: string) =>
  ask(team, {
    act: 'end the session',
    method: 'POST',
    path: `/sessions/${encodeURIComponent(session)}/end`,
  })

/** GET /sessions of one room, past and live; also of a room that was deleted. */
export const sessionsOf = (team: Team, room: string) =>
  list(team, 'list the sessions', '/sessions', { room_id: room }, readSessions)

const readSessions = reader(wire.sessionsReply)

/** GET /participants of one room: a row for every entry of a person. */
export const participantsOf = (team: Team, room: string) =>
  list(team, 'list the participants', '/participants', { room_id: room }, readParticipants)

const readParticipants = reader(wire.participantsReply)

/** GET /recordings of one room that can be watched. */
export const recordingsOf = (team: Team, room: string) =>
  list(
    team,
    'list the recordings',
    '/recordings',
    { room_id: room, status: 'READY' },
    readRecordings,
  )

const readRecordings = reader(wire.recordingsReply)

/** GET /recordings/{recording}/download: an address that works for so many minutes. */
export const askDownload = (team: Team, recording: string, minutes: number) =>
  ask(team, {
    act: 'give a download address',
    method: 'GET',
    path: `/recordings/${encodeURIComponent(recording)}/download?valid_for_minutes=${minutes}`,
  })

export const readDownload = reader(wire.downloadReply)

/** GET /webhooks */
export const webhooksOf = (team: Team) =>
  list(team, 'list its webhooks', '/webhooks', {}, readWebhooks)

const readWebhooks = reader(wire.webhooksReply)

/** POST /webhooks */
export const askNewWebhook = (team: Team, body: wire.WebhookBody) =>
  ask(team, { act: 'call the hub back', method: 'POST', path: '/webhooks', body })

/** PATCH /webhooks/{webhook} */
export const askChangedWebhook = (team: Team, webhook: string, body: wire.WebhookBody) =>
  ask(team, {
    act: 'change the webhook',
    method: 'PATCH',
    path: `/webhooks/${encodeURIComponent(webhook)}`,
    body,
  })

export const readWebhook = reader(wire.webhookReply)

interface Question {
  readonly act: string
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Below /api/v1. */
  readonly path: string
  readonly body?: unknown
}

/** Basic sends both values, so a wrong team ID is told by the first call. */
async function ask(team: Team, { act, method, path, body }: Question): Promise<Exchange> {
  const { account, teamId, key } = team
  const credentials = Buffer.from(`${teamId}:${key}`).toString('base64')
  const root = apiAddress(account.baseUrl)
  const response = await account.request({
    method,
    url: root + path,
    headers: {
      accept: 'application/json',
      authorization: `Basic ${credentials}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const service = URL.parse(root)?.host ?? root
  const receivedAt = account.clock.now()
  return { provider: providerId, service, act, sent: [credentials, key], response, receivedAt }
}

/** People paste the address with or without the version. */
export const apiAddress = (pasted: string): string =>
  `${pasted
    .trim()
    .replace(/\/+$/, '')
    .replace(/\/api(\/v1)?$/, '')}/api/v1`

const roomPath = (room: string) => `/rooms/${encodeURIComponent(room)}`

interface ListReply<Item> {
  readonly total_count?: number | string | null
  readonly data: readonly Item[]
}

/** The vendor's default and maximum. */
const pageSize = 100

/** All pages, oldest first: what is added meanwhile comes at the end and moves nothing. */
async function list<Item>(
  team: Team,
  act: string,
  path: string,
  filter: Readonly<Record<string, string>>,
  read: (exchange: Exchange) => ListReply<Item>,
): Promise<readonly Item[]> {
  const pages = await allPages(providerId, async (cursor) => {
    const offset = Number(cursor ?? 0)
    const page = { limit: String(pageSize), offset: String(offset), order: 'asc' }
    const query = new URLSearchParams({ ...filter, ...page })
    const reply = read(await ask(team, { act, method: 'GET', path: `${path}?${query}` }))
    return { items: reply.data, next: nextOffset(reply, offset) }
  })
  return pages.flatMap(({ items }) => items)
}

/** Pages may be smaller than was asked for, so the total decides where there is one. */
function nextOffset(
  { total_count: total, data }: ListReply<unknown>,
  offset: number,
): string | undefined {
  if (data.length === 0) return undefined
  const read = offset + data.length
  const isLast = total == null ? data.length < pageSize : read >= Number(total)
  return isLast ? undefined : String(read)
}

function reader<T extends Parameters<typeof answerReader>[0]>(schema: T) {
  const read = answerReader<T>(schema)
  return (exchange: Exchange) => {
    refuseErrors(exchange)
    return read(exchange)
  }
}
