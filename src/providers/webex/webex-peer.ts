/** For the tests of this folder. */
import assert from 'node:assert/strict'
import type { MovableClock } from '#clock'
import { type Bench, openBench } from '../conformance/bench.ts'
import type { Entered } from '../conformance/peer.ts'
import type { Peer, StartPeer } from '../conformance.ts'
import type { CallbackRequest } from '../contract.ts'
import type { OutgoingCall } from '../twin/courier.ts'
import { webex } from './index.ts'
import { startWebexTwin, type WebexTwin } from './twin/index.ts'

export interface WebexPeer extends Peer {
  readonly twin: WebexTwin
}

const callbackSecret = 'a-long-random-text-for-callbacks'

/** A Webex twin as the other side of a conformance run. */
export async function startPeer(
  clock: MovableClock,
  settings: Record<string, string> = {},
): Promise<WebexPeer> {
  const twin = await startWebexTwin({ clock, carry: async () => ({ status: 204 }) })
  const { control } = twin
  // The scenes move through years; only the tests of signing in are about sign-ins that end.
  control.change({ refreshTokenLifeSeconds: 20 * 365 * 24 * 3600 })
  return {
    ...abilitiesOf(twin, clock),
    twin,
    baseUrl: `${twin.url}/v1`,
    clientId: twin.clientId,
    secrets: { msevtmgt_clientsecret: twin.clientSecret, gr_callbacksecret: callbackSecret },
    settings,
    close: twin.close,
    signIn,
    revoke: control.revokeTokens,
    tokenRequests: () =>
      control.received().filter(({ path }) => path === '/v1/access_token').length,
    misbehave: (kind) => control.setFault({ kind }),
  }
}

/** What a test can see and make happen there. */
function abilitiesOf(twin: WebexTwin, clock: MovableClock): Partial<Peer> {
  const { control } = twin
  const meetingBy = (id: string) => control.meetings().find((meeting) => meeting.id === id)
  return {
    titles: () => control.meetings().map(({ order }) => order.title),
    registrants: (webinarId) => control.registrants(webinarId).length,
    attend: (registrantId, { join, leave }) => {
      control.attend(registrantId.split('/')[1] ?? '', { join, leave })
    },
    wait: (registrantId, { join, leave }) => {
      control.attend(registrantId.split('/')[1] ?? '', { join, leave, state: 'lobby' })
    },
    attendanceNames: 'email',
    enter: (url) => enter(twin, url),
    lagSeconds: control.settings().endedLagSeconds,
    pageSize: (largestPage) => control.change({ largestPage }),
    occurrences: (webinarId) => meetingBy(webinarId)?.times ?? [],
    cohosts: (webinarId) =>
      control
        .invitees(webinarId)
        .filter(({ coHost, panelist }) => coHost || panelist)
        .map(({ email }) => email),
    password: (webinarId) => meetingBy(webinarId)?.order.password,
    record: control.record,
    callback: async (webinarId) => {
      control.open(webinarId)
      clock.advance(60_000)
      control.end(webinarId)
      return requestOf(control.dispatches().at(-1))
    },
    subscriptions: () => control.webhooks().map(({ resource, event }) => `${resource} ${event}`),
  }
}

/** The pop-up gets the page of Webex; the person presses Accept. */
export async function signIn(authorizeUrl: string, decision = 'accept'): Promise<URL> {
  const page = await fetch(authorizeUrl)
  const text = await page.text()
  assert.equal(page.status, 200, text)
  const hidden = [...text.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)]
  const fields = hidden.map(([, name = '', value = '']): [string, string] => [name, value])
  const body = new URLSearchParams([...fields, ['decision', decision]])
  const answer = await fetch(page.url, { method: 'POST', body, redirect: 'manual' })
  return new URL(answer.headers.get('location') ?? '')
}

async function enter(twin: WebexTwin, url: string): Promise<Entered | undefined> {
  const page = await fetch(url)
  const stays = /data-stays="([^"]+)"/.exec(await page.text())?.[1]
  if (stays === undefined) return undefined
  assert.equal((await fetch(`${twin.url}${stays}`, { method: 'POST' })).status, 201)
  const link = twin.control.links().find(({ token }) => url.includes(token))
  return { name: link?.name ?? '', externalId: link?.email ?? '', role: 'attendee' }
}

export function requestOf(call: OutgoingCall | undefined): CallbackRequest {
  assert.ok(call !== undefined, 'Nothing was sent.')
  const { pathname, search } = new URL(call.url)
  return {
    method: 'POST',
    url: pathname + search,
    headers: { ...call.headers },
    query: {},
    body: Buffer.from(call.body),
  }
}

/** Plays a scene with an account of its own, into which somebody has signed in. */
export async function withWebex(
  act: (bench: Bench & { readonly peer: WebexPeer }, twin: WebexTwin) => Promise<void>,
  settings: Record<string, string> = {},
): Promise<void> {
  const start: StartPeer = (clock) => startPeer(clock, settings)
  const bench = (await openBench(webex, start)) as Bench & { readonly peer: WebexPeer }
  try {
    await bench.signIn()
    await act(bench, bench.peer.twin)
  } finally {
    await bench.close()
  }
}
