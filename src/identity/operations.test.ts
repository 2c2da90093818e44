import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { testHub } from '../../test/hub.ts'

const hub = await testHub()
const apiKey = randomUUID()
await hub.identity.ensureFirstAdministrator({ email: undefined, password: undefined, apiKey })

async function call(method: 'GET' | 'POST', path: string, body?: object, key: string = apiKey) {
  const answer = await fetch(`${hub.url}/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}),
  })
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  const json: any = await answer.json()
  return { status: answer.status, headers: answer.headers, json }
}

async function tokenOf(clientId: string, clientSecret: string) {
  const form = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope: `${hub.url}/.default`,
  }
  const options = { method: 'POST', body: new URLSearchParams(form) }
  const answer = await fetch(`${hub.url}/${randomUUID()}/oauth2/v2.0/token`, options)
  const json = (await answer.json()) as { access_token?: string; error?: string }
  return { status: answer.status, ...json }
}

const reads = async (token: string | undefined) => {
  const headers = { authorization: `Bearer ${token}` }
  return (await fetch(`${hub.url}/api/data/v9.2/WhoAmI`, { headers })).status
}

test('an administrator makes an application, rotates its secret, disables and enables it', async () => {
  const made = await call('POST', 'applications', { name: 'Export', roles: ['Reader', 'Delegate'] })
  assert.equal(made.status, 201, JSON.stringify(made.json))
  assert.equal(made.headers.get('cache-control'), 'no-store')
  const { clientId, clientSecret } = made.json
  const { access_token: token } = await tokenOf(clientId, clientSecret)
  assert.equal(await reads(token), 200)

  const rotated = await call('POST', `applications/${clientId}/secrets`)
  assert.equal((await tokenOf(clientId, rotated.json.clientSecret)).status, 200)
  const listed = await call('GET', 'applications')
  const [application] = listed.json.value
  assert.deepEqual(application.roles, ['Delegate', 'Reader'])
  assert.equal(application.enabled, true)
  assert.equal(application.secrets.length, 2)
  assert.ok(!JSON.stringify(listed.json).includes(clientSecret))
  const oldest = application.secrets.find(({ id }: { id: string }) => id !== rotated.json.secretId)
  await call('POST', `applications/${clientId}/secrets/${oldest.id}/revoke`)
  assert.equal(await reads(token), 401)
  assert.equal((await tokenOf(clientId, clientSecret)).error, 'invalid_client')

  const next = await tokenOf(clientId, rotated.json.clientSecret)
  await call('POST', `applications/${clientId}/disable`)
  assert.equal(await reads(next.access_token), 401)
  await call('POST', `applications/${clientId}/enable`)
  assert.equal((await tokenOf(clientId, rotated.json.clientSecret)).status, 200)
})

test('an administrator makes API keys for users, rotates and revokes them', async () => {
  const made = await call('POST', 'api-keys', { name: 'Script' })
  assert.equal(made.status, 201)
  assert.equal(await reads(made.json.key), 200)
  const next = await call('POST', `api-keys/${made.json.id}/rotate`, { overlapHours: 1 })
  assert.equal(await reads(next.json.key), 200)
  const { json } = await call('GET', 'api-keys')
  const names = json.value.map(({ name }: { name: string }) => name)
  assert.deepEqual(names.sort(), ['GREENROOM_API_KEY', 'Script', 'Script'])
  assert.ok(!JSON.stringify(json).includes(made.json.key))
  const used = json.value.find(({ id }: { id: string }) => id === made.json.id).lastUsedOn
  assert.ok(Math.abs(Date.parse(used) - hub.clock.now().getTime()) < 60_000, used)
  assert.equal((await call('POST', `api-keys/${next.json.id}/revoke`)).status, 200)
})

test('others neither see nor make credentials', async () => {
  const made = await call('POST', 'applications', { name: 'Manager', roles: ['Event Manager'] })
  const { access_token: token = '' } = await tokenOf(made.json.clientId, made.json.clientSecret)
  for (const [method, path, body] of [
    ['GET', 'applications', undefined],
    ['POST', 'applications', { name: 'X', roles: ['System Administrator'] }],
    ['POST', `applications/${made.json.clientId}/secrets`, {}],
    ['POST', `applications/${made.json.clientId}/enable`, {}],
    ['GET', 'api-keys', undefined],
    ['POST', 'api-keys', { name: 'X' }],
  ] as const) {
    assert.equal((await call(method, path, body, token)).status, 403, path)
  }
})

test('what cannot be is refused with the input that is wrong', async () => {
  const past = '2001-01-01T00:00:00Z'
  for (const [path, body, status] of [
    ['applications', { name: 'X', roles: ['Nobody'] }, 400],
    ['applications', { name: '', roles: [] }, 400],
    ['applications', { name: 'X', roles: [], secretExpiresOn: past }, 400],
    ['applications', { name: 'X', roles: [], secretExpiresOn: '2999-01-01T00:00:00Z' }, 400],
    [`applications/${randomUUID()}/secrets`, {}, 404],
    ['api-keys', { name: 'X', userId: randomUUID() }, 404],
    ['api-keys', { name: 'X', expiresOn: past }, 400],
    [`api-keys/${randomUUID()}/revoke`, {}, 404],
  ] as const) {
    const answer = await call('POST', path, body)
    assert.equal(answer.status, status, `${path} ${JSON.stringify(answer.json)}`)
    assert.ok(answer.json.advice.length > 0)
  }
})

test('the operations are described in OpenAPI', async () => {
  const document = (await (await fetch(`${hub.url}/openapi.json`)).json()) as {
    paths: Record<string, unknown>
  }
  for (const path of ['/api/v1/applications', '/api/v1/api-keys/{id}/rotate']) {
    assert.ok(document.paths[path], path)
  }
})
