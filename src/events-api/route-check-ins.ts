/**
 * Check-ins that come from outside: the link behind "Join in Teams" of invitations that another
 * system wrote, and check-ins that a website posts. Whoever knows a registration number may send
 * them, so they are evidence of a click, as the join link's are; staff scan at `/checkin`.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { evidenceSource } from '#attendance'
import { isRegisteredOrigin, readOccasion } from '#events'
import type { HttpServer } from '#http'
import { systemCaller } from '#identity'
import { findRegistrationByNumber, readNumber } from '#registrations'
import { allowOrigin } from './identify-application.ts'
import { type Context, openSchemaOf } from './published.ts'
import { refusals } from './refusals.ts'

const numbers = {
  eventRegistrationId: Type.String({
    maxLength: 100,
    description: 'The registration number, e.g. ER-7F3K2M9Q; a blank may stand for the hyphen',
  }),
}
const redirectUri = Type.Optional(
  Type.String({
    maxLength: 2000,
    description: 'Where to go on: this hub, the origin of a web application, or the webinar itself',
  }),
)
const CheckInResult = Type.Object({ checkedIn: Type.Boolean(), created: Type.Boolean() })

export function routeCheckIns(api: HttpServer, context: Context): void {
  api.get(
    '/checkin/stream',
    {
      schema: {
        ...openSchemaOf('Records the click of a registrant and leads into the webinar'),
        querystring: Type.Object({ ...numbers, redirectUri }),
      },
    },
    async (request, reply) => {
      reply.headers({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' })
      // Looking at a link is no click (see the site's join link); 503 makes prefetching ask again.
      if (request.method === 'HEAD') return reply.send()
      if (isMachine(request)) return reply.code(503).send()
      const { url } = await checkIn(context, request.query)
      if (url === undefined) throw refusals['check-in-not-now']({ reason: 'it is not online' })
      return reply.redirect(url, 302)
    },
  )
  api.post(
    '/checkins',
    {
      schema: {
        ...openSchemaOf('Records that a registrant came in; redirects where a page is given', {
          200: CheckInResult,
        }),
        querystring: Type.Object({ redirectUri }),
        body: Type.Object({ ...numbers, redirectUri }),
      },
    },
    async (request, reply) => {
      await letRegisteredPagesRead(context, request, reply)
      const wanted = request.body.redirectUri ?? request.query.redirectUri
      const done = await checkIn(context, { ...request.body, redirectUri: wanted })
      if (wanted !== undefined) return reply.redirect(wanted, 303)
      return { checkedIn: true, created: done.created }
    },
  )
}

async function letRegisteredPagesRead(
  { db }: Context,
  { headers }: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { origin } = headers
  if (origin !== undefined && (await isRegisteredOrigin(db, origin))) allowOrigin(reply, origin)
}

/** Previews in chats, prefetching browsers: nobody came in. */
function isMachine({ headers }: FastifyRequest): boolean {
  const purposes = `${headers['sec-purpose'] ?? ''} ${headers.purpose ?? ''}`
  return (
    /prefetch|prerender|preview/i.test(purposes) ||
    /bot\b|crawler|spider|preview|facebookexternalhit|whatsapp|slack-imgproxy/i.test(
      headers['user-agent'] ?? '',
    )
  )
}

interface Wanted {
  readonly eventRegistrationId: string
  readonly redirectUri?: string | undefined
}

async function checkIn(
  context: Context,
  { eventRegistrationId, redirectUri: wanted }: Wanted,
): Promise<{ readonly url: string | undefined; readonly created: boolean }> {
  const number = readNumber(eventRegistrationId)
  const found =
    number === undefined ? undefined : await findRegistrationByNumber(context.db, number)
  if (found === undefined) throw refusals['registration-number-unknown']()
  const { registration } = found
  const id = registration.msevtmgt_eventregistrationid
  const decision = await context.webinars.decideJoin(id)
  const onSite = decision.kind === 'page' && decision.reason === 'on-site-only'
  const open =
    decision.kind === 'redirect' || (onSite && (await isOn(context, registration.msevtmgt_eventid)))
  if (!open) {
    const reason = decision.kind === 'page' ? reasons[decision.reason] : ''
    throw refusals['check-in-not-now']({ reason })
  }
  const url = decision.kind === 'redirect' ? decision.url : undefined
  if (wanted !== undefined) await demandAllowed(context, wanted, url)
  const session =
    decision.kind === 'redirect' && decision.occasion.table === 'msevtmgt_session'
      ? { sessionId: decision.occasion.id }
      : {}
  const minute = context.clock.now().toISOString().slice(0, 16)
  const { created } = await context.attendance.checkIn(systemCaller, {
    registrationId: id,
    ...session,
    source: evidenceSource.joinLink.value,
    reference: `click:${minute}Z`,
  })
  return { url: wanted ?? url, created }
}

const reasons = {
  'registration-cancelled': 'the registration is cancelled',
  'event-cancelled': 'the event is cancelled',
  'not-live': 'the event is not published',
  'too-early': 'it is too early',
  over: 'the event is over',
  'on-site-only': 'the event is not on at this moment',
  'being-prepared': 'the webinar is being prepared',
  'provider-down': 'the webinar provider does not answer',
  'not-admitted': 'the webinar provider does not let this registrant in',
} as const

async function isOn({ db, clock }: Context, eventId: string): Promise<boolean> {
  const event = await readOccasion(db, 'msevtmgt_event', eventId)
  if (event === undefined) return false
  const now = clock.now().getTime()
  const opens = event.start.getTime() - event.joinEarlyMinutes * 60_000
  return now >= opens && now <= event.end.getTime()
}

/** A link of this hub must lead nobody to a stranger's page. */
async function demandAllowed(
  { db, publicUrl }: Context,
  wanted: string,
  webinarUrl: string | undefined,
): Promise<void> {
  const url = URL.parse(wanted)
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:'
  const own = url?.origin === new URL(publicUrl).origin
  const isWebinar = webinarUrl !== undefined && url?.href === new URL(webinarUrl).href
  const allowed =
    url !== null && isWeb && (own || isWebinar || (await isRegisteredOrigin(db, url.origin)))
  if (!allowed) {
    throw refusals['redirect-not-allowed'](
      { address: wanted.slice(0, 200) },
      { input: 'redirectUri', found: wanted.slice(0, 200) },
    )
  }
}
