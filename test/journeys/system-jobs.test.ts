import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withTransaction } from '#database'
import { enqueue } from '#jobs'
import { testHub } from '../hub.ts'

const apiKey = 'an-api-key-of-some-length-2'
const hub = await testHub({ environment: { GREENROOM_API_KEY: apiKey } })
await hub.identity.ensureFirstAdministrator({ email: undefined, password: undefined, apiKey })

async function call(method: string, path: string, body?: object): Promise<Response> {
  return await fetch(`${hub.url}/api/data/v9.2/${path}`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

async function waitingJob(): Promise<string> {
  const runAt = new Date(hub.clock.now().getTime() + 3600_000)
  const request = { kind: 'mail.letter', name: 'A job for later', payload: {}, runAt }
  const [id] = await withTransaction(hub.testDatabase.db, (tx) => enqueue(tx, [request]))
  return String(id)
}

async function stateOf(id: string): Promise<{ statecode: number; statuscode: number }> {
  const answer = await call('GET', `asyncoperations(${id})?$select=statecode,statuscode`)
  const { statecode, statuscode } = (await answer.json()) as {
    statecode: number
    statuscode: number
  }
  return { statecode, statuscode }
}

test('writing the state of a system job through the Data API cancels, postpones and resumes it', async () => {
  const id = await waitingJob()
  const until = new Date(hub.clock.now().getTime() + 7200_000).toISOString()
  assert.equal(
    (await call('PATCH', `asyncoperations(${id})`, { statecode: 1, postponeuntil: until })).status,
    204,
  )
  assert.deepEqual(await stateOf(id), { statecode: 1, statuscode: 10 })
  assert.equal(
    (await call('PATCH', `asyncoperations(${id})`, { statecode: 3, statuscode: 32 })).status,
    204,
  )
  assert.deepEqual(await stateOf(id), { statecode: 3, statuscode: 32 })
})

test('a move that the states do not allow, another column and making one are refused', async () => {
  const id = await waitingJob()
  assert.equal(
    (await call('PATCH', `asyncoperations(${id})`, { statecode: 3, statuscode: 30 })).status,
    400,
  )
  const renamed = await call('PATCH', `asyncoperations(${id})`, { friendlymessage: 'mine' })
  assert.equal(renamed.status, 400)
  assert.match(await renamed.text(), /friendlymessage/)
  assert.equal(
    (await call('POST', 'asyncoperations', { name: 'mine', operationtype: 1 })).status,
    400,
  )
  assert.deepEqual(await stateOf(id), { statecode: 1, statuscode: 10 })
})

test('a finished job can be deleted', async () => {
  const id = await waitingJob()
  await call('PATCH', `asyncoperations(${id})`, { statecode: 3, statuscode: 32 })
  assert.equal((await call('DELETE', `asyncoperations(${id})`)).status, 204)
  assert.equal((await call('GET', `asyncoperations(${id})`)).status, 404)
})
