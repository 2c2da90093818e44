import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dataWorld } from '../../test/data-world.ts'
import { createServiceProtection } from './service-protection.ts'

const world = await dataWorld({ limits: { requests: 3, seconds: 60 } })

test('a user who asks too often is told when to come back; others are served', async () => {
  for (let number = 0; number < 3; number += 1) {
    const { status, headers } = await world.send('WhoAmI')
    assert.equal(status, 200)
    assert.equal(headers.get('x-ms-ratelimit-burst-remaining-xrm-requests'), String(2 - number))
  }
  const { status, headers, json } = await world.send('WhoAmI')
  assert.equal(status, 429)
  assert.equal(json.error.code, '0x80072322')
  const wait = Number(headers.get('retry-after'))
  assert.ok(wait > 0 && wait <= 60)
  const other = await world.keyFor('Reader')
  const authorization = `Bearer ${other}`
  assert.equal((await world.send('WhoAmI', { headers: { authorization } })).status, 200)
})

test('requests under way at once and the time they take have limits of their own', async () => {
  const atOnce = createServiceProtection({ seconds: 300, concurrent: 2 })
  const [first] = [atOnce('ada'), atOnce('ada')]
  assert.throws(() => atOnce('ada'), { code: 'too-many-at-once', dataverse: 0x80072326 })
  atOnce('grace')
  first.leave()
  atOnce('ada').leave()

  const timed = createServiceProtection({ seconds: 300, executionSeconds: 0.02 })
  const slow = timed('ada')
  assert.equal(slow.headers['x-ms-ratelimit-time-remaining-xrm-requests'], '0.020')
  await new Promise((resolve) => setTimeout(resolve, 30))
  slow.leave()
  assert.throws(() => timed('ada'), { code: 'too-much-execution', dataverse: 0x80072321 })
})
