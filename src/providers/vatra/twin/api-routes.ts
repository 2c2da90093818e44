import type { FastifyReply, FastifyRequest } from 'fastify'
import { pathOf } from '../../twin/faults.ts'
import { Failure, invalid, tooMany } from './failure.ts'
import { spelled, understood } from './spelling.ts'
import { nowOf, type Stay, type TwinRecording, type Vendor, webinarBy } from './state.ts'
import { bodyOf, changeWebinar, createWebinar, showWebinar } from './webinars.ts'

interface Answer {
  readonly status: number
  readonly body?: unknown
}

interface Asked {
  readonly vendor: Vendor
  readonly id: string
  readonly query: URLSearchParams
  readonly body: Readonly<Record<string, unknown>>
}

const routes: Readonly<Record<string, (asked: Asked) => Answer>> = {
  'GET /account': () => ({ status: 200, body: { id: 'account-1', name: 'Garden Academy' } }),
  'GET /webinars': ({ vendor, query }) => {
    const wanted = query.get('externalId')
    const found = [...vendor.webinars.values()].filter(
      ({ externalId }) => wanted === null || externalId === wanted,
    )
    return { status: 200, body: page(vendor, query, found, showWebinar) }
  },
  'POST /webinars': ({ vendor, body }) => ({
    status: 201,
    body: showWebinar(createWebinar(vendor, body)),
  }),
  'GET /webinars/:id': ({ vendor, id }) => ({
    status: 200,
    body: showWebinar(webinarBy(vendor, id)),
  }),
  'PATCH /webinars/:id': ({ vendor, id, body }) => ({
    status: 200,
    body: showWebinar(changeWebinar(vendor, id, body)),
  }),
  'DELETE /webinars/:id': ({ vendor, id }) => {
    vendor.webinars.delete(webinarBy(vendor, id).id)
    return { status: 204 }
  },
  'GET /webinars/:id/participants': ({ vendor, id, query }) => {
    webinarBy(vendor, id)
    const found = [...vendor.stays.values()].filter(({ webinarId }) => webinarId === id)
    return { status: 200, body: page(vendor, query, found, (each) => showStay(vendor, each)) }
  },
  'GET /webinars/:id/recordings': ({ vendor, id, query }) => {
    webinarBy(vendor, id)
    const found = [...vendor.recordings.values()].filter(({ webinarId }) => webinarId === id)
    return { status: 200, body: page(vendor, query, found, showRecording) }
  },
}

/** Answers one request below the root of the API; undefined: there is no such path. */
export function createApi(vendor: Vendor) {
  const isOverLimit = createLimit(vendor)
  return (request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined => {
    const { root, spelling, missing } = vendor.settings
    const path = pathOf(request).slice(root.length)
    const [, id = ''] = /^\/webinars\/([^/]+)/.exec(path) ?? []
    const name = `${request.method} ${path.replace(/^(\/webinars\/)[^/]+/, '$1:id')}`
    const route = missing.includes(name) ? undefined : routes[name]
    if (route === undefined) return undefined
    vendor.calls.push(name)
    if (vendor.calls.length > keptCalls) vendor.calls.shift()
    checkToken(vendor, request.headers.authorization)
    isOverLimit()
    const { searchParams: query } = new URL(request.url, 'http://twin')
    const body = understood(bodyOf(request.body), spelling) as Asked['body']
    const answer = route({ vendor, id: decodeURIComponent(id), query, body })
    reply.code(answer.status)
    return answer.body === undefined ? reply.send() : reply.send(spelled(answer.body, spelling))
  }
}

/** A twin may run for days beside a demo. */
const keptCalls = 10_000

function checkToken({ token }: Vendor, header: string | undefined): void {
  if (header === `Bearer ${token}`) return
  throw new Failure(401, 'unauthenticated', 'The API token is not valid.')
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

function page<Row>(
  { settings }: Vendor,
  query: URLSearchParams,
  rows: readonly Row[],
  show: (row: Row) => object,
): object {
  const from = Number(query.get('cursor') ?? 0)
  const limit = Number(query.get('limit') ?? 100)
  if (!Number.isInteger(from) || !(limit >= 1 && limit <= 100)) {
    throw invalid({ cursor: 'must be one that was given', limit: 'must be 1 to 100' })
  }
  const to = from + Math.min(limit, settings.pageSize)
  return {
    data: rows.slice(from, to).map(show),
    nextCursor: to < rows.length ? String(to) : null,
  }
}

/** A leave shows after a while; until then the person seems to be there. */
function showStay(vendor: Vendor, stay: Stay): object {
  const { externalId, name, role, joinedAt, leftAt } = stay
  const lag = vendor.settings.attendanceLagSeconds * 1000
  const isKnown = leftAt !== undefined && leftAt + lag <= nowOf(vendor)
  return {
    externalId,
    name,
    role,
    joinedAt: new Date(joinedAt).toISOString(),
    leftAt: isKnown ? new Date(leftAt).toISOString() : null,
    durationSeconds: isKnown ? Math.round((leftAt - joinedAt) / 1000) : null,
  }
}

const showRecording = ({ id, startedAt, seconds }: TwinRecording) => ({
  id,
  status: 'ready',
  title: `Recording ${id.slice(0, 4)}`,
  startedAt: new Date(startedAt).toISOString(),
  durationSeconds: seconds,
  url: `https://media.vatra.example/${id}.mp4`,
})
