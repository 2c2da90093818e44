/** What tests of an adapter begin with: a webinar, a person, an account at a twin, and its failures. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Clock } from '#clock'
import { silentLog } from '#log'
import { createOutbound } from '#outbound'
import type { Account, CallbackRequest, JoiningRegistrant, WebinarPlan } from './contract.ts'
import { networkFailure } from './network-failure.ts'
import { ProviderError } from './provider-error.ts'
import type { CarryCall, OutgoingCall } from './twin/courier.ts'

export const start = new Date('2031-05-05T10:00:00.000Z')

/** So many minutes after the start of the webinar. */
export const at = (minutes: number) => new Date(start.getTime() + minutes * 60_000)

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

/** An account that calls over real HTTP and has no sign-in. */
export function accountAt(of: {
  readonly provider: string
  readonly baseUrl: string
  readonly clock: Clock
  readonly settings?: Readonly<Record<string, string>>
  readonly callbackUrl?: string | undefined
  secret(column: string): string | undefined
}): Account & { close(): Promise<void> } {
  const outbound = createOutbound({ allow: ['127.0.0.1'], log: silentLog })
  return {
    configurationId: randomUUID(),
    baseUrl: of.baseUrl,
    clientId: undefined,
    settings: of.settings ?? {},
    secret: async (column) => of.secret(column),
    token: async () => assert.fail(`${of.provider} has no tokens of sign-ins.`),
    request: (request) =>
      outbound.request(request).catch((error: unknown) => {
        throw networkFailure(of.provider, error)
      }),
    callbackUrl: of.callbackUrl ?? `https://hub.example/hooks/${of.provider}/one`,
    clock: of.clock,
    log: silentLog,
    close: () => outbound.close(),
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

/** A hub that takes every callback and keeps it. */
export function keptCalls(): { readonly sent: OutgoingCall[]; readonly carry: CarryCall } {
  const sent: OutgoingCall[] = []
  const carry: CarryCall = async (call) => {
    sent.push(call)
    return { status: 200 }
  }
  return { sent, carry }
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
