import assert from 'node:assert/strict'
import { test } from 'node:test'
import { frozenClock } from '#clock'
import { startZoomTwin, type TwinOptions, type ZoomTwin } from './index.ts'

const clock = () => frozenClock(new Date('2031-03-01T09:00:00.000Z'))

async function withTwin(
  act: (twin: ZoomTwin, call: Call) => Promise<void>,
  options: Partial<TwinOptions> = {},
): Promise<void> {
  const twin = await startZoomTwin({ clock: clock(), ...options })
  try {
    await act(twin, await callerOf(twin))
  } finally {
    await twin.close()
  }
}

// biome-ignore lint/suspicious/noExplicitAny: tests read whatever the service answered
type Anything = any

type Call = (
  method: string,
  path: string,
  body?: object,
) => Promise<{ response: Response; body: Anything }>

async function callerOf(twin: ZoomTwin): Promise<Call> {
  const { access_token } = (await askToken(twin)).body
  return async (method, path, body) => {
    const response = await fetch(`${twin.url}/v2${path}`, {
      method,
      headers: {
        authorization: `Bearer ${access_token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { response, body: text === '' ? undefined : JSON.parse(text) }
  }
}

async function askToken(
  twin: ZoomTwin,
  secret = twin.clientSecret,
): Promise<{ readonly status: number; readonly body: Anything }> {
  const query = `grant_type=account_credentials&account_id=${twin.accountId}`
  const basic = Buffer.from(`${twin.clientId}:${secret}`).toString('base64')
  const response = await fetch(`${twin.url}/oauth/token?${query}`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
  })
  return { status: response.status, body: await response.json() }
}

const order = {
  topic: 'Soil',
  type: 2,
  start_time: '2031-03-02T10:00:00Z',
  duration: 60,
  settings: { approval_type: 0 },
}

test("the parameters of the token may stand in the query, and errors have Zoom's form", () =>
  withTwin(async (twin) => {
    const { body: token } = await askToken(twin)
    assert.equal(token.token_type, 'bearer')
    assert.equal(token.expires_in, 3599)
    assert.equal('refresh_token' in token, false)
    const refused = await askToken(twin, 'wrong')
    assert.equal(refused.status, 400)
    assert.deepEqual(refused.body, {
      reason: 'Invalid client_id or client_secret',
      error: 'invalid_client',
    })
  }))

test('a meeting is created with 201, changed and deleted with 204, and its start link is never the same', () =>
  withTwin(async ({ hostEmail }, call) => {
    const created = await call('POST', `/users/${hostEmail}/meetings`, order)
    assert.equal(created.response.status, 201)
    const path = `/meetings/${created.body.id}`
    const [first, second] = [await call('GET', path), await call('GET', path)]
    assert.notEqual(first.body.start_url, second.body.start_url)
    assert.equal((await call('PATCH', path, { topic: 'Water' })).response.status, 204)
    assert.equal((await call('GET', path)).body.topic, 'Water')
    assert.equal((await call('GET', path.replace('meetings', 'webinars'))).body.code, 3000)
    assert.equal((await call('DELETE', path)).response.status, 204)
    assert.equal((await call('GET', path)).body.code, 3001)
  }))

test('times without Z are local times of the meeting', () =>
  withTwin(async ({ hostEmail }, call) => {
    const local = { ...order, start_time: '2031-07-01T10:00:00', timezone: 'America/New_York' }
    const { body } = await call('POST', `/users/${hostEmail}/meetings`, local)
    assert.equal(body.start_time, '2031-07-01T14:00:00Z')
  }))

test('calls beyond the limit per second are refused, and every answer says how many are left', () =>
  withTwin(async (twin, call) => {
    twin.control.change({ perSecond: { LIGHT: 2, MEDIUM: 2, HEAVY: 2 } })
    const path = `/users/${twin.hostEmail}`
    assert.equal((await call('GET', path)).response.headers.get('x-ratelimit-remaining'), '1')
    assert.equal((await call('GET', path)).response.headers.get('x-ratelimit-category'), 'LIGHT')
    const third = await call('GET', path)
    assert.equal(third.response.status, 429)
    assert.equal(third.response.headers.get('x-ratelimit-type'), 'QPS')
    assert.equal(third.response.headers.get('retry-after'), null)
  }))

test('a UUID that was encoded only once leads nowhere when it holds slashes', () =>
  withTwin(async ({ control, hostEmail }, call) => {
    const { body } = await call('POST', `/users/${hostEmail}/meetings`, order)
    const id = String(body.id)
    for (const hour of [0, 8, 16]) {
      const join = new Date(Date.UTC(2031, 1, 20, hour))
      const leave = new Date(join.getTime() + 60_000)
      control.attendAs(id, { name: 'Ann', email: 'ann@example.com' }, { join, leave })
    }
    for (const { uuid } of control.runs(id)) {
      const once = encodeURIComponent(uuid)
      const needsTwo = uuid.startsWith('/') || uuid.includes('//')
      const single = await call('GET', `/report/meetings/${once}/participants`)
      assert.equal(single.response.status, needsTwo ? 404 : 200)
      const twice = await call('GET', `/report/meetings/${encodeURIComponent(once)}/participants`)
      assert.equal(twice.response.status, 200)
    }
  }))

test('the registrant of a row is told only to those who ask for the field', () =>
  withTwin(async ({ control, hostEmail }, call) => {
    const { body } = await call('POST', `/users/${hostEmail}/meetings`, order)
    const person = { email: 'ann@example.com', first_name: 'Ann' }
    const registered = await call('POST', `/meetings/${body.id}/registrants`, person)
    const join = new Date('2031-02-20T10:00:00Z')
    control.attend(registered.body.registrant_id, { join, leave: new Date('2031-02-20T10:30:00Z') })
    const path = `/report/meetings/${body.id}/participants`
    assert.equal((await call('GET', path)).body.participants[0].registrant_id, undefined)
    const asked = await call('GET', `${path}?include_fields=registrant_id`)
    assert.equal(asked.body.participants[0].registrant_id, registered.body.registrant_id)
    assert.equal(asked.body.participants[0].duration, 1800)
  }))

test('opening the join page does not count as being there; its script does', () =>
  withTwin(async ({ url, control, hostEmail }, call) => {
    const { body } = await call('POST', `/users/${hostEmail}/meetings`, order)
    const person = { email: 'ann@example.com', first_name: '<b>Ann</b>' }
    const { body: receipt } = await call('POST', `/meetings/${body.id}/registrants`, person)
    const page = await fetch(receipt.join_url)
    const text = await page.text()
    assert.equal(page.status, 200)
    assert.match(text, /You are in Soil/)
    assert.match(text, /&lt;b&gt;Ann/)
    assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/)
    assert.equal(control.runs(String(body.id)).length, 0)
    const stays = /data-stays="([^"]+)"/.exec(text)?.[1]
    assert.equal((await fetch(`${url}${stays}`, { method: 'POST' })).status, 201)
    assert.equal(control.runs(String(body.id)).length, 1)
    assert.equal((await fetch(`${url}/pages/visit.js`)).status, 200)
    assert.equal((await fetch(`${url}/w/1?tk=none`)).status, 404)
    assert.equal((await fetch(`${url}/j/${body.id}`)).status, 200)
  }))

test('callbacks arrive in order, and one that is refused is tried again later', async () => {
  const carried: string[] = []
  const carry = async ({ body }: { readonly body: string }) => {
    carried.push(JSON.parse(body).event)
    return { status: carried.length === 3 ? 500 : 200 }
  }
  await withTwin(
    async ({ control, hostEmail }, call) => {
      const { body } = await call('POST', `/users/${hostEmail}/meetings`, order)
      control.setCallbackUrl('https://hub.example/hooks/zoom/one')
      control.open(String(body.id))
      control.end(String(body.id))
      const sent = ['started', 'participant_joined', 'participant_left', 'ended']
      assert.deepEqual(
        control.dispatches().map(eventOf),
        sent.map((what) => `meeting.${what}`),
      )
      await new Promise((resolve) => setTimeout(resolve, 20))
      assert.deepEqual(
        control.dispatches().map(({ state }) => state),
        ['delivered', 'delivered', 'waiting', 'waiting'],
      )
    },
    { carry },
  )
})

const eventOf = ({ body }: { readonly body: string }) => JSON.parse(body).event

test('when the calls of the day are used up, the answer says until when', () =>
  withTwin(async ({ control, hostEmail }, call) => {
    control.change({ usedUp: ['LIGHT'] })
    const { response } = await call('GET', `/users/${hostEmail}`)
    assert.equal(response.status, 429)
    assert.equal(response.headers.get('x-ratelimit-type'), 'Daily-limit')
    assert.equal(response.headers.get('retry-after'), '2031-03-02T00:00:00Z')
  }))
