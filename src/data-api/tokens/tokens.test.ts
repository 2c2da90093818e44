import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { systemCaller } from '#identity'
import { dataWorld } from '../../../test/data-world.ts'

const world = await dataWorld()
const { applications, apiKeys } = world.identity
const origin = new URL(world.root).origin

const create = (name = 'Nightly export') =>
  applications.create(systemCaller, { name, roles: ['Reader'] })

async function ask(
  form: Readonly<Record<string, string>> | string,
  { path = '/oauth2/token', headers = {} }: { path?: string; headers?: object } = {},
) {
  const body = new URLSearchParams(form)
  const answer = await fetch(origin + path, { method: 'POST', body, headers: { ...headers } })
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  const json: any = await answer.json()
  return { status: answer.status, headers: answer.headers, json }
}

const formOf = (client: { clientId: string; clientSecret: string }) => ({
  grant_type: 'client_credentials',
  client_id: client.clientId,
  client_secret: client.clientSecret,
})

const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
})

const statusWith = async (token: string) =>
  (await world.send('contacts?$top=1', { headers: { authorization: `Bearer ${token}` } })).status

test('an application signs in with its secret and has the rights of its roles for an hour', async () => {
  const client = await create()
  const { status, headers, json } = await ask({ ...formOf(client), scope: 'https://hub/.default' })
  assert.equal(status, 200)
  assert.equal(headers.get('cache-control'), 'no-store')
  assert.equal(json.token_type, 'Bearer')
  assert.equal(json.expires_in, 3600)
  assert.equal(json.scope, 'https://hub/.default')
  const authorization = `Bearer ${json.access_token}`
  const me = await world.send('WhoAmI', { headers: { authorization } })
  assert.equal(me.json.UserId, client.userId)
  assert.equal((await world.send('contacts', { headers: { authorization } })).status, 200)
  const body = { firstname: 'X' }
  const write = await world.send('contacts', { method: 'POST', body, headers: { authorization } })
  assert.equal(write.status, 403)
  world.clock.advance(3600_000)
  assert.equal(await statusWith(json.access_token), 401)
})

test('the addresses that clients of Dataverse make of their authority answer alike', async () => {
  const client = await create()
  const tenant = randomUUID()
  for (const path of [`/${tenant}/oauth2/v2.0/token`, `/${tenant}/oauth2/token`]) {
    const { status, json } = await ask(formOf(client), { path })
    assert.equal(status, 200, path)
    assert.equal(await statusWith(json.access_token), 200)
  }
  const challenge = (await fetch(world.root)).headers.get('www-authenticate') ?? ''
  const authority = /authorization_uri=([^,\s]+)/.exec(challenge)?.[1] ?? ''
  const path = new URL(authority.replace(/authorize$/, 'token')).pathname
  assert.equal((await ask(formOf(client), { path })).status, 200)
})

test('the secret may come by Basic authentication, but not twice', async () => {
  const { clientId, clientSecret } = await create()
  const headers = basic(clientId, encodeURIComponent(clientSecret))
  assert.equal((await ask({ grant_type: 'client_credentials' }, { headers })).status, 200)
  const twice = await ask({ ...formOf({ clientId, clientSecret }) }, { headers })
  assert.deepEqual([twice.status, twice.json.error], [400, 'invalid_request'])
  const wrong = await ask(
    { grant_type: 'client_credentials' },
    { headers: basic(clientId, 'wrong') },
  )
  assert.deepEqual([wrong.status, wrong.json.error], [401, 'invalid_client'])
  assert.match(wrong.headers.get('www-authenticate') ?? '', /^Basic /)
})

test('what is wrong with a token request is said in the words of RFC 6749', async () => {
  const { clientId, clientSecret } = await create()
  const good = formOf({ clientId, clientSecret })
  const cases: readonly (readonly [Record<string, string> | string, number, string])[] = [
    ['', 400, 'invalid_request'],
    [{ grant_type: 'client_credentials' }, 400, 'invalid_request'],
    [{ ...good, grant_type: 'password' }, 400, 'unsupported_grant_type'],
    [`grant_type=client_credentials&grant_type=x&client_id=${clientId}`, 400, 'invalid_request'],
    [{ ...good, client_secret: 'wrong' }, 401, 'invalid_client'],
    [{ ...good, client_id: 'no id' }, 401, 'invalid_client'],
    [{ ...good, client_id: randomUUID() }, 401, 'invalid_client'],
  ]
  for (const [form, expected, error] of cases) {
    const { status, json, headers } = await ask(form)
    assert.deepEqual([status, json.error], [expected, error], JSON.stringify(form))
    assert.match(json.error_description, /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/)
    assert.equal(headers.get('cache-control'), 'no-store')
  }
  const other = { method: 'POST', body: '<a/>', headers: { 'content-type': 'text/xml' } }
  const answer = await fetch(`${origin}/oauth2/token`, other)
  assert.equal(answer.status, 400)
  assert.equal(((await answer.json()) as { error: string }).error, 'invalid_request')
})

test('whoever fails again and again has to wait, and only there and for that application', async () => {
  const client = await create()
  const wrong = { ...formOf(client), client_secret: 'wrong' }
  for (let number = 0; number < 5; number += 1) assert.equal((await ask(wrong)).status, 401)
  const { status, headers, json } = await ask(formOf(client))
  assert.deepEqual([status, json.error], [429, 'temporarily_unavailable'])
  assert.equal(headers.get('retry-after'), '1')
  assert.equal((await ask(formOf(await create('Other')))).status, 200)
  world.clock.advance(1000)
  assert.equal((await ask(wrong)).status, 401)
  world.clock.advance(1000)
  assert.equal((await ask(wrong)).status, 429)
  world.clock.advance(1000)
  assert.equal((await ask(formOf(client))).status, 200)
})

test('behind a proxy nobody locks out a program by naming its id from elsewhere', async () => {
  const client = await create('Behind a proxy')
  const wrong = { ...formOf(client), client_secret: 'wrong' }
  const from = (address: string) => ({ headers: { 'x-forwarded-for': address } })
  for (let number = 0; number < 5; number += 1) await ask(wrong, from('198.51.100.7'))
  assert.equal((await ask(formOf(client), from('198.51.100.7'))).status, 429)
  assert.equal((await ask(formOf(client), from('203.0.113.9'))).status, 200)
})

test('a disabled application is out at once, and its old tokens stay out', async () => {
  const client = await create()
  const { json } = await ask(formOf(client))
  assert.equal(await statusWith(json.access_token), 200)
  await applications.setEnabled(systemCaller, client.clientId, false)
  assert.equal(await statusWith(json.access_token), 401)
  assert.equal((await ask(formOf(client))).status, 401)
  await applications.setEnabled(systemCaller, client.clientId, true)
  assert.equal(await statusWith(json.access_token), 401)
  const again = await ask(formOf(client))
  await world.update('systemuser', client.userId, { isdisabled: true })
  assert.equal(await statusWith(again.json.access_token), 401)
})

test('two secrets are good at once; a third revokes the oldest with its tokens', async () => {
  const { clientId, clientSecret: first } = await create()
  const oldest = await ask(formOf({ clientId, clientSecret: first }))
  world.clock.advance(1000)
  const { clientSecret: second } = await applications.rotate(systemCaller, clientId)
  for (const clientSecret of [first, second]) {
    assert.equal((await ask(formOf({ clientId, clientSecret }))).status, 200)
  }
  world.clock.advance(1000)
  const { clientSecret: third } = await applications.rotate(systemCaller, clientId)
  assert.equal((await ask(formOf({ clientId, clientSecret: first }))).status, 401)
  assert.equal(await statusWith(oldest.json.access_token), 401)
  for (const clientSecret of [second, third]) {
    assert.equal((await ask(formOf({ clientId, clientSecret }))).status, 200)
  }
  world.clock.advance(181 * 24 * 3600_000)
  assert.equal((await ask(formOf({ clientId, clientSecret: third }))).status, 401)
})

test('Basic authentication with an API key as password opens the Data API, as Excel needs it', async () => {
  const answer = await world.send('contacts?$top=1', { headers: basic('anybody', world.key) })
  assert.equal(answer.status, 200)
  const wrong = await world.send('contacts', { headers: basic('anybody', 'wrong') })
  assert.equal(wrong.status, 401)
  assert.match(wrong.headers.get('www-authenticate') ?? '', /Basic realm="Greenroom"/)
})

test('a rotated API key goes on for a day, a revoked one does not', async () => {
  const old = await apiKeys.create(systemCaller, { name: 'Script' })
  const next = await apiKeys.rotate(systemCaller, old.id)
  const comesIn = async (key: string) =>
    await world.identity.callerOfBearer(key).then(
      () => true,
      () => false,
    )
  assert.deepEqual([await comesIn(old.key), await comesIn(next.key)], [true, true])
  world.clock.advance(24 * 3600_000)
  assert.deepEqual([await comesIn(old.key), await comesIn(next.key)], [false, true])
  await apiKeys.revoke(systemCaller, next.id)
  assert.equal(await comesIn(next.key), false)
  await assert.rejects(apiKeys.rotate(systemCaller, next.id), /has ended/)
})

test('no secret, token or key is in the database as it is', async () => {
  const client = await create()
  const { json } = await ask(formOf(client))
  for (const table of ['gr_application', 'gr_applicationsecret', 'gr_accesstoken', 'gr_apikey']) {
    for (const { text } of await world.query(`select t::text as text from ${table} t`)) {
      assert.ok(!String(text).includes(client.clientSecret), table)
      assert.ok(!String(text).includes(json.access_token), table)
    }
  }
})
