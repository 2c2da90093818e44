import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { createService } from './service.ts'
import { createVendor, type Vendor } from './vendor.ts'

const redirectUri = 'https://hub.example/WebResources/msevtmgt_AuthorizationResult.html'
const client = { id: 'hub', secret: 'secret', redirectUri }
let time = Date.parse('2031-05-05T10:00:00Z')
const now = () => new Date(time)

async function start(vendor: Vendor = createVendor(now), requestsPerMinute = 600): Promise<string> {
  const report = () => undefined
  const service = createService({ vendor, client, now, pageSize: 2, requestsPerMinute, report })
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
  after(() => {
    service.closeAllConnections()
    service.close()
  })
  return `http://127.0.0.1:${(service.address() as AddressInfo).port}`
}

async function signIn(url: string, more: Record<string, string> = {}): Promise<Response> {
  const form = { client_id: 'hub', redirect_uri: redirectUri, state: 'a&b', decision: 'allow' }
  const body = new URLSearchParams({ ...form, name: 'demo', password: 'demo', ...more })
  return fetch(`${url}/auth/authorize`, { method: 'POST', body, redirect: 'manual' })
}

async function tokenFor(url: string): Promise<string> {
  const back = new URL((await signIn(url)).headers.get('location') ?? '')
  const answer = await fetch(`${url}/auth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'authorization_code',
      code: back.searchParams.get('code'),
      client_id: 'hub',
      client_secret: 'secret',
      refresh_token: null,
      redirect_uri: redirectUri,
    }),
  })
  return ((await answer.json()) as { access_token: string }).access_token
}

const authorized = (token: string) => ({ authorization: `Bearer ${token}` })

test('who signs in is sent back with a code and the state; who refuses, with an error', async () => {
  const url = await start()
  const back = new URL((await signIn(url)).headers.get('location') ?? '')
  assert.equal(back.searchParams.get('state'), 'a&b')
  assert.ok(back.searchParams.get('code'))
  const refused = new URL((await signIn(url, { decision: 'refuse' })).headers.get('location') ?? '')
  assert.equal(refused.searchParams.get('error'), 'access_denied')
})

test('a wrong password is told on the page, and nothing in it is markup', async () => {
  const answer = await signIn(await start(), { password: 'x', state: '"><script>' })
  assert.equal(answer.status, 401)
  assert.doesNotMatch(await answer.text(), /<script>/)
})

test('another address to go back to is refused', async () => {
  const answer = await signIn(await start(), { redirect_uri: 'https://evil.example/' })
  assert.equal(answer.status, 400)
  assert.equal(answer.headers.get('location'), null)
})

test('a token ends after its hour', async () => {
  const url = await start()
  const headers = authorized(await tokenFor(url))
  assert.equal((await fetch(`${url}/status`, { headers })).status, 200)
  time += 3_601_000
  assert.equal((await fetch(`${url}/status`, { headers })).status, 401)
})

test('attendance comes in pages that hold every stay once', async () => {
  const url = await start()
  const headers = authorized(await tokenFor(url))
  const read = async (query: string) => {
    const answer = await fetch(`${url}/webinars/demo-webinar/attendance${query}`, { headers })
    return (await answer.json()) as { items: { email: string }[]; nextCursor?: string }
  }
  const first = await read('')
  const second = await read(`?cursor=${first.nextCursor}`)
  assert.equal(second.nextCursor, undefined)
  const emails = [...first.items, ...second.items].map(({ email }) => email)
  assert.deepEqual(emails, ['guest.0@example.org', 'guest.1@example.org', 'guest.2@example.org'])
})

test('too many requests are told how long to wait', async () => {
  const url = await start(createVendor(now), 2)
  const headers = authorized(await tokenFor(url))
  const answers = await Promise.all([1, 2, 3].map(() => fetch(`${url}/status`, { headers })))
  const limited = answers.find(({ status }) => status === 429)
  assert.match(limited?.headers.get('retry-after') ?? '', /^\d+$/)
})

test('a vendor that fails is answered with 500 and a sentence that says nothing of the inside', async () => {
  const status = () => Promise.reject(new Error('password of the database'))
  const url = await start({ ...createVendor(now), status })
  const answer = await fetch(`${url}/status`, { headers: authorized(await tokenFor(url)) })
  assert.equal(answer.status, 500)
  assert.doesNotMatch(await answer.text(), /database/)
})

test('bodies that are no JSON, too large or of another type are refused', async () => {
  const url = await start()
  const token = await tokenFor(url)
  for (const [type, body, status] of [
    ['application/json', '{', 400],
    ['text/plain', '{}', 415],
    ['application/json', `"${'x'.repeat(300_000)}"`, 413],
  ] as const) {
    const headers = { ...authorized(token), 'content-type': type, 'idempotency-key': 'k' }
    const answer = await fetch(`${url}/webinars`, { method: 'POST', headers, body })
    assert.equal(answer.status, status)
  }
})
