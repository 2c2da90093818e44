import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { type Column, connect } from '#database'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import { testDatabase } from '../../../test/database.ts'
import { type CompiledQuery, compile } from '../compile/compile.ts'
import { createMetadata } from '../metadata/create-metadata.ts'
import { parseOData } from '../odata/parse-odata.ts'
import { aggregate, aggregation } from '../plan/aggregation.ts'
import { place } from '../plan/place.ts'
import { queryPlan } from '../plan/query-plan.ts'
import { selectedColumn, selection } from '../plan/selection.ts'
import { source } from '../plan/source.ts'
import {
  clubs,
  companyTable,
  context,
  idOf,
  insertRows,
  metadata,
  personTable,
  schema,
  withColumns,
} from '../query-fixture.ts'
import { resolve } from '../resolve/resolve.ts'
import { run } from './run.ts'
import { typedRow } from './typed-rows.ts'

const database = await testDatabase()
const at = place('test')

before(async () => {
  await database.pool.query(schema)
  await insertRows(database, 'gr_person', [
    {
      gr_personid: idOf(1),
      name: 'Ada',
      age: 30,
      balance: '12.5000',
      ratio: '0.1234567891',
      seen: '2026-09-15T22:30:00.123Z',
      meets: '2026-09-16 10:00:00',
      born: '1990-05-01',
    },
    { gr_personid: idOf(2), name: 'Bo "~0":null,', age: 31, managerid: idOf(1) },
  ])
})

function compiled(path: string, query: string, more = {}): CompiledQuery {
  return compile(
    resolve(parseOData({ path, query, ...more }, metadata).plan, metadata, systemCaller),
  )
}

describe('typed rows', () => {
  test('instants are dates, exact numbers text, local times without a zone', async () => {
    const query = compiled(
      'gr_persons',
      '$select=name,age,balance,ratio,seen,meets,born&$filter=age eq 30',
    )
    const { rows } = await run(database, query, context)
    const { '@odata.etag': version, ...values } = typedRow(query, rows[0] ?? '')
    assert.match(String(version), /^W/)
    assert.deepEqual(values, {
      gr_personid: idOf(1),
      name: 'Ada',
      age: 30,
      balance: '12.5000',
      ratio: '0.1234567891',
      seen: new Date('2026-09-15T22:30:00Z'),
      meets: '2026-09-16T10:00:00',
      born: '1990-05-01',
    })
  })

  test('rows inside rows are typed by their own columns', async () => {
    const query = compiled(
      'gr_persons',
      '$select=name&$expand=manager($select=balance),reports($select=age)',
    )
    const { rows } = await run(database, query, context)
    const row = typedRow(query, rows[1] ?? '')
    assert.equal((row.manager as { balance: string }).balance, '12.5000')
    assert.deepEqual(row.reports, [])
  })
})

describe('texts that look like the inside of the hub', () => {
  test('are left alone in values', async () => {
    const query = compiled('gr_persons', '$select=name,_managerid_value&$filter=age eq 31', {
      annotations: { formatted: true, lookupTables: true, navigations: true, versions: false },
    })
    const { rows } = await run(database, query, context)
    const row = JSON.parse(rows[0] ?? '')
    assert.equal(row.name, 'Bo "~0":null,')
    assert.equal(row['_managerid_value@Microsoft.Dynamics.CRM.lookuplogicalname'], 'gr_person')
  })

  test('are quoted in names of custom columns', async () => {
    const strange: Column = {
      kind: 'text',
      label: 'Strange',
      required: false,
      readOnly: false,
      hidden: false,
    }
    const known = createMetadata({
      tables: [withColumns(personTable, { 'a\'b"c': strange }), companyTable],
      relationships: [clubs],
    })
    await database.pool.query(`alter table gr_person add column "a'b""c" text`)
    await database.pool.query(`update gr_person set "a'b""c" = 'found' where age = 30`)
    const plan = queryPlan('logical', source('gr_person', at), {
      selection: selection([
        selectedColumn('a\'b"c', at),
        selectedColumn('a\'b"c', at, { alias: 'é'.repeat(40) }),
      ]),
    })
    const { rows } = await run(database, compile(resolve(plan, known, systemCaller)), context)
    const row = JSON.parse(rows[0] ?? '')
    assert.equal(row['a\'b"c'], 'found')
    assert.equal(row['é'.repeat(40)], 'found')
  })
})

describe('limits', () => {
  test('a query that takes too long is stopped and refused', async () => {
    const impatient = connect(database.target, {
      applicationName: 'impatient',
      poolSize: 1,
      statementTimeoutMs: 50,
      onIdleError: () => undefined,
    })
    const holder = await database.pool.connect()
    await holder.query('begin; lock table gr_person in access exclusive mode')
    try {
      const query = compiled('gr_persons', '$top=1')
      await assert.rejects(run(impatient, query, context), (error) =>
        isRefusal(error, 'query-too-slow'),
      )
    } finally {
      await holder.query('rollback')
      holder.release()
      await impatient.close()
    }
  })

  test('an aggregation over more rows than allowed is refused with its own code', async () => {
    const counted = (rowLimit: number) => {
      const count = {
        function: 'count',
        column: undefined,
        distinct: false,
        alias: 'n',
        at,
      } as const
      const plan = queryPlan('logical', source('gr_person', at), {
        aggregation: aggregation([], [aggregate(count)], rowLimit),
      })
      return run(database, compile(resolve(plan, metadata, systemCaller)), context)
    }
    assert.deepEqual((await counted(2)).rows, ['{"n":2}'])
    await assert.rejects(counted(1), (error) => {
      return isRefusal(error, 'too-many-rows-to-aggregate') && error.dataverse === 0x8004e023
    })
  })

  test('no page is larger than 5000 rows, and counting ends there', async () => {
    await database.pool.query(
      `insert into gr_company (gr_companyid, name) select gen_random_uuid(), 'c' || i from generate_series(1, 5001) i`,
    )
    const query = compiled('gr_companies', '$select=name&$count=true', { maxPageSize: 9000 })
    const { rows, more, total, totalExceeded } = await run(database, query, context)
    assert.deepEqual([rows.length, more, total, totalExceeded], [5000, true, 5000, true])
  })
})
