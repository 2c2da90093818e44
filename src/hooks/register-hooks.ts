/**
 * Callbacks of vendors: `/hooks/<provider>/<configuration id>`. The adapter checks the signature
 * over the very bytes and says what happened; the hub takes it and answers what the vendor wants
 * to hear. A vendor that gets an error sends again, so nothing is answered before it is stored.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Attendance } from '#attendance'
import type { HttpServer } from '#http'
import type { Log } from '#log'
import type { Meetings } from '#meetings'
import {
  type CallbackReading,
  type CallbackRequest,
  type Happening,
  ProviderError,
  type Providers,
} from '#providers'
import type { Webinars } from '#webinars'
import { refusals } from './refusals.ts'

export interface HooksNeeds {
  readonly providers: Pick<Providers, 'openAccount'>
  readonly attendance: Pick<Attendance, 'takeHappening'>
  readonly webinars: Pick<Webinars, 'takeHappening'>
  readonly meetings: Pick<Meetings, 'takeHappening'>
  readonly log: Log
}

/** Vendors send a few kilobytes; reports in a callback may be larger. */
const bodyLimit = 1_048_576

const address = Type.Object({
  provider: Type.String({ maxLength: 50 }),
  configurationId: Type.String({ format: 'uuid' }),
})

export async function registerHooks(server: HttpServer, needs: HooksNeeds): Promise<void> {
  await server.register(async (hooks: HttpServer) => {
    hooks.removeAllContentTypeParsers()
    hooks.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_, body, done) =>
      done(null, body),
    )
    hooks.route({
      method: ['GET', 'POST', 'PUT'],
      url: '/hooks/:provider/:configurationId',
      schema: { hide: true, params: address },
      handler: async (request, reply) => {
        const { provider, configurationId } = request.params
        const reading = await read(needs, provider, configurationId, request)
        if (reading === undefined) return reply.code(202).send()
        const isForeign = await takeAll(needs, configurationId, reading.happenings)
        // Gone: some vendors stop telling about what the hub does not know.
        return isForeign ? reply.code(410).send() : answer(reply, reading)
      },
    })
  })
}

/** Gives whether there was something and none of it was about webinars or meetings of this hub. */
async function takeAll(
  { attendance, webinars, meetings, log }: HooksNeeds,
  configurationId: string,
  happenings: readonly Happening[],
): Promise<boolean> {
  let ours = 0
  for (const happening of happenings) {
    const isTaken = await webinars.takeHappening(configurationId, happening)
    const isOurs = await attendance.takeHappening(configurationId, happening)
    const isMeeting = await meetings.takeHappening(configurationId, happening)
    if (isTaken || isOurs || isMeeting) ours += 1
    else log.info({ kind: happening.kind, configurationId }, 'a callback about a foreign webinar')
  }
  return happenings.length > 0 && ours === 0
}

/** Undefined: signed, but not readable. Vendors repeat an error for minutes and then give up on us. */
async function read(
  { providers, log }: HooksNeeds,
  id: string,
  configurationId: string,
  request: FastifyRequest,
): Promise<CallbackReading | undefined> {
  const { provider, definition } = await providers.openAccount(configurationId)
  if (definition.id !== id || provider.callbacks === undefined) {
    throw refusals['callbacks-not-taken']({ provider: id })
  }
  try {
    return await provider.callbacks.read(callbackOf(request))
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    if (error.kind === 'unexpected') {
      log.warn({ err: error, configurationId }, 'a callback that cannot be read')
      return undefined
    }
    if (error.kind !== 'auth') throw error
    throw refusals['callback-signature']({ problem: error.message }, { cause: error })
  }
}

function callbackOf(request: FastifyRequest): CallbackRequest {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)])
  const body = request.body instanceof Uint8Array ? request.body : new Uint8Array()
  return {
    method: request.method,
    url: request.url,
    headers: Object.fromEntries(headers),
    query: { ...(request.query as Record<string, string>) },
    body,
  }
}

function answer(reply: FastifyReply, { reply: wanted }: CallbackReading): FastifyReply {
  if (wanted === undefined) return reply.code(200).send()
  return reply.code(wanted.status).type(wanted.contentType).send(wanted.body)
}
