/** For the tests of this folder. */
import assert from 'node:assert/strict'
import type { MovableClock } from '#clock'
import { type Bench, openBench } from '../conformance/bench.ts'
import { definitionWith, type Peer, type StartPeer } from '../conformance.ts'
import type { CallbackRequest } from '../contract.ts'
import type { OutgoingCall } from '../twin/courier.ts'
import { microsoftTeams } from './index.ts'
import {
  curator,
  type MicrosoftTeamsTwin,
  startMicrosoftTeamsTwin,
  superUser,
} from './twin/index.ts'

export interface TeamsPeer extends Peer {
  readonly twin: MicrosoftTeamsTwin
}

const callbackSecret = 'a-long-random-text-for-notifications'

/** A Teams twin as the other side of a conformance run. */
export async function startPeer(
  clock: MovableClock,
  settings: Record<string, string> = {},
): Promise<TeamsPeer> {
  const twin = await startMicrosoftTeamsTwin({ clock, reach: answerAsHub })
  const { control } = twin
  // The scenes move through years; only the tests of signing in are about sign-ins that end.
  control.change({ refreshTokenLifeSeconds: 20 * 365 * 24 * 3600 })
  return {
    ...abilitiesOf(twin, clock),
    twin,
    baseUrl: `${twin.url}/v1.0`,
    clientId: twin.clientId,
    secrets: { gr_clientsecret: twin.clientSecret, gr_callbacksecret: callbackSecret },
    settings: { tenantId: twin.tenantId, loginUrl: twin.url, ...settings },
    close: twin.close,
    signIn,
    revoke: control.revokeTokens,
    tokenRequests: () =>
      control.tokensGiven('authorization_code') + control.tokensGiven('refresh_token'),
    misbehave: (kind) => control.setFault({ kind }),
  }
}

/** The hub at the other end of notifications: says tokens back and takes the rest. */
export async function answerAsHub({ url }: OutgoingCall) {
  const token = new URL(url).searchParams.get('validationToken')
  if (token === null) return { status: 202 }
  return { status: 200, contentType: 'text/plain; charset=utf-8', text: token }
}

/** What a test can see and make happen there. */
function abilitiesOf(twin: MicrosoftTeamsTwin, clock: MovableClock): Partial<Peer> {
  const { control } = twin
  const registrationsOf = (webinarId: string) =>
    control
      .registrations()
      .filter((each) => `webinar/${each.webinarId}` === webinarId && each.status !== 'canceled')
  return {
    titles: () => [
      ...control.events().map(({ order }) => order.subject ?? ''),
      ...control
        .webinars()
        .filter(({ status }) => status === 'published')
        .map(({ order }) => order.displayName ?? ''),
    ],
    registrants: (webinarId) => registrationsOf(webinarId).length,
    attend: (registrantId, { join, leave }, webinarId) => {
      const known = control.registrations().find(({ id }) => id === registrantId)
      // The suite makes addresses of the beginning of the id (bench.ts, person).
      const email = known?.email ?? `zoe.${registrantId.slice(0, 8)}@example.com`
      const guest = { name: "Zoë O'Brien", email, registrationId: known?.id }
      control.attend(meetingIdOf(twin, webinarId), guest, { join, leave })
    },
    lagSeconds: control.settings().reportLagSeconds,
    pageSize: (largestPage) => control.change({ largestPage }),
    occurrences: (webinarId) => eventOf(twin, webinarId)?.times ?? [],
    cohosts: (webinarId) => cohostsOf(twin, webinarId),
    record: (webinarId, start, minutes) =>
      control.record(meetingIdOf(twin, webinarId), start, minutes),
    callback: async (webinarId) => {
      const meetingId = meetingIdOf(twin, webinarId)
      control.open(meetingId)
      clock.advance(60_000)
      control.end(meetingId)
      return requestOf(control.dispatches().at(-1))
    },
    subscriptions: () => control.subscriptions().map(({ resource }) => resource),
  }
}

export function eventOf({ control }: MicrosoftTeamsTwin, webinarId: string) {
  const key = webinarId.split('/').at(-1)
  return control.events().find(({ order }) => order.transactionId === key)
}

export function meetingIdOf(twin: MicrosoftTeamsTwin, webinarId: string): string {
  const webinar = twin.control.webinars().find(({ id }) => `webinar/${id}` === webinarId)
  const id = webinar?.meetingId ?? eventOf(twin, webinarId)?.meetingId
  assert.ok(id !== undefined, `The twin has no meeting for ${webinarId}.`)
  return id
}

function cohostsOf(twin: MicrosoftTeamsTwin, webinarId: string): string[] {
  const { control } = twin
  const webinar = control.webinars().find(({ id }) => `webinar/${id}` === webinarId)
  if (webinar !== undefined) {
    const mailOf = (userId: string) =>
      control.settings().users.find(({ id }) => id === userId)?.mail ?? ''
    return [
      ...webinar.presenters.map(({ email }) => email),
      ...(webinar.order.coOrganizers ?? []).map(({ id }) => mailOf(id)),
    ]
  }
  const id = meetingIdOf(twin, webinarId)
  const meeting = control.meetings().find((each) => each.id === id)
  return meeting?.options.participants.attendees.map(({ upn }) => upn ?? '') ?? []
}

/** The pop-up gets the page of Entra; the person presses Accept. */
export async function signIn(
  authorizeUrl: string,
  { account = superUser.mail, decision = 'accept' } = {},
): Promise<URL> {
  const page = await fetch(authorizeUrl)
  const text = await page.text()
  assert.equal(page.status, 200, text)
  const hidden = [...text.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)]
  const fields = hidden.map(([, name = '', value = '']): [string, string] => [name, value])
  const body = new URLSearchParams([...fields, ['account', account], ['decision', decision]])
  const answer = await fetch(page.url, { method: 'POST', body, redirect: 'manual' })
  return new URL(answer.headers.get('location') ?? '')
}

export function requestOf(call: OutgoingCall | undefined): CallbackRequest {
  assert.ok(call !== undefined, 'Nothing was sent.')
  const { pathname, search, searchParams } = new URL(call.url)
  return {
    method: 'POST',
    url: pathname + search,
    headers: { ...call.headers },
    query: Object.fromEntries(searchParams),
    body: Buffer.from(call.body),
  }
}

export const applicationSettings = { rights: 'Application', organizer: curator.mail }

type TeamsBench = Bench & { readonly peer: TeamsPeer }

/** Plays a scene with an account of its own: somebody has signed in, or the application is there. */
export async function withTeams(
  act: (bench: TeamsBench, twin: MicrosoftTeamsTwin) => Promise<void>,
  settings: Record<string, string> = {},
): Promise<void> {
  const start: StartPeer = (clock) => startPeer(clock, settings)
  const isApplication = settings.rights === 'Application'
  const definition = definitionWith(microsoftTeams, settings)
  const bench = (await openBench(definition, start)) as TeamsBench
  try {
    if (!isApplication) await bench.signIn()
    await act(bench, bench.peer.twin)
  } finally {
    await bench.close()
  }
}
