/** Rows that journeys begin with, made through the pipeline as a door would. */
import { sql } from 'kysely'
import { localOf } from '#calendar'
import { format, publishStatus } from '#events'
import { systemCaller } from '#identity'
import type { Values } from '#pipeline'
import type { TestHub } from './hub.ts'

export const minute = 60_000

export async function create(hub: TestHub, table: string, target: Values): Promise<string> {
  return (await hub.pipeline.execute(systemCaller, { message: 'Create', table, target })).id
}

export async function update(
  hub: TestHub,
  table: string,
  id: string,
  target: Values,
): Promise<void> {
  await hub.pipeline.execute(systemCaller, { message: 'Update', table, id, target })
}

export async function row(hub: TestHub, table: string, id: string): Promise<Values> {
  const { rows } = await sql<Values>`select * from ${sql.table(table)}
    where ${sql.ref(`${table}id`)} = ${id}`.execute(hub.testDatabase.db)
  if (rows[0] === undefined) throw new Error(`There is no ${table} ${id}.`)
  return rows[0]
}

export interface Account {
  readonly providerId: string
  readonly configurationId: string
}

/** A provider record of the twin with consent, and an account without sign-in. */
export async function makeAccount(hub: TestHub, more: Values = {}): Promise<Account> {
  const twin = hub.twins.webinarExtension
  const providerId = await create(hub, 'msevtmgt_webinarprovider', {
    msevtmgt_name: 'Example Webinars',
    msevtmgt_base_service_url: twin.url,
    msevtmgt_maxdurationinminutes: 480,
    msevtmgt_termsofservice: 'https://webinars.example/terms',
    msevtmgt_privacypolicy: 'https://webinars.example/privacy',
    msevtmgt_clientid: twin.clientId,
    msevtmgt_clientsecret: twin.clientSecret,
    gr_adapter: 'webinar-extension',
    ...more,
  })
  await hub.providers.recordConsent(systemCaller, { providerId })
  const configurationId = await create(hub, 'msevtmgt_webinarconfiguration', {
    msevtmgt_name: 'Our account',
    msevtmgt_webinarproviderid: providerId,
    gr_requestsperminute: 6000,
  })
  return { providerId, configurationId }
}

/** The person signs in at the twin, the browser comes back with the code. */
export async function signIn(hub: TestHub, configurationId: string): Promise<void> {
  const started = await hub.providers.startAuthorization(systemCaller, { configurationId })
  const asked = new URL(started.url).searchParams
  const back = hub.twins.webinarExtension.control.approve({
    redirectUri: asked.get('redirect_uri') ?? '',
    state: asked.get('state') ?? '',
  })
  const answer = new URL(back).searchParams
  await hub.providers.finishAuthorization(systemCaller, {
    state: answer.get('state') ?? '',
    code: answer.get('code') ?? '',
  })
}

export async function signedInAccount(hub: TestHub): Promise<Account> {
  const account = await makeAccount(hub)
  await signIn(hub, account.configurationId)
  return account
}

export interface MadeEvent {
  readonly id: string
  readonly start: Date
  readonly end: Date
}

/** A webinar of one hour that starts in so many minutes; live unless said otherwise. */
export async function makeEvent(
  hub: TestHub,
  configurationId: string | undefined,
  more: Values = {},
  startsIn = 120,
): Promise<MadeEvent> {
  const now = Math.floor(hub.clock.now().getTime() / minute) * minute
  const start = new Date(now + startsIn * minute)
  const end = new Date(start.getTime() + 60 * minute)
  const id = await create(hub, 'msevtmgt_event', {
    msevtmgt_name: 'A webinar',
    msevtmgt_eventstartdate: localOf(start, 'Europe/Berlin'),
    msevtmgt_eventenddate: localOf(end, 'Europe/Berlin'),
    gr_timezone: 'Europe/Berlin',
    msevtmgt_eventformat:
      configurationId === undefined ? format.onSite.value : format.webinar.value,
    ...(configurationId === undefined ? {} : { msevtmgt_webinarconfigurationid: configurationId }),
    ...more,
  })
  if (more.msevtmgt_publishstatus === undefined) {
    await update(hub, 'msevtmgt_event', id, { msevtmgt_publishstatus: publishStatus.live.value })
  }
  return { id, start, end }
}

export async function register(
  hub: TestHub,
  eventId: string,
  email: string,
  more: { firstName?: string; lastName?: string; sessions?: readonly string[] } = {},
): Promise<string> {
  const answer = await hub.registrations.register(systemCaller, {
    eventId,
    attendees: [{ firstName: 'Ada', lastName: 'Lovelace', email, ...more }],
  })
  const first = answer.registrations[0]
  if (first === undefined) throw new Error('Nobody was registered.')
  return first.registrationId
}

/** Runs all jobs until nothing is due; then lets the clock go on and does it again. */
export async function passTime(hub: TestHub, minutes: number): Promise<void> {
  hub.clock.advance(minutes * minute)
  await hub.worker.runUntilIdle()
}

/** Jobs until the webinar of the event is created: the twin takes a few seconds. */
export async function settleWebinar(hub: TestHub): Promise<void> {
  await hub.worker.runUntilIdle()
  await passTime(hub, 1)
  await passTime(hub, 1)
}
