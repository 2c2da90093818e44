/** The Events API on a test database, and a website that calls it. */

import type { Table } from '#database'
import { tables as eventTables } from '#events'
import {
  createCaptcha,
  createWebsiteColumns,
  linkVisitorMessage,
  registerEventsApi,
} from '#events-api'
import { createHttpServer, type HttpServer } from '#http'
import { silentLog } from '#log'
import { createOutbound } from '#outbound'
import { tables as registrationTables } from '#registrations'
import type { JoinDecision } from '#webinars'
import { checkInOn } from './check-ins.ts'
import { cleanUpAfterwards } from './database.ts'
import { type EventWorld, publicUrl } from './event-world.ts'

export interface EventsApi {
  readonly server: HttpServer
  /** Without slash at the end. */
  readonly base: string
}

export interface EventsApiOptions {
  /** Zero bits of the captcha. */
  readonly difficulty?: number
  readonly demoPaymentAllowed?: boolean
  /** What the join link of a registration leads to; default: the event is on site only. */
  readonly decideJoin?: (registrationId: string) => Promise<JoinDecision>
}

export async function openEventsApi(
  world: EventWorld,
  { difficulty, demoPaymentAllowed = true, decideJoin = onSite }: EventsApiOptions = {},
): Promise<EventsApi> {
  const columns = createWebsiteColumns({
    tables: () => Object.values<Table>({ ...eventTables, ...registrationTables }),
    refresh: async () => undefined,
    wifiPasswords: false,
  })
  for (const step of columns.steps) world.pipeline.addStep(step)
  world.pipeline.defineMessage(linkVisitorMessage)
  const outbound = createOutbound({ allow: ['127.0.0.1'], log: silentLog })
  const server = await createHttpServer({ log: silentLog, publicUrl })
  await registerEventsApi(server, {
    ...world,
    publicUrl,
    outbound,
    columns,
    organizer: { email: 'events@organiser.example', name: 'Events' },
    webinars: { decideJoin },
    attendance: { checkIn: checkInOn(world) },
    captcha: createCaptcha({
      clock: world.clock,
      signing: world.vault,
      ...(difficulty === undefined ? {} : { difficulty }),
    }),
    demoPaymentAllowed,
  })
  const base = `${await server.listen({ port: 0, host: '127.0.0.1' })}/EvtMgmt/api/v2.0`
  cleanUpAfterwards(async () => {
    await server.close()
    await outbound.close()
  })
  return { server, base }
}

const onSite = async (): Promise<JoinDecision> => ({
  kind: 'page',
  reason: 'on-site-only',
  occasion: undefined,
})

export interface Called {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly json: any
}

export interface Call {
  readonly method?: string
  readonly body?: unknown
  readonly idToken?: string
  readonly query?: Readonly<Record<string, string>>
}

/** A page of a registered web application. */
export interface Website {
  readonly id: string
  readonly origin: string
  readonly token: string
  call(path: string, call?: Call): Promise<Called>
}

export async function openWebsite(
  world: EventWorld,
  { base }: EventsApi,
  origin: string,
  values: Readonly<Record<string, unknown>> = {},
): Promise<Website> {
  const id = await world.create('msevtmgt_webapplication', {
    msevtmgt_name: `Site at ${origin}`,
    msevtmgt_origin: origin,
    ...values,
  })
  const token = String((await world.read('msevtmgt_webapplication', id)).msevtmgt_token)
  return {
    id,
    origin,
    token,
    call: (path, call = {}) => send(`${base}/${path}`, { origin, token, ...call }),
  }
}

async function send(
  address: string,
  { origin, token, method, body, idToken, query }: Call & { origin: string; token: string },
): Promise<Called> {
  const asked = new URLSearchParams({ ...query, emApplicationtoken: token })
  const response = await fetch(`${address}?${asked}`, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      origin,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(idToken === undefined ? {} : { authorization: `Bearer ${idToken}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  return {
    status: response.status,
    headers: response.headers,
    json: isJson ? JSON.parse(text) : text,
  }
}
