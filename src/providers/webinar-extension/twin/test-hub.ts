import assert from 'node:assert/strict'
import { frozenClock, type MovableClock } from '#clock'
import { startWebinarExtensionTwin, type TwinOptions, type WebinarExtensionTwin } from './server.ts'

/** What a hub gets back. The body is parsed when it is JSON. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever the service answered
  readonly body: any
}

export type Send = (
  method: string,
  path: string,
  options?: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> },
) => Promise<Answer>

export const redirectUri = 'https://hub.example/WebResources/msevtmgt_AuthorizationResult.html'
export const openingTime = new Date('2026-03-02T09:00:00.000Z')

/** Calls the service as a plain HTTP client: JSON out, no redirect followed. */
export function plainCaller(url: string): Send {
  return async (method, path, { body, headers = {} } = {}) => {
    const sent = body === undefined ? {} : { 'content-type': 'application/json' }
    const response = await fetch(url + path, {
      method,
      redirect: 'manual',
      headers: { ...sent, ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
    const parsed = isJson && text !== '' ? JSON.parse(text) : undefined
    return { status: response.status, headers: response.headers, text, body: parsed }
  }
}

/** The body that the documentation shows for the code exchange. */
export function codeExchange(twin: WebinarExtensionTwin, code: string) {
  return {
    grant_type: 'authorization_code',
    code,
    client_id: twin.clientId,
    client_secret: twin.clientSecret,
    refresh_token: null,
    redirect_uri: redirectUri,
  }
}

/** An access token for an account, got as a hub gets it. */
export async function tokenFor(
  twin: WebinarExtensionTwin,
  account = 'anna@webinars.example',
): Promise<string> {
  const answer = new URL(twin.control.approve({ redirectUri, state: 's', account }))
  const body = codeExchange(twin, answer.searchParams.get('code') ?? '')
  const token = await plainCaller(twin.url)('POST', '/auth/token', { body })
  return token.body?.access_token ?? ''
}

/** A hub with a token: every request carries it, and every POST an Idempotency-Key. */
export function hubWith(url: string, token: string): Send {
  const send = plainCaller(url)
  const authorization = `Bearer ${token}`
  return (method, path, options = {}) =>
    send(method, path, {
      ...options,
      headers: { authorization, ...keyFor(method, options.body), ...options.headers },
    })
}

export async function connectedHub(twin: WebinarExtensionTwin, account?: string): Promise<Send> {
  return hubWith(twin.url, await tokenFor(twin, account))
}

function keyFor(method: string, body: unknown): Record<string, string> {
  if (method !== 'POST' || body === null || typeof body !== 'object') return {}
  return { 'idempotency-key': String(Reflect.get(body, 'externalId')) }
}

export interface Scene {
  readonly twin: WebinarExtensionTwin
  readonly clock: MovableClock
  readonly hub: Send
}

/** Plays a scene with a twin of its own, whose clock stands still until it is moved. */
export async function withTwin(
  play: (scene: Scene) => Promise<void>,
  options: Partial<TwinOptions> = {},
): Promise<void> {
  const clock = frozenClock(openingTime)
  const twin = await startWebinarExtensionTwin({ clock, ...options })
  // The scenes move through days; only the tests of signing in are about tokens that expire.
  twin.control.change({ accessTokenLifeSeconds: 365 * 24 * 3600 })
  try {
    await play({ twin, clock, hub: await connectedHub(twin) })
  } finally {
    await twin.close()
  }
}

/** Tomorrow from 10:00 to 11:00 UTC. */
export const order = {
  externalId: 'event-1',
  kind: 'event',
  title: 'Writing for people',
  description: 'An hour about sentences.',
  start: '2026-03-03T10:00:00Z',
  end: '2026-03-03T11:00:00Z',
  timeZone: 'Europe/Paris',
  language: 'en',
  webinarType: 'live',
  producer: { name: 'Paul Producer', email: 'paul@hub.example' },
  presenters: [{ externalId: 'speaker-1', name: 'Sara Speaker', email: 'sara@hub.example' }],
} as const

export function registrant(name: string) {
  return {
    externalId: `registration-${name}`,
    role: 'attendee',
    firstName: name,
    lastName: 'Example',
    email: `${name.toLowerCase()}@people.example`,
    company: 'Example & Sons',
  } as const
}

/** Creates the webinar, lets it be created, and returns its id. */
export async function createdWebinar({ hub, twin, clock }: Scene, more: object = {}) {
  const answer = await hub('POST', '/webinars', { body: { ...order, ...more } })
  assert.equal(answer.status, 201, answer.text)
  clock.advance(twin.control.settings().creationDelaySeconds * 1000)
  return answer.body.webinarId as string
}

/** Registers somebody and returns the registration as answered. */
export async function registered({ hub }: Scene, webinarId: string, name: string) {
  const path = `/webinars/${webinarId}/registrations`
  const answer = await hub('POST', path, { body: registrant(name) })
  assert.equal(answer.status, 201, answer.text)
  return answer.body as { registrationId: string; joinUrl: string; status: string }
}
