import assert from 'node:assert/strict'
import { test } from 'node:test'
import { frozenClock, type MovableClock } from '#clock'
import { signIn } from '../webex-peer.ts'
import { startWebexTwin, type TwinOptions, type WebexTwin } from './index.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests read whatever the service answered
type Anything = any

type Call = (
  method: string,
  path: string,
  body?: object,
) => Promise<{ readonly response: Response; readonly body: Anything }>

interface Scene {
  readonly twin: WebexTwin
  readonly clock: MovableClock
  readonly call: Call
}

const redirectUri = 'https://hub.example/back'
const everything =
  'spark:people_read meeting:schedules_read meeting:schedules_write meeting:participants_read meeting:recordings_read'

async function withTwin(
  act: (scene: Scene) => Promise<void>,
  { scope = everything, ...options }: Partial<TwinOptions> & { readonly scope?: string } = {},
): Promise<void> {
  const clock = frozenClock(new Date('2031-03-01T09:00:00.000Z'))
  const twin = await startWebexTwin({ clock, ...options })
  try {
    await act({ twin, clock, call: callWith(twin, await tokenOf(twin, scope)) })
  } finally {
    await twin.close()
  }
}

async function tokenOf(twin: WebexTwin, scope: string): Promise<string> {
  const { clientId: client_id, clientSecret: client_secret } = twin
  const query = { response_type: 'code', client_id, redirect_uri: redirectUri, scope, state: 's' }
  const back = await signIn(`${twin.url}/v1/authorize?${new URLSearchParams(query)}`)
  const code = back.searchParams.get('code') ?? ''
  const form = { grant_type: 'authorization_code', client_id, client_secret, code }
  const body = new URLSearchParams({ ...form, redirect_uri: redirectUri })
  const response = await fetch(`${twin.url}/v1/access_token`, { method: 'POST', body })
  const tokens: Anything = await response.json()
  assert.equal(tokens.expires_in, 1_209_599)
  assert.equal(tokens.refresh_token_expires_in, 7_775_999)
  return tokens.access_token
}

const callWith =
  (twin: WebexTwin, token: string): Call =>
  async (method, path, body) => {
    const response = await fetch(`${twin.url}/v1${path}`, {
      method,
      redirect: 'manual',
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { response, body: text === '' ? undefined : JSON.parse(text) }
  }

const order = { title: 'Soil', start: '2031-03-20T10:00:42Z', end: '2031-03-20T11:00:42Z' }

test('creating answers 200 with the meeting, its seconds cut off and a password made up', () =>
  withTwin(async ({ call }) => {
    const { response, body } = await call('POST', '/meetings', order)
    assert.equal(response.status, 200)
    assert.match(body.id, /^[0-9a-f]{32}$/)
    assert.match(body.meetingNumber, /^\d{10}$/)
    assert.equal(body.start, '2031-03-20T10:00:00Z')
    assert.notEqual(body.password, '')
  }))

test('what begins before now, is too short or holds unknown items is refused', () =>
  withTwin(async ({ call }) => {
    const past = { ...order, start: '2031-02-20T10:00:00Z', end: '2031-02-20T11:00:00Z' }
    const refused = await call('POST', '/meetings', past)
    assert.equal(refused.response.status, 400)
    assert.match(refused.body.message, /is before current time/)
    assert.match(refused.body.trackingId, /^ROUTER_/)
    const short = { ...order, end: '2031-03-20T10:05:00Z' }
    assert.equal((await call('POST', '/meetings', short)).response.status, 400)
    const { body } = await call('POST', '/meetings', order)
    const patch = { scheduledType: 'webinar' }
    assert.equal((await call('PATCH', `/meetings/${body.id}`, patch)).response.status, 400)
  }))

test('without bounds a list looks one week ahead only', () =>
  withTwin(async ({ call }) => {
    await call('POST', '/meetings', order)
    assert.deepEqual((await call('GET', '/meetings')).body.items, [])
    const wide = await call('GET', '/meetings?from=2031-03-01T00:00:00Z&to=2031-04-01T00:00:00Z')
    assert.equal(wide.body.items.length, 1)
  }))

test('one date of a series can be taken out by its own id', () =>
  withTwin(async ({ call }) => {
    const recurrence = 'FREQ=DAILY;INTERVAL=1;COUNT=3'
    const { body } = await call('POST', '/meetings', { ...order, recurrence })
    const list = '/meetings?meetingType=scheduledMeeting&from=2031-03-01&to=2031-04-01'
    const dates = (await call('GET', list)).body.items.map(({ id }: { id: string }) => id)
    assert.equal(dates[1], `${body.id}_20310321T100000Z`)
    assert.equal((await call('DELETE', `/meetings/${dates[1]}`)).response.status, 204)
    assert.equal((await call('GET', list)).body.items.length, 2)
  }))

test('a join link comes as a redirect unless that is declined', () =>
  withTwin(async ({ call }) => {
    const { body } = await call('POST', '/meetings', order)
    const person = { meetingId: body.id, email: 'ann@example.com', displayName: 'Ann' }
    const direct = await call('POST', '/meetings/join', person).catch((error) => error)
    assert.ok(direct instanceof SyntaxError || direct.response.status === 302)
    const { body: link } = await call('POST', '/meetings/join', { ...person, joinDirectly: false })
    assert.match(link.joinLink, /integrationJoinToken=/)
    assert.equal(link.startLink, undefined)
    const host = { meetingId: body.id, joinDirectly: false }
    assert.notEqual((await call('POST', '/meetings/join', host)).body.startLink, undefined)
    const both = { ...person, meetingNumber: body.meetingNumber, joinDirectly: false }
    assert.equal((await call('POST', '/meetings/join', both)).response.status, 400)
  }))

test('each call takes its scope, also the webhook for what it is about', () =>
  withTwin(
    async ({ call }) => {
      assert.equal((await call('GET', '/meetings')).response.status, 200)
      const refused = await call('POST', '/meetings', order)
      assert.equal(refused.response.status, 403)
      assert.match(refused.body.message, /meeting:schedules_write/)
      const webhook = { name: 'n', targetUrl: 'https://hub.example/hooks', event: 'created' }
      const recordings = { ...webhook, resource: 'recordings' }
      assert.equal((await call('POST', '/webhooks', recordings)).response.status, 403)
      const meetings = { ...webhook, resource: 'meetings' }
      assert.equal((await call('POST', '/webhooks', meetings)).response.status, 200)
    },
    { scope: 'meeting:schedules_read' },
  ))

test('a webhook that fails again and again is switched off until it is put back', async () => {
  const carried: string[] = []
  const carry = async ({ url }: { readonly url: string }) => {
    carried.push(url)
    return { status: 500 }
  }
  await withTwin(
    async ({ twin, call }) => {
      twin.control.change({ failuresUntilInactive: 2 })
      const webhook = { name: 'n', targetUrl: 'https://hub.example/hooks', secret: 's' }
      const topic = { resource: 'meetings', event: 'created' }
      const { body } = await call('POST', '/webhooks', { ...webhook, ...topic })
      for (const _meeting of [1, 2, 3]) {
        await call('POST', '/meetings', order)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      assert.equal(carried.length, 2)
      assert.equal((await call('GET', '/webhooks')).body.items[0].status, 'inactive')
      await call('PUT', `/webhooks/${body.id}`, { ...webhook, status: 'active' })
      assert.equal((await call('GET', '/webhooks')).body.items[0].status, 'active')
      assert.equal((await call('DELETE', `/webhooks/${body.id}`)).response.status, 204)
    },
    { carry },
  )
})

test('the sign-in page shows what is asked for, and trusts no address it does not know', () =>
  withTwin(async ({ twin }) => {
    const address = (query: Record<string, string>) =>
      `${twin.url}/v1/authorize?${new URLSearchParams({ response_type: 'code', ...query })}`
    const good = { client_id: twin.clientId, redirect_uri: redirectUri, scope: '<b>', state: 's' }
    const page = await fetch(address(good))
    assert.match(await page.text(), /It asks for: &lt;b&gt;/)
    assert.equal((await fetch(address({ ...good, client_id: 'other' }))).status, 400)
    twin.control.change({ redirectUris: ['https://hub.example/other'] })
    assert.equal((await fetch(address(good))).status, 400)
  }))
