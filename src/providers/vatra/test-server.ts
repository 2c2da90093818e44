/** A server for tests: the twin, an account at it, and a browser that follows join links. */
import assert from 'node:assert/strict'
import { frozenClock, type MovableClock } from '#clock'
import { silentLog } from '#log'
import { createOutbound } from '#outbound'
import type { Peer } from '../conformance.ts'
import type { Account, JoiningRegistrant, Provider, WebinarPlan } from '../contract.ts'
import { networkFailure } from '../network-failure.ts'
import { ProviderError } from '../provider-error.ts'
import { vatra } from './index.ts'
import { newKeys, startVatraTwin, type VatraTwin } from './twin/index.ts'

/** Making keys takes longer than all the rest of a test. */
export const keys = newKeys()

/** Opens the link, and the page's script says that somebody is there. */
export async function enterAsBrowser({ control }: VatraTwin, url: string) {
  const page = await (await fetch(url)).text()
  const stays = /data-stays="([^"]+)"/.exec(page)?.[1]
  if (stays === undefined) return undefined
  const entered = await fetch(new URL(stays, url), { method: 'POST' })
  if (entered.status !== 201) return undefined
  const { stayId } = (await entered.json()) as { stayId: string }
  return control.stays().find(({ id }) => id === stayId)
}

const secretsOf = (twin: VatraTwin): Readonly<Record<string, string>> => ({
  gr_apitoken: twin.token,
  gr_jwtpublickey: twin.keys.publicKey,
  gr_jwtprivatekey: twin.keys.privateKey,
})

export async function startPeer(clock: MovableClock): Promise<Peer> {
  const twin = await startVatraTwin({ clock, keys })
  const { control } = twin
  control.change({ attendanceLagSeconds: 120 })
  return {
    baseUrl: twin.url,
    clientId: undefined,
    secrets: secretsOf(twin),
    settings: {},
    close: twin.close,
    misbehave: (kind) => control.misbehave({ kind }),
    titles: () => control.webinars().map(({ title }) => title),
    enter: (url) => enterAsBrowser(twin, url),
    attendanceNames: 'external',
    attend: (externalId, { join, leave }, webinarId) => {
      control.attend(webinarId, { externalId, join, leave })
    },
    lagSeconds: 120,
    pageSize: (pageSize) => control.change({ pageSize }),
    record: (webinarId, start, minutes) => control.record(webinarId, start, minutes * 60),
  }
}

export interface World {
  readonly clock: MovableClock
  readonly twin: VatraTwin
  readonly account: Account
  readonly provider: Provider
}

export const start = new Date('2031-05-05T10:00:00.000Z')
export const at = (minutes: number) => new Date(start.getTime() + minutes * 60_000)

/** Ten minutes before the webinar; `description` is what the administrator typed. */
export async function inWorld(
  description: unknown,
  act: (world: World) => Promise<void>,
  secrets: Readonly<Record<string, string>> = {},
): Promise<void> {
  const clock = frozenClock(at(-10))
  const twin = await startVatraTwin({ clock, keys })
  const outbound = createOutbound({ allow: ['127.0.0.1'], log: silentLog })
  const account: Account = {
    configurationId: 'one',
    baseUrl: twin.url,
    clientId: undefined,
    settings: description === undefined ? {} : { surface: JSON.stringify(description) },
    secret: async (column) => ({ ...secretsOf(twin), ...secrets })[column],
    token: async () => assert.fail('Vatra has no tokens of sign-ins.'),
    request: (request) =>
      outbound.request(request).catch((error: unknown) => {
        throw networkFailure('vatra', error)
      }),
    callbackUrl: 'https://hub.example/hooks/vatra/one',
    clock,
    log: silentLog,
  }
  try {
    await act({ clock, twin, account, provider: vatra.connect(account) })
  } finally {
    await outbound.close()
    await twin.close()
  }
}

/** The ProviderError that a call fails with. */
export async function failureOfCall(call: () => Promise<unknown>): Promise<ProviderError> {
  const error = await call().then(
    () => assert.fail('The call succeeded.'),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof ProviderError, String(error))
  return error
}

export const plan: WebinarPlan = {
  idempotencyKey: 'event-1',
  kind: 'event',
  title: 'Tomatoes & peppers',
  description: undefined,
  start,
  end: at(60),
  timeZone: 'Europe/Berlin',
  language: 'de',
  webinarType: undefined,
  pastedUrl: undefined,
  maxAttendees: 100,
  recurrence: undefined,
  password: undefined,
  producer: { name: 'Pia Gärtner', email: 'pia@example.com' },
  presenters: [{ externalId: 's1', name: 'Ola Nordmann', email: 'ola@example.com' }],
}

export const person = (changes: Partial<JoiningRegistrant> = {}): JoiningRegistrant => ({
  idempotencyKey: 'registration-1',
  firstName: 'Zoë',
  lastName: "O'Brien",
  email: 'zoe@example.com',
  company: undefined,
  language: undefined,
  registrantId: undefined,
  joinUrl: undefined,
  ...changes,
})
