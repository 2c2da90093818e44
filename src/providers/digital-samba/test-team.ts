/** A team for tests: the twin, an account at it, and a browser that follows join links. */
import assert from 'node:assert/strict'
import { frozenClock, type MovableClock } from '#clock'
import { silentLog } from '#log'
import { createOutbound } from '#outbound'
import type { Misbehaviour, Peer } from '../conformance.ts'
import type {
  Account,
  CallbackRequest,
  JoiningRegistrant,
  Provider,
  WebinarPlan,
} from '../contract.ts'
import { networkFailure } from '../network-failure.ts'
import { ProviderError } from '../provider-error.ts'
import type { CarryCall, OutgoingCall } from '../twin/courier.ts'
import { openTeam, type Team } from './client.ts'
import { digitalSamba } from './index.ts'
import { type DigitalSambaTwin, startDigitalSambaTwin } from './twin/index.ts'

/** Opens the link, and the page's script says that somebody is there. */
export async function enterAsBrowser(twin: DigitalSambaTwin, url: string) {
  const page = await (await fetch(url)).text()
  const stays = /data-stays="([^"]+)"/.exec(page)?.[1]
  if (stays === undefined) return undefined
  const entered = await fetch(new URL(stays, url), { method: 'POST' })
  if (entered.status !== 201) return undefined
  const { stayId } = (await entered.json()) as { stayId: string }
  const found = twin.control.participants().find(({ id }) => id === stayId)
  if (found === undefined) return undefined
  return { name: found.name, externalId: found.externalId ?? '', role: found.role }
}

export const peerWith =
  (settings: Readonly<Record<string, string>> = {}) =>
  async (clock: MovableClock): Promise<Peer> => {
    const sent: OutgoingCall[] = []
    const carry: CarryCall = async (call) => {
      sent.push(call)
      return { status: 200 }
    }
    const twin = await startDigitalSambaTwin({ clock, carry })
    const { control } = twin
    control.change({ attendanceLagSeconds: 120 })
    return {
      baseUrl: twin.url,
      clientId: undefined,
      secrets: { msevtmgt_accesstoken: twin.key },
      settings: { teamId: twin.teamId, ...settings },
      close: twin.close,
      misbehave: (kind: Misbehaviour) => control.misbehave({ kind }),
      titles: () => control.rooms().map((room) => room.settings.description),
      enter: (url) => enterAsBrowser(twin, url),
      attendanceNames: 'external',
      attend: (externalId, { join, leave }, roomId) => {
        control.attend(roomId, { externalId, join, leave })
      },
      lagSeconds: 120,
      pageSize: (pageSize) => control.change({ pageSize }),
      record: (roomId, start, minutes) => control.addRecording(roomId, start, minutes * 60),
      subscriptions: () =>
        control.webhooks().flatMap(({ events, endpoint }) => events.map((each) => each + endpoint)),
      async callback(roomId) {
        control.attend(roomId, { externalId: 'one', join: clock.now() })
        control.endSession(roomId)
        await control.settled()
        return asRequest(sent.at(-1) ?? assert.fail('The twin has told nobody of the end.'))
      },
    }
  }

/** What the hub's route hands to the adapter. */
export function asRequest({ method, url, headers, body }: OutgoingCall): CallbackRequest {
  const { pathname, search, searchParams } = new URL(url)
  return {
    method,
    url: `${pathname}${search}`,
    headers,
    query: Object.fromEntries(searchParams),
    body: Buffer.from(body),
  }
}

export interface World {
  readonly clock: MovableClock
  readonly twin: DigitalSambaTwin
  readonly account: Account
  readonly provider: Provider
  readonly team: Team
  /** What the vendor sent to the hub. */
  readonly sent: readonly OutgoingCall[]
}

export const start = new Date('2031-05-05T10:00:00.000Z')
export const at = (minutes: number) => new Date(start.getTime() + minutes * 60_000)

/** Ten minutes before the webinar. */
export async function inWorld(
  settings: Readonly<Record<string, string>>,
  act: (world: World) => Promise<void>,
): Promise<void> {
  const clock = frozenClock(at(-10))
  const sent: OutgoingCall[] = []
  const carry: CarryCall = async (call) => {
    sent.push(call)
    return { status: 200 }
  }
  const twin = await startDigitalSambaTwin({ clock, carry })
  const outbound = createOutbound({ allow: ['127.0.0.1'], log: silentLog })
  const account: Account = {
    configurationId: 'one',
    baseUrl: twin.url,
    clientId: undefined,
    settings: { teamId: twin.teamId, ...settings },
    secret: async () => twin.key,
    token: async () => assert.fail('Digital Samba has no tokens of sign-ins.'),
    request: (request) =>
      outbound.request(request).catch((error: unknown) => {
        throw networkFailure('digital-samba', error)
      }),
    callbackUrl: 'https://hub.example/hooks/digital-samba/one',
    clock,
    log: silentLog,
  }
  const provider = digitalSamba.connect(account)
  try {
    await act({ clock, twin, account, provider, team: await openTeam(account), sent })
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

export const person = (
  id: string,
  changes: Partial<JoiningRegistrant> = {},
): JoiningRegistrant => ({
  idempotencyKey: id,
  firstName: 'Zoë',
  lastName: "O'Brien",
  email: 'zoe@example.com',
  company: undefined,
  language: undefined,
  registrantId: undefined,
  joinUrl: undefined,
  ...changes,
})
