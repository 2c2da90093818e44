import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Failure, notFound, tooMany, unauthenticated } from './failure.ts'
import { changeRoom, createRoom, deleteRoom, roomBy, showRoom } from './rooms.ts'
import { endSession, settle, showParticipant, showSession } from './sessions.ts'
import { nowOf, standing, type TwinRecording, type Vendor } from './state.ts'
import { plainTime } from './times.ts'
import { changeWebhook, createWebhook, eventNames, showWebhook, webhookBy } from './webhooks.ts'

interface Keyed {
  Params: { key: string }
}

/** A twin may run for days beside a demo. */
const keptCalls = 10_000

/** Everything below /api/v1. */
export function registerApi(server: FastifyInstance, vendor: Vendor): void {
  const isOverLimit = createLimit(vendor)
  server.addHook('preHandler', async (request) => {
    settle(vendor)
    vendor.calls.push(`${request.method} ${request.routeOptions.url}`)
    if (vendor.calls.length > keptCalls) vendor.calls.shift()
    checkCredentials(vendor, request.headers.authorization)
    isOverLimit()
  })
  server.get('/', () => showTeam(vendor))
  server.get('/events', () => eventNames)
  registerRooms(server, vendor)
  registerSessions(server, vendor)
  registerRecordings(server, vendor)
  registerWebhooks(server, vendor)
}

/** The key as bearer, team and key as bearer in base64, or both as Basic. */
function checkCredentials({ team }: Vendor, header = ''): void {
  const pair = Buffer.from(`${team.id}:${team.key}`).toString('base64')
  const accepted = [`Bearer ${team.key}`, `Bearer ${pair}`, `Basic ${pair}`]
  if (!accepted.includes(header)) throw unauthenticated()
}

/** A window of one minute of the twin's clock that opens with the first request in it. */
function createLimit(vendor: Vendor): () => void {
  let opened = Number.NEGATIVE_INFINITY
  let count = 0
  return () => {
    const now = nowOf(vendor)
    if (now - opened >= 60_000) {
      opened = now
      count = 0
    }
    count += 1
    if (count <= vendor.settings.requestsPerMinute) return
    throw tooMany(Math.max(1, Math.ceil((opened + 60_000 - now) / 1000)))
  }
}

const showTeam = ({ team }: Vendor) => ({
  id: team.id,
  owner_id: 'owner-1',
  domain: team.domain,
  roles: [],
  privacy: 'public',
  recordings_enabled: true,
})

function registerRooms(server: FastifyInstance, vendor: Vendor): void {
  server.get('/rooms', (request) =>
    page(vendor, request, standing(vendor), (room) => showRoom(vendor, room)),
  )
  server.post('/rooms', (request) => createRoom(vendor, request.body))
  server.get<Keyed>('/rooms/:key', ({ params }) => showRoom(vendor, roomBy(vendor, params.key)))
  server.patch<Keyed>('/rooms/:key', ({ params, body }) => changeRoom(vendor, params.key, body))
  server.delete<Keyed>('/rooms/:key', ({ params }, reply) => {
    deleteRoom(vendor, params.key)
    return reply.code(204).send()
  })
}

function registerSessions(server: FastifyInstance, vendor: Vendor): void {
  server.get('/sessions', (request) => {
    const { room_id, live } = queryOf(request)
    const found = [...vendor.sessions.values()].filter(
      ({ roomId, endedAt }) =>
        (room_id ?? roomId) === roomId &&
        (live ?? String(endedAt === undefined)) === String(endedAt === undefined),
    )
    return page(vendor, request, found, (session) => showSession(vendor, session))
  })
  server.post<Keyed>('/sessions/:key/end', ({ params }, reply) => {
    const session = vendor.sessions.get(params.key)
    if (session === undefined) throw notFound('Session')
    endSession(vendor, session)
    return reply.code(200).type('text/plain').send('')
  })
  server.get('/participants', (request) => {
    const { room_id, session_id } = queryOf(request)
    const found = [...vendor.participants.values()].filter(
      ({ roomId, sessionId }) =>
        (room_id ?? roomId) === roomId && (session_id ?? sessionId) === sessionId,
    )
    const list = page(vendor, request, found, (each) => showParticipant(vendor, each))
    // A string in the samples of this list.
    return { ...list, total_count: String(list.total_count) }
  })
}

function registerRecordings(server: FastifyInstance, vendor: Vendor): void {
  server.get('/recordings', (request) => {
    const { room_id, session_id, status } = queryOf(request)
    const found = [...vendor.recordings.values()].filter(
      (each) =>
        (room_id ?? each.roomId) === each.roomId &&
        (session_id ?? each.sessionId) === each.sessionId &&
        (status ?? statusOf(vendor, each)) === statusOf(vendor, each),
    )
    return page(vendor, request, found, (each) => showRecording(vendor, each))
  })
  server.get<Keyed>('/recordings/:key/download', (request) => {
    const recording = vendor.recordings.get(request.params.key)
    if (recording === undefined) throw notFound('Recording')
    if (statusOf(vendor, recording) !== 'READY') {
      throw new Failure(409, { message: 'The recording is not ready yet.' })
    }
    const minutes = Number(queryOf(request).valid_for_minutes ?? 60)
    return {
      link: `${vendor.url()}/downloads/${recording.id}.mp4`,
      valid_until: plainTime(nowOf(vendor) + minutes * 60_000),
    }
  })
}

const statusOf = (vendor: Vendor, { readyAt }: TwinRecording) =>
  readyAt <= nowOf(vendor) ? 'READY' : 'PENDING_CONVERSION'

function showRecording(vendor: Vendor, recording: TwinRecording): object {
  const room = vendor.rooms.get(recording.roomId)
  return {
    id: recording.id,
    name: recording.name,
    status: statusOf(vendor, recording),
    duration: recording.seconds,
    room_id: recording.roomId,
    external_room_id: room?.settings.external_id ?? null,
    session_id: recording.sessionId,
    created_at: plainTime(recording.startedAt),
    updated_at: plainTime(recording.readyAt),
  }
}

function registerWebhooks(server: FastifyInstance, vendor: Vendor): void {
  server.get('/webhooks', (request) =>
    page(vendor, request, [...vendor.webhooks.values()], showWebhook),
  )
  server.post('/webhooks', ({ body }) => createWebhook(vendor, body))
  server.get<Keyed>('/webhooks/:key', ({ params }) => showWebhook(webhookBy(vendor, params.key)))
  server.patch<Keyed>('/webhooks/:key', ({ params, body }) =>
    changeWebhook(vendor, params.key, body),
  )
  server.delete<Keyed>('/webhooks/:key', ({ params }, reply: FastifyReply) => {
    webhookBy(vendor, params.key)
    vendor.webhooks.delete(params.key)
    return reply.code(204).send()
  })
}

const queryOf = (request: FastifyRequest) => request.query as Readonly<Record<string, string>>

/** Newest first unless asked otherwise; a limit above the maximum is refused. */
function page<Row>(
  { settings }: Vendor,
  request: FastifyRequest,
  rows: readonly Row[],
  show: (row: Row) => object,
): { readonly total_count: number; readonly data: readonly object[] } {
  const { limit = '100', offset = '0', order = 'desc' } = queryOf(request)
  if (!/^\d+$/.test(limit) || !/^\d+$/.test(offset) || Number(limit) > 100) {
    throw new Failure(422, { message: 'The limit must not be greater than 100.' })
  }
  const sorted = order === 'asc' ? rows : rows.toReversed()
  const from = Number(offset)
  const some = sorted.slice(from, from + Math.min(Number(limit), settings.pageSize))
  return { total_count: rows.length, data: some.map(show) }
}
