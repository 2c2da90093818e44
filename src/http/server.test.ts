import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Type } from 'typebox'
import { defineRefusals, isRefusal } from '#errors'
import { silentLog } from '#log'
import { createHttpServer } from './server.ts'

const refusals = defineRefusals({
  'test-seat-taken': { status: 409, sentence: 'Seat {seat} is taken.', advice: 'Choose another.' },
})

const server = await createHttpServer({ log: silentLog, publicUrl: 'http://hub.example' })
server.post(
  '/seats',
  { schema: { body: Type.Object({ seat: Type.Integer({ minimum: 1 }) }) } },
  (request) => {
    if (request.body.seat === 1) throw refusals['test-seat-taken']({ seat: 1 }, { input: 'seat' })
    if (request.body.seat === 13) throw new Error('secret detail of the inside')
    return { taken: request.body.seat }
  },
)
const querystring = Type.Object({ limit: Type.Integer({ minimum: 1, maximum: 50 }) })
server.get('/rows', { schema: { querystring } }, (request) => ({ limit: request.query.limit }))
after(() => server.close())

async function post(body: string, type = 'application/json') {
  const answer = await server.inject({
    method: 'POST',
    url: '/seats',
    payload: body,
    headers: { 'content-type': type },
  })
  return { status: answer.statusCode, type: answer.headers['content-type'], body: answer.json() }
}

test('a refusal is answered as problem details with code, sentence, advice and input', async () => {
  const answer = await post('{"seat":1}')
  assert.equal(answer.status, 409)
  assert.match(String(answer.type), /application\/problem\+json/)
  assert.equal(answer.body.code, 'test-seat-taken')
  assert.equal(answer.body.title, 'Seat 1 is taken.')
  assert.equal(answer.body.input, 'seat')
})

test('malformed and empty JSON are told apart from a wrong shape', async () => {
  assert.equal((await post('{"seat":')).body.code, 'malformed-json')
  assert.equal((await post('')).body.code, 'malformed-json')
  const shape = await post('{"seat":"x"}')
  assert.equal(shape.status, 400)
  assert.equal(shape.body.input, 'body.seat')
})

test('an unplanned error tells nothing of the inside', async () => {
  const answer = await post('{"seat":13}')
  assert.equal(answer.status, 500)
  assert.ok(!JSON.stringify(answer.body).includes('secret detail'))
  assert.equal(answer.body.code, 'unexpected-failure')
})

test('every answer says that it is what it is called, with TLS also that it stays so', async () => {
  const answer = await server.inject({ url: '/nowhere' })
  assert.equal(answer.headers['x-content-type-options'], 'nosniff')
  assert.equal(answer.headers['strict-transport-security'], undefined)
  const publicUrl = 'https://hub.example'
  const secured = await createHttpServer({ log: silentLog, publicUrl })
  after(() => secured.close())
  const { headers } = await secured.inject({ url: '/openapi.json' })
  assert.match(String(headers['strict-transport-security']), /^max-age=31536000/)
})

test('a limit holds against numbers of any size', async () => {
  assert.deepEqual((await server.inject({ url: '/rows?limit=50' })).json(), { limit: 50 })
  for (const limit of ['51', '1e309', '-1e309', '1e400']) {
    const answer = await server.inject({ url: `/rows?limit=${limit}` })
    assert.deepEqual([answer.statusCode, answer.json().code], [400, 'invalid-input'], limit)
    assert.equal(answer.json().input, 'querystring.limit')
  }
})

test('whoever sends a request byte by byte is let go in the end', () => {
  assert.equal(server.server.requestTimeout, 300_000)
})

test('an address that nobody answers and a body that is too large have their own codes', async () => {
  const nowhere = await server.inject({ url: '/nowhere' })
  assert.equal(nowhere.json().code, 'unknown-address')
  assert.equal((await post(`{"seat":2,"x":"${'x'.repeat(1_100_000)}"}`)).body.code, 'too-large')
})

test('the error functions carry the cause and the catalogue', () => {
  const cause = new Error('below')
  const refusal = refusals['test-seat-taken']({ seat: 4 }, { cause })
  assert.ok(isRefusal(refusal, 'test-seat-taken'))
  assert.equal(refusal.cause, cause)
})
