/** What the scenes of the demo have in common: accounts, rows, and waiting. */
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { instantOf, localOf } from '#calendar'
import type { MovableClock } from '#clock'
import type { Settings } from '#config'
import { systemCaller } from '#identity'
import type { Request } from '#pipeline'
import type { RunningTwin, Twins } from '#twins'
import type { RunningHub } from './serve.ts'

export interface Storyteller {
  step(sentence: string, url?: string): void
}

export interface Stage {
  readonly hub: RunningHub
  readonly twins: Twins
  readonly clock: MovableClock
  readonly settings: Settings
  readonly tell: Storyteller
}

export const minute = 60_000
const hour = 60 * minute
export const zone = 'Europe/Berlin'

/**
 * When the story's webinar starts: some hours ago. The story moves the hub's clock through a day; it
 * ends at the real time, so that browsers, which have clocks of their own, agree about what is over.
 * The reports of the slowest provider, and the correction, come within three hours of the start.
 */
export function webinarStart(now: Date): Date {
  const start = new Date(now.getTime() - 4 * hour)
  start.setUTCMinutes(0, 0, 0)
  return start
}

/** Where the story begins: people register a day ahead, and try their links too early. */
export const dayBefore = (start: Date) => new Date(start.getTime() - 27 * hour)

/** Three in the afternoon of a coming day, in the event's zone. */
export function afternoonIn(now: Date, days: number): Date {
  const day = Temporal.PlainDateTime.from(localOf(now, zone)).add({ days }).toPlainDate()
  return instantOf(`${day.toString()}T15:00:00`, zone)
}

export interface ConnectedTwin {
  readonly configurationId: string
  /** How Verify found it. */
  readonly check: string
}

/** Provider record, consent, configuration, the form, the sign-in where there is one, and Verify. */
export async function connectTwin(
  { hub }: Stage,
  twin: RunningTwin,
  names: { readonly provider: string; readonly configuration: string },
): Promise<ConnectedTwin> {
  const providerId = await create(hub, 'msevtmgt_webinarprovider', {
    msevtmgt_name: names.provider,
    msevtmgt_base_service_url: twin.url,
    msevtmgt_maxdurationinminutes: 480,
    msevtmgt_termsofservice: 'https://webinars.example/terms',
    msevtmgt_privacypolicy: 'https://webinars.example/privacy',
    gr_adapter: twin.adapter,
  })
  await hub.providers.recordConsent(systemCaller, { providerId })
  const configurationId = await create(hub, 'msevtmgt_webinarconfiguration', {
    msevtmgt_name: names.configuration,
    msevtmgt_webinarproviderid: providerId,
  })
  await hub.providers.saveSettings(systemCaller, { configurationId, values: twin.values })
  await signIn(hub, twin, configurationId)
  const check = await hub.providers.verifyConfiguration(systemCaller, { configurationId })
  return { configurationId, check: `${check.status}. ${check.message}` }
}

/** What the pop-up does: the person agrees at the vendor, the browser comes back with a code. */
async function signIn(hub: RunningHub, twin: RunningTwin, configurationId: string): Promise<void> {
  if (twin.accept === undefined) return
  const { url } = await hub.providers.startAuthorization(systemCaller, { configurationId })
  const answer = new URL(await twin.accept(url)).searchParams
  await hub.providers.finishAuthorization(systemCaller, {
    state: answer.get('state') ?? '',
    code: answer.get('code') ?? '',
  })
}

export async function create(
  hub: RunningHub,
  table: string,
  target: Record<string, unknown>,
): Promise<string> {
  return (await execute(hub, { message: 'Create', table, target })).id
}

export function execute(hub: RunningHub, request: Request) {
  return hub.pipeline.execute(systemCaller, request)
}

const keys = {
  msevtmgt_event: 'msevtmgt_eventid',
  msevtmgt_eventregistration: 'msevtmgt_eventregistrationid',
} as const

export async function readRow(
  hub: RunningHub,
  table: keyof typeof keys,
  id: string,
): Promise<Record<string, unknown>> {
  const { rows } = await sql<Record<string, unknown>>`
    select * from ${sql.table(table)} where ${sql.ref(keys[table])} = ${id}`.execute(
    hub.database.db,
  )
  return rows[0] ?? {}
}

/** Asks again until there is an answer, for at most half a minute. */
export async function until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + 30_000
  while (performance.now() < deadline) {
    const answer = await ask()
    if (answer !== undefined) return answer
    await wait(100)
  }
  throw new Error(`Waited 30 seconds for ${what}; /admin/jobs shows what is stuck.`)
}

/** GREENROOM_PUBLIC_URL may name a host that only others can reach. */
export function localAddress(settings: Settings): string {
  return `http://${settings.host === '0.0.0.0' ? '127.0.0.1' : settings.host}:${settings.port}`
}
