import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { frozenClock } from '#clock'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import { testDatabase } from '../../../test/database.ts'
import { createQueries } from '../create-queries.ts'
import { writeSkipToken } from '../odata/skip-token.ts'
import { metadata, now, schema } from '../query-fixture.ts'

const database = await testDatabase({ poolSize: 2 })
const queries = createQueries({
  reader: database,
  clock: frozenClock(now),
  metadata: () => metadata,
})

before(async () => {
  await database.pool.query(schema)
  await database.pool.query(
    `insert into gr_company (gr_companyid, name, revenue) select gen_random_uuid(), 'c' || i, i % 7 from generate_series(1, 1234) i`,
  )
})

const ready = (query: string, maxPageSize?: number) =>
  queries.readyOData(
    { path: 'gr_companies', query, maxPageSize },
    { caller: systemCaller, root: '' },
  )

const idle = () => database.pool.idleCount === database.pool.totalCount

describe('a page that passes through in parts', () => {
  test('has the rows, the total and the next page of the same page at once', async () => {
    for (const size of [1, 199, 200, 201, 400, 1233, 1234, 5000]) {
      const question = ready('$select=name&$orderby=revenue desc,name&$count=true', size)
      const whole = await question.run()
      const parts = await question.stream()
      assert.deepEqual(await Array.fromAsync(parts.rows), whole.rows)
      assert.equal(parts.total, 1234)
      assert.deepEqual(parts.end(), { more: whole.more, first: whole.first, last: whole.last })
      if (whole.more) assert.equal(writeSkipToken(parts.end(), 1), writeSkipToken(whole, 1))
    }
    assert.ok(idle())
  })

  test('may be empty, and still says the total', async () => {
    const parts = await ready("$filter=name eq 'nobody'&$count=true").stream()
    assert.deepEqual(await Array.fromAsync(parts.rows), [])
    assert.deepEqual([parts.total, parts.end().more], [0, false])
  })

  test('gives the connection back where the reader stops early', async () => {
    for (let round = 0; round < 5; round += 1) {
      const parts = await ready('$select=name').stream()
      for await (const row of parts.rows) {
        assert.match(row, /^\{/)
        break
      }
    }
    assert.ok(idle())
  })

  test('gives the connection back where nobody reads at all', async () => {
    for (let round = 0; round < 5; round += 1) {
      const parts = await ready('$select=name').stream()
      await parts.rows.return()
    }
    assert.ok(idle())
  })

  test('gives the connection back where the question fails, at once or half-way', async () => {
    const failing = ready('$select=name&$filter=1 div (revenue sub revenue) eq 1')
    for (let round = 0; round < 5; round += 1) {
      await assert.rejects(failing.stream(), (error) => isRefusal(error, 'value-not-computable'))
    }
    assert.ok(idle())
    const late = await ready('$select=name&$orderby=name').stream()
    await database.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and state = 'idle in transaction'`)
    await assert.rejects(Array.fromAsync(late.rows))
    assert.equal((await ready('$top=1').run()).rows.length, 1)
  })
})
