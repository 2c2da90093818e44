/** The public site on a test database, written through the real pipeline, and a visitor of it. */

import assert from 'node:assert/strict'
import { createHttpServer, type HttpServer } from '#http'
import { type Log, silentLog } from '#log'
import { createMail } from '#mail'
import type { MeetingJoin } from '#meetings'
import { registerSite, type SiteNeeds } from '#site'
import type { JoinDecision } from '#webinars'
import { checkInOn } from './check-ins.ts'
import { type EventWorld, publicUrl } from './event-world.ts'

export interface TestSite {
  readonly server: HttpServer
  address: string
  /** What the join link of a registration leads to; set by each test. */
  decide: (registrationId: string) => Promise<JoinDecision>
  /** What the link of a meeting's guest leads to. */
  decideMeeting: (token: string) => Promise<MeetingJoin | undefined>
  checkIn: SiteNeeds['attendance']['checkIn']
}

export async function openSite(
  world: EventWorld,
  o: {
    readonly log?: Log
    readonly publicUrl?: string
    readonly demoPaymentAllowed?: boolean
  } = {},
): Promise<TestSite> {
  const server = await createHttpServer({ log: silentLog, publicUrl })
  const site: TestSite = {
    server,
    address: '',
    decide: async () => ({ kind: 'page', reason: 'being-prepared', occasion: undefined }),
    decideMeeting: async () => undefined,
    checkIn: checkInOn(world),
  }
  await registerSite(server, {
    db: world.db,
    clock: world.clock,
    log: o.log ?? silentLog,
    publicUrl: o.publicUrl ?? publicUrl,
    registrations: world.registrations,
    signing: world.vault,
    demoPaymentAllowed: o.demoPaymentAllowed ?? true,
    webinars: {
      decideJoin: (id) => site.decide(id),
      decidePresenterJoin: async () => undefined,
    },
    meetings: { decideJoin: (token) => site.decideMeeting(token) },
    attendance: { checkIn: (caller, input) => site.checkIn(caller, input) },
    mail: mailOn(world),
  })
  site.address = await server.listen({ port: 0, host: '127.0.0.1' })
  return site
}

function mailOn(world: EventWorld) {
  return createMail({
    ...world,
    publicUrl,
    smtpUrl: undefined,
    from: 'Events <events@organiser.example>',
    joinLink: world.registrations.joinLink,
    registrationLink: (id) => `${publicUrl}/r/${world.registrations.personalToken(id)}`,
    waitlistLink: (id) => `${publicUrl}/w/${id}`,
    purchaseLink: (id) => `${publicUrl}/pay/${id}`,
    presentersOf: async () => [],
  })
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

export type Fields = Record<string, string | readonly string[]>

export const ada = {
  firstName: 'Ada',
  lastName: 'Lovelace',
  email: 'ada@engines.example',
  company: '',
}

/** Somebody with a browser that follows no redirect by itself. */
export function visitorOf(world: EventWorld, site: TestSite) {
  async function send(path: string, request: RequestInit): Promise<Answer> {
    const headers = { 'accept-language': 'en-GB', ...(request.headers as Record<string, string>) }
    const options: RequestInit = { redirect: 'manual', ...request, headers }
    const response = await fetch(site.address + path, options)
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  async function post(
    path: string,
    fields: Fields,
    headers: Record<string, string> = { origin: publicUrl },
  ): Promise<Answer> {
    const body = new URLSearchParams()
    for (const [name, value] of Object.entries(fields)) {
      for (const each of [value].flat()) body.append(name, each)
    }
    return await send(path, { method: 'POST', body, headers })
  }
  /** Opens the form and takes the time that a person takes; gives the key of the form. */
  async function openForm(path: string): Promise<string> {
    const { status, text } = await send(path, {})
    assert.equal(status, 200)
    world.clock.advance(4_000)
    return formKeyOf(text)
  }
  return {
    get: (path: string, headers: Record<string, string> = {}) => send(path, { headers }),
    post,
    openForm,
    /** Registers and gives the path of the thank-you page. */
    async registered(path: string, fields: Fields = ada): Promise<string> {
      const answer = await post(path, { ...fields, key: await openForm(path) })
      assert.equal(answer.status, 303, answer.text)
      return String(answer.headers.get('location'))
    },
    /** The path in the letter about a registration, from the one that its form led to. */
    mailed(receipt: string): string {
      const [, start = '', token = ''] = /^(\/r\/)([\w-]+)$/.exec(receipt) ?? []
      const id = Buffer.from(token, 'base64url').subarray(0, 16).toString('hex')
      const uuid = id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
      return start + world.registrations.personalToken(uuid)
    },
    /** Publishes an event; gives the path of its page. */
    async published(name: string, target = {}): Promise<{ id: string; path: string }> {
      const id = await world.createEvent({ msevtmgt_name: name, ...target })
      const row = await world.read('msevtmgt_event', id)
      return { id, path: `/e/${row.msevtmgt_readableeventid}` }
    },
    async countOf(eventId: string): Promise<number> {
      return Number((await world.read('msevtmgt_event', eventId)).msevtmgt_registrationcount)
    },
    /** Puts an event into the past, which nobody could write. */
    async letPass(eventId: string): Promise<void> {
      await world.pool.query(
        `update msevtmgt_event set msevtmgt_eventstartdate = '2026-08-01 09:00',
           msevtmgt_eventenddate = '2026-08-01 10:00' where msevtmgt_eventid = $1`,
        [eventId],
      )
    },
  }
}

export const formKeyOf = (page: string) => /name="key" value="([^"]+)"/.exec(page)?.[1] as string
