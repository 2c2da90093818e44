/** For the tests of this folder. */
import assert from 'node:assert/strict'
import type { MovableClock } from '#clock'
import { type Bench, openBench } from '../conformance/bench.ts'
import type { Peer, StartPeer } from '../conformance.ts'
import type { CallbackRequest } from '../contract.ts'
import type { OutgoingCall } from '../twin/courier.ts'
import { zoom } from './index.ts'
import { startZoomTwin, type ZoomTwin } from './twin/index.ts'

export interface ZoomPeer extends Peer {
  readonly twin: ZoomTwin
}

/** The people of the suite's plans, who may be alternative hosts only with a licence. */
const team = ['pia@example.com', 'ola@example.com', 'uwe@example.com']

const numberOf = (webinarId: string) => webinarId.split('/')[1] ?? ''

/** A Zoom twin as the other side of a conformance run. */
export async function startPeer(
  clock: MovableClock,
  settings: Record<string, string> = {},
): Promise<ZoomPeer> {
  const twin = await startZoomTwin({ clock, carry: async () => ({ status: 204 }) })
  const { control } = twin
  for (const email of team) control.addUser({ email, type: 2 })
  return {
    twin,
    baseUrl: `${twin.url}/v2`,
    clientId: twin.clientId,
    secrets: { gr_clientsecret: twin.clientSecret, gr_callbacksecret: twin.callbackSecret },
    settings: {
      accountId: twin.accountId,
      host: twin.hostEmail,
      oauthUrl: twin.url,
      ...settings,
    },
    close: twin.close,
    revoke: () => control.revokeTokens(),
    tokenRequests: () => control.received().filter(({ path }) => path === '/oauth/token').length,
    misbehave: (kind) => control.setFault({ kind }),
    titles: () => control.meetings().map(({ order }) => order.topic),
    registrants: (webinarId) => control.registrants(numberOf(webinarId)).length,
    attend: (registrantId, { join, leave }) => {
      control.attend(registrantId, { join, leave })
    },
    wait: (registrantId, { join, leave }) => {
      control.attend(registrantId, { join, leave, status: 'in_waiting_room' })
    },
    lagSeconds: control.settings().reportLagSeconds,
    pageSize: (largestPage) => control.change({ largestPage }),
    occurrences: (webinarId) => control.occurrences(numberOf(webinarId)).map(({ start }) => start),
    cohosts: (webinarId) => cohostsOf(twin, numberOf(webinarId)),
    password: (webinarId) =>
      control.meetings().find(({ id }) => id === numberOf(webinarId))?.order.password,
    record: (webinarId, start, minutes) => control.record(numberOf(webinarId), start, minutes),
    callback: async (webinarId) => endedCallback(twin, clock, numberOf(webinarId)),
  }
}

function cohostsOf({ control }: ZoomTwin, id: string): readonly string[] {
  const hosts = control.meetings().find((meeting) => meeting.id === id)?.order.settings
  const alternative = String(hosts?.alternative_hosts ?? '').split(';')
  return [...alternative, ...control.panelists(id).map(({ email }) => email)].filter(Boolean)
}

/** Somebody was there, and the host ends it. */
function endedCallback({ control }: ZoomTwin, clock: MovableClock, id: string): CallbackRequest {
  control.setCallbackUrl('https://hub.example/hooks/zoom/one')
  control.open(id)
  clock.advance(60_000)
  control.end(id)
  return requestOf(control.dispatches().at(-1))
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

/** Plays a scene with an account of its own. */
export async function withZoom(
  act: (bench: Bench & { readonly peer: ZoomPeer }, twin: ZoomTwin) => Promise<void>,
  settings: Record<string, string> = {},
): Promise<void> {
  const start: StartPeer = (clock) => startPeer(clock, settings)
  const bench = (await openBench(zoom, start)) as Bench & { readonly peer: ZoomPeer }
  try {
    await act(bench, bench.peer.twin)
  } finally {
    await bench.close()
  }
}
