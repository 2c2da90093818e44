import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dataWorld } from '../../test/data-world.ts'

const world = await dataWorld({ requestLimit: { requests: 3, seconds: 60 } })

test('a user who asks too often is told when to come back; others are served', async () => {
  for (let number = 0; number < 3; number += 1) {
    assert.equal((await world.send('WhoAmI')).status, 200)
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
