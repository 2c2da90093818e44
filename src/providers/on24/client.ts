/**
 * The endpoints of ON24's REST API v2 (apidoc.on24.com). Each has two halves: `ask…` builds and
 * sends, `read…` checks and returns and is pure. Forms are sent, JSON comes back.
 */
import { answerReader, type Exchange } from '../answer.ts'
import type { Account } from '../contract.ts'
import { allPages } from '../pages.ts'
import { ProviderError } from '../provider-error.ts'
import { readDone, refuseErrors } from './errors.ts'
import { apiAddress, type Credentials, credentialsOf } from './settings.ts'
import * as wire from './wire.ts'

export const providerId = 'on24'

/** A client at the vendor, with everything that a call takes. */
export interface Client extends Credentials {
  readonly account: Account
}

/** @throws ProviderError 'auth' when client ID, key or secret is missing */
export const openClient = async (account: Account): Promise<Client> => ({
  account,
  ...(await credentialsOf(account)),
})

/** Groups in which ON24 gives rights to a token; an error names the one that was needed. */
export const rights = {
  client: 'Client Level: Sub-Clients',
  events: 'Client Level Analytics: Events',
  event: 'Event Level Analytics: Metadata and Usage',
  sessions: 'Event Level Analytics: Attendee Viewing Sessions',
  registrants: 'Client Level Analytics: Registrants',
  attendees: 'Client Level Analytics: Attendees',
  management: 'Event Management',
  registration: 'REST Registration',
  lookups: 'Helpers',
} as const

/** GET /client/{client}: the name of the account. */
export const askClient = (client: Client) =>
  ask(client, { act: 'tell about the client', method: 'GET', path: '' })

export const readClient = reader(wire.clientReply, rights.client)

/** GET /event of so many items, from a zero-based page on; times with an offset. */
export const askEvents = (client: Client, query: Readonly<Record<string, string>>) =>
  ask(client, { act: 'list the events', method: 'GET', path: '/event', query })

export const readEvents = reader(wire.eventsReply, rights.events)

/** GET /registrant of the whole client. */
export const askAllRegistrants = (client: Client) =>
  ask(client, {
    act: 'list registrants',
    method: 'GET',
    path: '/registrant',
    query: { itemsPerPage: smallestPage },
  })

export const readAllRegistrants = reader(wire.registrantsReply, rights.registrants)

/** GET /attendee of the whole client. */
export const askAllAttendees = (client: Client) =>
  ask(client, {
    act: 'list attendees',
    method: 'GET',
    path: '/attendee',
    query: { itemsPerPage: smallestPage },
  })

export const readAllAttendees = reader(wire.attendeesReply, rights.attendees)

/** Fewer than ten are said to be refused. */
export const smallestPage = '10'

/** GET /languages */
export const askLanguages = (client: Client) =>
  ask(client, { act: 'list its languages', method: 'GET', path: '/languages' })

export const readLanguages = reader(wire.languagesReply, rights.lookups)

/** GET /eventtypes */
export const askEventTypes = (client: Client) =>
  ask(client, { act: 'list its event types', method: 'GET', path: '/eventtypes' })

export const readEventTypes = reader(wire.eventTypesReply, rights.lookups)

/** POST /event */
export const askNewEvent = (client: Client, form: wire.Form) =>
  ask(client, { act: 'create the event', method: 'POST', path: '/event', form })

/** PUT /event/{event} */
export const askChangedEvent = (client: Client, eventId: string, form: wire.Form) =>
  ask(client, { act: 'change the event', method: 'PUT', path: eventPath(eventId), form })

export const readPlanned = reader(wire.plannedReply, rights.management)

/** GET /event/{event} */
export const askEvent = (client: Client, eventId: string) =>
  ask(client, { act: 'tell about the event', method: 'GET', path: eventPath(eventId) })

export const readEvent = reader(wire.eventReply, rights.event)

/** DELETE /event/{event} */
export const askEventDeletion = (client: Client, eventId: string) =>
  ask(client, { act: 'delete the event', method: 'DELETE', path: eventPath(eventId) })

export const readManaged = (exchange: Exchange) => readDone(exchange, rights.management)

/**
 * POST /event/{event}/registrant: one per e-mail address, made or changed. What the form of the
 * event requires beside the name was asked by the hub or is not wanted, so it is not insisted on.
 */
export const askRegistration = (client: Client, eventId: string, form: wire.Form) =>
  ask(client, {
    act: 'register somebody',
    method: 'POST',
    path: `${eventPath(eventId)}/registrant`,
    query: { honorrequired: 'N' },
    form,
  })

export const readRegistration = reader(wire.registrantReply, rights.registration)

/** The same call with isDeleted=Y takes the registration back. */
export const askCancellation = (client: Client, eventId: string, email: string) =>
  ask(client, {
    act: 'cancel a registration',
    method: 'POST',
    path: `${eventPath(eventId)}/registrant`,
    form: { email, isDeleted: 'Y' },
  })

export const readCancelled = (exchange: Exchange) => readDone(exchange, rights.registration)

/** POST /forget: everything about one e-mail address, in all events of the client. */
export const askForgetting = (client: Client, email: string) =>
  ask(client, { act: 'forget somebody', method: 'POST', path: '/forget', form: { email } })

/**
 * GET /event/{event}/attendeesession, all pages. `itemsPerPage` has no documented maximum, and 30
 * calls a minute are allowed, so large pages are asked for.
 */
export async function sessionsOf(
  client: Client,
  eventId: string,
  itemsPerPage: number,
): Promise<readonly unknown[]> {
  const path = `${eventPath(eventId)}/attendeesession`
  const pages = await allPages(providerId, async (cursor) => {
    const page = Number(cursor ?? 0)
    const query = {
      sessionType: 'all',
      itemsPerPage: String(itemsPerPage),
      pageOffset: String(page),
    }
    const exchange = await ask(client, { act: 'list viewing sessions', method: 'GET', path, query })
    const { attendeesession: items, pagecount } = readSessions(exchange)
    const isLast = items.length === 0 || page + 1 >= (pagecount ?? 1)
    return { items, next: isLast ? undefined : String(page + 1) }
  })
  return pages.flatMap(({ items }) => items)
}

const readSessions = reader(wire.sessionsReply, rights.sessions)

interface Question {
  readonly act: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below /client/{client}. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly form?: wire.Form
}

async function ask(
  client: Client,
  { act, method, path, query, form }: Question,
): Promise<Exchange> {
  const { account, clientId, tokenKey, tokenSecret } = client
  const root = apiAddress(account)
  const search = query === undefined ? '' : `?${new URLSearchParams(query)}`
  const response = await account.request({
    method,
    url: `${root}/client/${clientId}${path}${search}`,
    headers: {
      accept: 'application/json',
      accesstokenkey: tokenKey,
      accesstokensecret: tokenSecret,
      ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(form === undefined ? {} : { body: encoded(form) }),
  })
  const service = URL.parse(root)?.host ?? root
  const receivedAt = account.clock.now()
  return { provider: providerId, service, act, sent: [tokenKey, tokenSecret], response, receivedAt }
}

function encoded(form: wire.Form): string {
  const entries = Object.entries(form).filter((entry): entry is [string, string] => {
    return entry[1] !== undefined
  })
  return new URLSearchParams(entries).toString()
}

/** Ids of events are numbers; another one cannot be known to the vendor. */
function eventPath(eventId: string): string {
  if (/^\d{1,18}$/.test(eventId)) return `/event/${eventId}`
  const message = `"${eventId.slice(0, 50)}" is no event of ON24: its ids are numbers.`
  throw new ProviderError('not-found', { provider: providerId, message })
}

function reader<T extends Parameters<typeof answerReader>[0]>(schema: T, right: string) {
  const read = answerReader<T>(schema)
  return (exchange: Exchange) => {
    refuseErrors(exchange, right)
    return read(exchange)
  }
}
