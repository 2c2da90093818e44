import assert from 'node:assert/strict'
import { createPublicKey, randomBytes, verify } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import { Webhook as SvixWebhook } from 'svix'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import { registerEndpoint } from '../../../test/register-endpoint.ts'
import { type Received, webhookSink, withStatus } from '../../../test/webhook-sink.ts'
import { webhookWorld } from '../../../test/webhook-world.ts'

const world = await webhookWorld()
const sink = await webhookSink()
const contact = await world.create('contact', { lastname: 'Glynn' })

async function rotate(id: string, input: Record<string, unknown> = {}) {
  const request = { message: 'gr_RotateSigningSecret', table: 'serviceendpoint', id, input }
  const { output } = await world.pipeline.execute(systemCaller, request)
  return output as { readonly Secret: string; readonly PublicKey?: string }
}

async function deliver(): Promise<Received> {
  await world.webhooks.refresh()
  await world.update('contact', contact, { nickname: randomBytes(4).toString('hex') })
  await world.worker.runUntilIdle()
  const last = sink.received.at(-1)
  assert.ok(last)
  return last
}

const headersOf = ({ headers }: Received): Record<string, string> => Object.fromEntries(headers)

/** Both readers ask the machine for the time. */
function readersAgree(t: TestContext, secret: string, received: Received, at = world.clock.now()) {
  t.mock.method(Date, 'now', () => at.getTime())
  t.mock.timers.enable({ apis: ['Date'], now: at })
  try {
    const verdicts = [new StandardWebhook(secret), new SvixWebhook(secret)].map((reader) => {
      try {
        reader.verify(received.body, headersOf(received))
        return true
      } catch {
        return false
      }
    })
    assert.equal(verdicts[0], verdicts[1])
    return verdicts[0]
  } finally {
    t.mock.restoreAll()
    t.mock.timers.reset()
  }
}

const refusal = (code: string) => (error: unknown) => isRefusal(error, code)

test('a signed delivery verifies with standardwebhooks and svix; nothing is signed unasked', async (t) => {
  const { id } = await registerEndpoint(world, sink)
  assert.equal((await deliver()).header('webhook-signature'), undefined)
  const { Secret } = await rotate(id)
  const received = await deliver()
  assert.ok(readersAgree(t, Secret, received))
  assert.ok(!readersAgree(t, Secret, { ...received, body: `${received.body} ` }))
  assert.match(received.header('webhook-id') ?? '', /^[0-9a-f-]{36}$/)
})

test('every attempt has the same id and its own time', async () => {
  const { id } = await registerEndpoint(world, sink, { gr_attempts: 3, gr_retrydelay: 10 })
  await rotate(id)
  sink.answer(withStatus(500))
  await deliver()
  world.clock.advance(10_000)
  sink.answer(withStatus(200))
  await world.worker.runUntilIdle()
  const [first, second] = sink.received
  assert.equal(first?.header('webhook-id'), second?.header('webhook-id'))
  const times = [first, second].map((each) => Number(each?.header('webhook-timestamp')))
  assert.ok((times[1] ?? 0) - (times[0] ?? 0) >= 9)
})

test('after a rotation both secrets verify, until the earlier one expires', async (t) => {
  const { id } = await registerEndpoint(world, sink)
  const { Secret: first } = await rotate(id)
  const { Secret: second } = await rotate(id, { OverlapHours: 2 })
  const both = await deliver()
  assert.ok(readersAgree(t, first, both) && readersAgree(t, second, both))
  world.clock.advance(2 * 3_600_000 + 1_000)
  const later = await deliver()
  assert.ok(!readersAgree(t, first, later) && readersAgree(t, second, later))
})

test('a secret that leaked can be replaced at once', async (t) => {
  const { id } = await registerEndpoint(world, sink)
  const { Secret: leaked } = await rotate(id)
  const { Secret: fresh } = await rotate(id, { OverlapHours: 0 })
  const received = await deliver()
  assert.ok(!readersAgree(t, leaked, received) && readersAgree(t, fresh, received))
})

test('a receiver whose clock is wrong refuses, and the delivery is told of as failed', async (t) => {
  const { id } = await registerEndpoint(world, sink)
  const { Secret } = await rotate(id)
  const received = await deliver()
  for (const minutes of [-6, 6]) {
    const skewed = new Date(world.clock.now().getTime() + minutes * 60_000)
    assert.ok(!readersAgree(t, Secret, received, skewed))
  }
  sink.answer(withStatus(401))
  await deliver()
  const [job] = await world.query('select * from asyncoperation where statuscode = 31')
  assert.match(String(job?.friendlymessage), /answered with the status 401/)
})

test('v1a is verified with the public key that the endpoint shows', async () => {
  const { id } = await registerEndpoint(world, sink)
  const seed = randomBytes(32).toString('base64')
  await world.update('serviceendpoint', id, { gr_signature: 2, gr_signingsecret: `whsk_${seed}` })
  const received = await deliver()
  const [row] = await world.query('select gr_signingpublickey as key from serviceendpoint')
  const x = Buffer.from(String(row?.key).slice(5), 'base64').toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  const [version, signature = ''] = received.header('webhook-signature')?.split(',') ?? []
  const { 'webhook-id': event, 'webhook-timestamp': at } = headersOf(received)
  const content = Buffer.from(`${event}.${at}.${received.body}`)
  assert.equal(version, 'v1a')
  assert.ok(verify(null, content, key, Buffer.from(signature, 'base64')))
})

test('secrets are shown once and never again', async () => {
  const { id } = await registerEndpoint(world, sink)
  const { Secret } = await rotate(id)
  const rows = await world.query('select * from serviceendpoint')
  assert.ok(!JSON.stringify(rows).includes(Secret.slice(6)))
  assert.equal(rows[0]?.gr_issigningsecretset, true)
  const steps = await world.query(
    `select f.iscustomprocessingstepallowed as open from sdkmessagefilter f
     join sdkmessage m using (sdkmessageid) where m.name = 'gr_RotateSigningSecret'`,
  )
  assert.deepEqual(steps, [{ open: false }])
})

test('what cannot sign is refused', async () => {
  const { id } = await registerEndpoint(world, sink)
  const change = (values: Record<string, unknown>) => world.update('serviceendpoint', id, values)
  await assert.rejects(change({ gr_signature: 1 }), refusal('signing-secret-missing'))
  for (const gr_signingsecret of ['secret', 'whsec_c2hvcnQ=', `whsk_${'A'.repeat(44)}`]) {
    await assert.rejects(change({ gr_signature: 1, gr_signingsecret }), refusal('signing-secret'))
  }
  for (const OverlapHours of [-1, 1.5, '3', 9_000]) {
    await assert.rejects(rotate(id, { OverlapHours }), refusal('signing-overlap'))
  }
})
