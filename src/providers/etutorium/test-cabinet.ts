/** An account for tests: the twin, and a browser that follows personal links. */
import assert from 'node:assert/strict'
import { frozenClock, type MovableClock } from '#clock'
import { silentLog } from '#log'
import { createOutbound } from '#outbound'
import type { Peer } from '../conformance.ts'
import type { Account, JoiningRegistrant, Provider, WebinarPlan } from '../contract.ts'
import { networkFailure } from '../network-failure.ts'
import { ProviderError } from '../provider-error.ts'
import { eTutorium } from './index.ts'
import { type ETutoriumTwin, startETutoriumTwin } from './twin/index.ts'
import { unconfirmedNames } from './unknown-surface.ts'

export const everything = unconfirmedNames.join(', ')

/** Opens the link, and the page's script says that somebody is there. Gives what the page says. */
export async function enterAsBrowser(url: string): Promise<string | undefined> {
  const page = await (await fetch(url)).text()
  const stays = /data-stays="([^"]+)"/.exec(page)?.[1]
  if (stays === undefined) return undefined
  const entered = await fetch(new URL(stays, url), { method: 'POST' })
  return entered.status === 201 ? page : undefined
}

const isTeam = (role: string) => role !== 'listener'

export const peerWith =
  (settings: Readonly<Record<string, string>>) =>
  async (clock: MovableClock): Promise<Peer> => {
    const twin = await startETutoriumTwin({ clock })
    const { control } = twin
    control.change({
      attendanceLagSeconds: 120,
      hasUnconfirmedCalls: settings.unconfirmed !== undefined,
    })
    const people = (webinarId: string) => control.participants(webinarId)
    return {
      baseUrl: twin.url,
      clientId: undefined,
      secrets: { msevtmgt_accesstoken: twin.token },
      settings: { roomAddress: twin.url, ...settings },
      close: twin.close,
      misbehave: (kind) => control.misbehave({ kind }),
      titles: () => control.webinars().map(({ title }) => title),
      registrants: (webinarId) => people(webinarId).filter(({ role }) => !isTeam(role)).length,
      cohosts: (webinarId) =>
        people(webinarId)
          .filter(({ role }) => isTeam(role))
          .map(({ email }) => email),
      attend: (registrantId, { join, leave }) => control.attend(registrantId, { join, leave }),
      lagSeconds: 120,
    }
  }

export interface World {
  readonly clock: MovableClock
  readonly twin: ETutoriumTwin
  readonly account: Account
  readonly provider: Provider
}

export const start = new Date('2031-05-05T10:00:00.000Z')
export const at = (minutes: number) => new Date(start.getTime() + minutes * 60_000)

/** Ten minutes before the webinar. */
export async function inWorld(
  settings: Readonly<Record<string, string>>,
  act: (world: World) => Promise<void>,
  secrets: Readonly<Record<string, string>> = {},
): Promise<void> {
  const clock = frozenClock(at(-10))
  const twin = await startETutoriumTwin({ clock })
  const outbound = createOutbound({ allow: ['127.0.0.1'], log: silentLog })
  const account: Account = {
    configurationId: 'one',
    baseUrl: twin.url,
    clientId: undefined,
    settings: { roomAddress: `${twin.url}/`, ...settings },
    secret: async (column) => ({ msevtmgt_accesstoken: twin.token, ...secrets })[column],
    token: async () => assert.fail('eTutorium has no tokens of sign-ins.'),
    request: (request) =>
      outbound.request(request).catch((error: unknown) => {
        throw networkFailure('etutorium', error)
      }),
    callbackUrl: 'https://hub.example/hooks/etutorium/one',
    clock,
    log: silentLog,
  }
  try {
    await act({ clock, twin, account, provider: eTutorium.connect(account) })
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
  timeZone: 'Europe/Kyiv',
  language: 'uk-UA',
  webinarType: undefined,
  pastedUrl: undefined,
  maxAttendees: 100,
  recurrence: undefined,
  password: undefined,
  producer: { name: 'Pia Gärtner', email: 'pia@example.com' },
  presenters: [{ externalId: 's1', name: 'Ola Nordmann', email: 'Ola@Example.com' }],
}

export const person = (changes: Partial<JoiningRegistrant> = {}): JoiningRegistrant => ({
  idempotencyKey: 'registration-1',
  firstName: 'Zoë',
  lastName: "O'Brien",
  email: 'Zoe@example.com',
  company: undefined,
  language: undefined,
  registrantId: undefined,
  joinUrl: undefined,
  ...changes,
})
