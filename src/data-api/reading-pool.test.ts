import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { connect, withTransaction } from '#database'
import { dataWorld } from '../../test/data-world.ts'

const world = await dataWorld({ reading: { poolSize: 2, timeoutMs: 1200 } })

test('queries that are too slow are stopped with a code of their own, and hold up no write', async () => {
  const client = await world.pool.connect()
  try {
    // Whoever reads teams now has to wait, as for a query that takes long.
    await client.query('begin; lock table team in access exclusive mode')
    const slow = [world.send('teams'), world.send('teams?$select=name')]
    await new Promise((resolve) => setTimeout(resolve, 100))
    const write = await world.send('accounts', { method: 'POST', body: { name: 'Goes on' } })
    assert.equal(write.status, 204)
    const waiting = await world.send('accounts?$top=1')
    assert.equal(waiting.status, 503)
    assert.equal(waiting.json.error.code, '0x80072326')
    assert.equal(waiting.headers.get('retry-after'), '5')
    for (const { status, json } of await Promise.all(slow)) {
      assert.equal(status, 504)
      assert.equal(json.error.code, '0x80044151')
    }
  } finally {
    await client.query('rollback')
    client.release()
  }
  assert.equal((await world.send('teams?$top=1')).status, 200)
})

test('the connections for reading refuse to write, whatever reaches them', async () => {
  const [session] = await world.query(
    `select count(*)::int as count from pg_stat_activity
     where application_name = 'greenroom test reading' and datname = current_database()`,
  )
  assert.ok(Number(session?.count) <= 2)
  const reading = connect(world.target, {
    applicationName: 'greenroom test reading',
    poolSize: 1,
    statementTimeoutMs: 1000,
    onIdleError: () => undefined,
    readOnly: true,
  })
  try {
    const write = withTransaction(reading.db, (tx) => sql`delete from contact`.execute(tx))
    await assert.rejects(write, { code: '25006' })
  } finally {
    await reading.close()
  }
})
