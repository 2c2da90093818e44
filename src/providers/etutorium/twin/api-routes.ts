import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Failure, FrontFailure, notFound } from './failure.ts'
import { registerMoodle } from './moodle-routes.ts'
import { find, invite, showParticipant } from './participants.ts'
import { nowOf, participantsOf, type Vendor, webinarBy } from './state.ts'
import { changeWebinar, createWebinar, type Fields, showWebinar } from './webinars.ts'

interface Keyed {
  Params: { id: string }
}

/** A twin may run for days beside a demo. */
const keptCalls = 10_000

export function registerApi(server: FastifyInstance, vendor: Vendor): void {
  const refuseOverLimit = createLimit(vendor)
  server.addHook('preHandler', async (request) => {
    vendor.calls.push(`${request.method} ${request.routeOptions.url}`)
    if (vendor.calls.length > keptCalls) vendor.calls.shift()
    refuseOverLimit()
    if (request.routeOptions.url?.startsWith('/api/moodle/')) return
    if (request.headers['x-apikey-token'] !== vendor.token) throw new Failure(401, 'Wrong API key')
  })
  registerKnown(server, vendor)
  registerUnconfirmed(server, vendor)
  registerMoodle(server, vendor)
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
    throw FrontFailure.tooMany(Math.max(1, Math.ceil((opened + 60_000 - now) / 1000)))
  }
}

const wrapped = (response: unknown) => ({ ok: true, response })

function registerKnown(server: FastifyInstance, vendor: Vendor): void {
  const maybeWrapped = (value: unknown) => (vendor.settings.wrapsAll ? wrapped(value) : value)
  server.get('/cabinet/webinar', () => maybeWrapped([...vendor.webinars.values()].map(showWebinar)))
  server.post('/rest/webinar', ({ body }) =>
    maybeWrapped(showWebinar(createWebinar(vendor, fieldsIn(body)))),
  )
  server.get<Keyed>('/rest/webinar/:id', ({ params }) =>
    wrapped(showWebinar(webinarBy(vendor, params.id))),
  )
  server.post('/api/invite/register', ({ body }) => {
    invite(vendor, fieldsIn(body))
    return wrapped([])
  })
  server.get('/rest/participant', (request) => wrapped(participantsFor(vendor, request)))
}

/** Of one user name it is known; the list of all is not. */
function participantsFor(vendor: Vendor, { query }: FastifyRequest): readonly object[] {
  const { webinar_id, username } = query as Readonly<Record<string, string>>
  const webinarId = String(webinarBy(vendor, webinar_id).id)
  if (username !== undefined) {
    const found = find(vendor, webinarId, username)
    const isShown = found !== undefined && vendor.settings.answersParticipants
    return isShown ? [showParticipant(vendor, found)] : []
  }
  if (!vendor.settings.hasUnconfirmedCalls) throw new Failure(422, 'username is required')
  return participantsOf(vendor, webinarId).map((each) => showParticipant(vendor, each))
}

function registerUnconfirmed(server: FastifyInstance, vendor: Vendor): void {
  const only = (reply: FastifyReply, act: () => unknown) => {
    if (vendor.settings.hasUnconfirmedCalls) return reply.send(wrapped(act()))
    throw new Failure(405, 'Method not allowed')
  }
  server.put<Keyed>('/rest/webinar/:id', ({ params, body }, reply) =>
    only(reply, () => showWebinar(changeWebinar(webinarBy(vendor, params.id), fieldsIn(body)))),
  )
  server.delete<Keyed>('/rest/webinar/:id', ({ params }, reply) =>
    only(reply, () => vendor.webinars.delete(String(webinarBy(vendor, params.id).id))),
  )
  server.delete<Keyed>('/rest/participant/:id', ({ params }, reply) =>
    only(reply, () => {
      if (!vendor.participants.delete(params.id)) throw notFound('Participant')
      return []
    }),
  )
}

function fieldsIn(body: unknown): Fields {
  if (!(body instanceof Uint8Array)) return {}
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString())
    if (typeof value === 'object' && value !== null) return value as Fields
  } catch (error) {
    throw new Failure(400, `The body is not JSON: ${String(error)}`)
  }
  throw new Failure(400, 'The body is not an object')
}
