import assert from 'node:assert/strict'
import { request as send } from 'node:http'
import { test } from 'node:test'
import { systemCaller } from '#identity'
import { testHub } from '../../test/hub.ts'
import { create, minute } from '../../test/story.ts'
import type { Bin, KeptRequest } from './request-bin.ts'

const key = 'a-key-for-automation-0123456789'
const hub = await testHub({
  // Nothing private may be called, except the hub's own bins.
  environment: { GREENROOM_OUTBOUND_ALLOW: '', GREENROOM_API_KEY: key },
})
await hub.identity.ensureFirstAdministrator({
  email: 'admin@example.org',
  password: 'a long password',
  apiKey: key,
})

type WholeBin = Bin & { readonly received: readonly KeptRequest[] }

async function ask<T = WholeBin>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${hub.url}/api/v1/request-bins${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (answer.status === 204) return undefined as T
  assert.ok(answer.ok, `${answer.status} ${await answer.clone().text()}`)
  return (await answer.json()) as T
}

const made = (order: object = {}) => ask<Bin>('POST', '', order)

async function registered(bin: Bin, pairs: Record<string, string>, suffix = '') {
  return await hub.webhooks.register(systemCaller, {
    name: `To ${bin.name}`,
    url: bin.url + suffix,
    authentication: { kind: 'HttpHeader', pairs },
    steps: [{ message: 'Create', table: 'contact' }],
  })
}

test('a webhook of the hub arrives in a bin of the hub, with its verdict and without its key', async () => {
  const bin = await made({ name: 'First' })
  const { endpointId } = await registered(bin, { 'X-Key': 'the secret value' }, '/orders?from=hub')
  const id = await create(hub, 'contact', { firstname: 'Ada', lastname: 'Lovelace' })
  await hub.worker.runUntilIdle()
  const { received } = await ask('GET', `/${bin.id}`)
  assert.equal(received.length, 1)
  const [request] = received
  assert.equal(request?.method, 'POST')
  assert.match(String(request?.target), /\/orders\?from=hub$/)
  assert.equal(JSON.parse(String(request?.body)).PrimaryEntityId, id)
  assert.deepEqual(request?.verdicts, [
    {
      endpointId,
      endpointName: 'To First',
      checks: [{ isRight: true, sentence: 'Authentication is as registered.' }],
    },
  ])
  const headers = new Map(request?.headers)
  assert.equal(headers.get('x-key'), '[as registered]')
  assert.equal(headers.get('x-ms-dynamics-request-name'), 'Create')
  assert.ok(!JSON.stringify(received).includes('the secret value'))
  await hub.pipeline.execute(systemCaller, {
    message: 'Delete',
    table: 'serviceendpoint',
    id: endpointId,
  })
})

test('names of headers are shown as they were spelled, bodies that are no text in base64', async () => {
  const bin = await made()
  await new Promise<void>((resolve, reject) => {
    const request = send(
      bin.url,
      { method: 'PATCH', headers: { 'X-MiXeD-Case': 'Yes', 'Content-Type': 'image/png' } },
      (answer) => answer.resume().on('end', resolve),
    )
    request.on('error', reject)
    request.end(Buffer.from([0, 255, 1]))
  })
  const [request] = (await ask('GET', `/${bin.id}`)).received
  assert.equal(request?.method, 'PATCH')
  assert.ok(request?.headers.some(([name, value]) => name === 'X-MiXeD-Case' && value === 'Yes'))
  assert.equal(request?.isBase64, true)
  assert.equal(request?.body, Buffer.from([0, 255, 1]).toString('base64'))
})

test('a wrong key is said, by the name of its header and not by its value', async () => {
  const bin = await made({ name: 'Second' })
  const { endpointId } = await registered(bin, { 'X-Key': 'the right value' })
  await fetch(bin.url, { method: 'POST', body: '{}', headers: { 'X-Key': 'another' } })
  const [request] = (await ask('GET', `/${bin.id}`)).received
  assert.deepEqual(request?.verdicts[0]?.checks, [
    {
      isRight: false,
      sentence:
        'Authentication is not as registered: the header x-key is missing or has another value.',
    },
  ])
  await hub.pipeline.execute(systemCaller, {
    message: 'Delete',
    table: 'serviceendpoint',
    id: endpointId,
  })
})

test('a signed delivery has a verdict on its signature, a forged one as well', async () => {
  const bin = await made({ name: 'Signed' })
  const { endpointId: id } = await registered(bin, { 'X-Key': 'v' })
  await hub.pipeline.execute(systemCaller, {
    message: 'gr_RotateSigningSecret',
    table: 'serviceendpoint',
    id,
    input: {},
  })
  await hub.webhooks.refresh()
  assert.equal((await hub.webhooks.testEndpoint(systemCaller, id)).succeeded, true)
  await fetch(bin.url, {
    method: 'POST',
    body: '{}',
    headers: {
      'X-Key': 'v',
      'webhook-id': 'x',
      'webhook-timestamp': String(Math.floor(hub.clock.now().getTime() / 1000)),
      'webhook-signature': 'v1,forged',
    },
  })
  const { received } = await ask('GET', `/${bin.id}`)
  assert.deepEqual(
    received.map(({ verdicts }) => verdicts[0]?.checks[1]?.sentence),
    ['The signature is of another secret or another body.', 'The signature is right.'],
  )
  await hub.pipeline.execute(systemCaller, { message: 'Delete', table: 'serviceendpoint', id })
})

test('a bin answers as it is told, for as many requests as it is told', async () => {
  const bin = await made()
  await ask('PUT', `/${bin.id}/answer`, { status: 503, retryAfter: '120', times: 2, delayMs: 50 })
  const began = performance.now()
  const first = await fetch(bin.url, { method: 'POST', body: 'x' })
  assert.ok(performance.now() - began >= 45)
  assert.equal(first.status, 503)
  assert.equal(first.headers.get('retry-after'), '120')
  assert.equal((await fetch(bin.url)).status, 503)
  assert.equal((await fetch(bin.url)).status, 200)
  const { received } = await ask('GET', `/${bin.id}`)
  assert.deepEqual(
    received.map(({ answered }) => answered),
    [200, 503, 503],
  )
})

test('a bin agrees to be sent CloudEvents', async () => {
  const bin = await made()
  const answer = await fetch(bin.url, {
    method: 'OPTIONS',
    headers: { 'WebHook-Request-Origin': 'hub.example' },
  })
  assert.equal(answer.status, 200)
  assert.equal(answer.headers.get('webhook-allowed-origin'), 'hub.example')
})

test('a bin keeps the newest hundred requests, and takes only so many at once', async () => {
  const bin = await made()
  for (let count = 0; count < 104; count += 1) {
    await hub.testDatabase.pool.query(
      `insert into gr_binrequest (gr_binrequestid, gr_requestbinid, receivedon, method, target,
         headers, body, isbase64, bodybytes, verdicts, answerstatus)
       values (('00000000-0000-7000-8000-' || lpad($2::text, 12, '0'))::uuid, $1, now(), 'GET', '/',
         '[]', '', false, 0, '[]', 200)`,
      [bin.id, count],
    )
  }
  const answers = await Promise.all(Array.from({ length: 80 }, () => fetch(bin.url)))
  const statuses = new Set(answers.map(({ status }) => status))
  assert.deepEqual([...statuses].sort(), [200, 429])
  assert.equal((await ask('GET', `/${bin.id}`)).received.length, 100)
})

test('what is larger than a bin takes is refused', async () => {
  const bin = await made()
  const answer = await fetch(bin.url, { method: 'POST', body: 'x'.repeat(600_000) })
  assert.equal(answer.status, 413)
})

test('an expired bin is gone, and so is what it received', async () => {
  const bin = await made({ hours: 1 })
  await fetch(bin.url)
  hub.clock.advance(61 * minute)
  assert.equal((await fetch(bin.url)).status, 404)
  await hub.worker.runUntilIdle()
  const { rows } = await hub.testDatabase.pool.query(
    'select 1 from gr_binrequest where gr_requestbinid = $1',
    [bin.id],
  )
  assert.equal(rows.length, 0)
})

test('only the bins may be called inside: other addresses of the hub stay refused', async () => {
  const bin = await made()
  for (const url of [`${hub.url}/healthz`, `${bin.url}/../../healthz`, `${hub.url}/bin/short`]) {
    const { endpointId } = await hub.webhooks.register(systemCaller, {
      name: 'Inside',
      url,
      authentication: { kind: 'WebhookKey', key: 'x' },
      steps: [],
    })
    const check = await hub.webhooks.testEndpoint(systemCaller, endpointId)
    assert.equal(check.succeeded, false, url)
  }
})

test('strangers see no bin and make none', async () => {
  const bin = await made()
  for (const path of ['', `/${bin.id}`]) {
    assert.equal((await fetch(`${hub.url}/api/v1/request-bins${path}`)).status, 401)
  }
  const page = await fetch(`${hub.url}/admin/request-bins`, { redirect: 'manual' })
  assert.equal(page.headers.get('location'), '/admin/sign-in?return=%2Fadmin%2Frequest-bins')
})
