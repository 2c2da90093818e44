import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testHub } from '../../test/hub.ts'
import { makeAccount, makeEvent, register } from '../../test/story.ts'

const hub = await testHub({ environment: { GREENROOM_API_KEY: 'k'.repeat(32) } })
await hub.identity.ensureFirstAdministrator({
  email: undefined,
  password: undefined,
  apiKey: 'k'.repeat(32),
})
const administrator = await hub.identity.ensureAdministrator('admin@example.org')
const authorization = `Bearer ${'k'.repeat(32)}`

interface Visit {
  readonly cookie?: string
  readonly form?: Record<string, string>
  readonly headers?: Record<string, string>
}

async function visit(path: string, { cookie, form, headers }: Visit = {}): Promise<Response> {
  return await fetch(hub.url + path, {
    redirect: 'manual',
    headers: { ...(cookie === undefined ? {} : { cookie }), ...headers },
    ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
  })
}

async function signedIn(): Promise<string> {
  const token = await hub.identity.newSignInLink(administrator)
  const answer = await visit('/admin/sign-in/link', { form: { token } })
  return String(answer.headers.get('set-cookie')).split(';')[0] as string
}

test('a one-time link signs in once; opening it uses nothing up', async () => {
  const token = await hub.identity.newSignInLink(administrator)
  for (let time = 0; time < 2; time += 1) {
    assert.equal((await visit(`/admin/sign-in?token=${token}`)).status, 200)
  }
  const first = await visit('/admin/sign-in/link', { form: { token } })
  assert.equal(first.status, 303)
  const cookie = String(first.headers.get('set-cookie'))
  assert.match(cookie, /HttpOnly/)
  assert.match(cookie, /SameSite=Lax/)
  const second = await visit('/admin/sign-in/link', { form: { token } })
  assert.equal(second.status, 401)
  assert.match(await second.text(), /used already/)
})

test('pages send strangers to the sign-in, operations answer 401', async () => {
  const page = await visit('/admin')
  assert.equal(page.status, 303)
  assert.equal(page.headers.get('location'), '/admin/sign-in?return=%2Fadmin')
  assert.equal((await visit('/api/v1/mails')).status, 401)
  assert.equal(
    (await visit('/api/v1/mails', { headers: { authorization: 'Bearer wrong' } })).status,
    401,
  )
  assert.equal((await visit('/api/v1/mails', { headers: { authorization } })).status, 200)
})

test('signing out ends the session at once', async () => {
  const cookie = await signedIn()
  assert.equal((await visit('/admin', { cookie })).status, 200)
  assert.equal((await visit('/admin/sign-out', { cookie, form: {} })).status, 303)
  assert.equal((await visit('/admin', { cookie })).status, 303)
})

test('a form of another site cannot act with the cookie', async () => {
  const cookie = await signedIn()
  const foreign: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { 'sec-fetch-site': 'cross-site' },
  ]
  for (const headers of foreign) {
    const answer = await visit('/admin/sign-out', { cookie, form: {}, headers })
    assert.equal(answer.status, 403)
  }
  assert.equal((await visit('/admin', { cookie })).status, 200)
})

test('the window of a sign-in at a provider says what came of it; a code works once', async () => {
  const cookie = await signedIn()
  const { configurationId } = await makeAccount(hub)
  const page = `/admin/configurations/${configurationId}`
  const away = await visit(`${page}/authenticate`, { cookie })
  const asked = new URL(String(away.headers.get('location'))).searchParams
  const back = hub.twins.webinarExtension.control.approve({
    redirectUri: String(asked.get('redirect_uri')),
    state: String(asked.get('state')),
  })
  const answer = new URL(back)
  const result = await visit(answer.pathname + answer.search, { cookie })
  assert.equal(result.status, 200)
  assert.match(await result.text(), /Signed in/)
  const replayed = await visit(answer.pathname + answer.search, { cookie })
  assert.ok(replayed.status >= 400, 'a code works once')
  assert.match(await replayed.text(), /Not signed in/)
})

test('mails are shown in a frame that may run nothing', async () => {
  const cookie = await signedIn()
  const event = await makeEvent(hub, undefined)
  const id = await register(hub, event.id, 'framed@example.org')
  await hub.worker.runUntilIdle()
  const { rows } = await hub.testDatabase.pool.query(
    'select gr_mailid as id from gr_mail where registrationid = $1',
    [id],
  )
  const body = await visit(`/admin/mails/${rows[0].id}/body`, { cookie })
  assert.match(
    String(body.headers.get('content-security-policy')),
    /default-src 'none'[\s\S]*sandbox/,
  )
})

test('a job that nobody knows cannot be retried', async () => {
  const unknown = '11111111-1111-4111-8111-111111111111'
  const answer = await visit(`/api/v1/jobs/${unknown}/retry`, {
    form: {},
    headers: { authorization },
  })
  assert.equal(answer.status, 404)
})

test('the pages come with a policy that runs no script but ours, and files that browsers keep', async () => {
  const cookie = await signedIn()
  const page = await visit('/admin/events/of-tomorrow', { cookie })
  const policy = String(page.headers.get('content-security-policy'))
  assert.match(policy, /script-src 'self';/)
  assert.doesNotMatch(policy, /unsafe/)
  const text = await page.text()
  const nonce = /style-nonce" content="([^"]+)"/.exec(text)?.[1]
  assert.ok(policy.includes(`'nonce-${nonce}'`))
  assert.doesNotMatch(text, /<script(?![^>]*src=)/)
  const script = String(/src="(\/admin\/assets\/[^"]+\.js)"/.exec(text)?.[1])
  const file = await visit(script, { headers: { 'accept-encoding': 'br' } })
  assert.equal(file.status, 200)
  assert.match(String(file.headers.get('cache-control')), /immutable/)
  assert.equal(file.headers.get('content-encoding'), 'br')
  assert.equal((await visit('/admin/assets/..%2Findex.html')).status, 400)
})

test('an address that nobody knows is a page for people and a problem document for programs', async () => {
  const page = await visit('/no-such-page', { headers: { accept: 'text/html' } })
  assert.equal(page.status, 404)
  assert.match(String(page.headers.get('content-type')), /text\/html/)
  for (const [path, accept] of [
    ['/no-such-page', 'application/json'],
    ['/api/v1/nothing', 'text/html'],
  ] as const) {
    const problem = await visit(path, { headers: { accept } })
    assert.equal(problem.status, 404)
    assert.match(String(problem.headers.get('content-type')), /problem\+json/)
  }
})

test('health, readiness, metrics and the description of the operations are open to machines', async () => {
  assert.equal((await visit('/healthz')).status, 200)
  assert.equal((await visit('/readyz')).status, 200)
  const metrics = await (await visit('/metrics')).text()
  assert.match(metrics, /greenroom_jobs_ready \d/)
  assert.match(metrics, /greenroom_http_seconds_count/)
  const description = (await (await visit('/openapi.json')).json()) as {
    paths: Record<string, unknown>
  }
  assert.ok('/api/v1/configurations/{id}/verify' in description.paths)
})
