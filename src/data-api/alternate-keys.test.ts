import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tables as contactTables } from '#contacts'
import { createTableCatalogue, defineTable, key, lookup, type Table, text } from '#database'
import { createHttpServer } from '#http'
import { createIdentity, tables as identityTables, mayDo, systemCaller } from '#identity'
import { silentLog as log } from '#log'
import { createPipeline } from '#pipeline'
import { tables as queryTables } from '#query'
import { cleanUpAfterwards, testDatabase } from '../../test/database.ts'
import { worldNow } from '../../test/webhook-world.ts'
import { registerDataApi } from './register-data-api.ts'

const seat = defineTable({
  name: 'gr_seat',
  set: 'gr_seats',
  label: 'Seat',
  ownership: 'organization',
  primaryName: 'gr_name',
  columns: {
    gr_seatid: key('Seat'),
    gr_code: text('Code', { max: 20 }),
    gr_name: text('Name', { max: 100 }),
    gr_accountid: lookup('Account', 'account'),
  },
  keys: { code: ['gr_code'], place: ['gr_name', 'gr_accountid'] },
})

const database = await testDatabase()
await database.pool.query(`create table gr_seat (
  gr_seatid uuid primary key, gr_code varchar(20) unique, gr_name varchar(100), gr_accountid uuid,
  createdon timestamptz not null, createdby uuid, modifiedon timestamptz not null, modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'), statecode int not null,
  statuscode int not null, unique (gr_name, gr_accountid))`)
const clock = { now: () => worldNow }
const tables: readonly Table[] = [
  ...Object.values<Table>(identityTables),
  ...Object.values<Table>(contactTables),
  ...Object.values<Table>(queryTables),
  seat,
]
const secrets = { put: unused, remove: unused } as never
const relationships: [] = []
const enqueue = async () => undefined
const { db } = database
const pipeline = createPipeline({ db, tables, relationships, clock, log, enqueue, secrets, mayDo })
const publicUrl = 'https://hub.example'
const server = await createHttpServer({ log, publicUrl })
const identity = {
  ...createIdentity({ db, pipeline, clock }),
  authenticate: async () => systemCaller,
}
const catalogue = createTableCatalogue({
  database,
  tables,
  onFailure: (error) => assert.ifError(error),
})
const needs = { database, pipeline, identity, clock, log, publicUrl, catalogue, relationships }
await registerDataApi(server, needs)
cleanUpAfterwards(() => server.close())

function unused(): never {
  throw new Error('These tables have no secrets.')
}

async function send(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object) {
  const url = `/api/data/v9.2/${path}`
  const headers = { 'content-type': 'application/json', prefer: 'return=representation' }
  const answer = await server.inject({ method, url, headers, ...(body && { payload: body }) })
  return { status: answer.statusCode, json: answer.body === '' ? undefined : answer.json() }
}

const account = (await send('POST', 'accounts', { name: 'Hall' })).json.accountid

test('a row is read, changed, created and deleted by an alternate key', async () => {
  const path = "gr_seats(gr_code='A''1')"
  const made = await send('PATCH', path, { gr_name: 'First' })
  assert.equal(made.status, 201)
  assert.equal(made.json.gr_code, "A'1")
  const changed = await send('PATCH', path, { gr_name: 'Second' })
  assert.equal(changed.status, 200)
  assert.equal(changed.json.gr_seatid, made.json.gr_seatid)
  assert.equal((await send('GET', `${path}?$select=gr_name`)).json.gr_name, 'Second')
  assert.equal((await send('GET', "gr_seats(gr_code=@c)?@c='A''1'")).json.gr_name, 'Second')
  assert.equal((await send('DELETE', path)).status, 204)
  const gone = await send('GET', path)
  assert.equal(gone.status, 404)
  assert.equal(gone.json.error.code, '0x80060891')
  assert.equal((await send('DELETE', path)).status, 404)
})

test('a key of several columns may hold a lookup', async () => {
  const path = `gr_seats(gr_name='Row%201',_gr_accountid_value=${account})`
  const made = await send('PATCH', path, { gr_code: 'R1' })
  assert.equal(made.status, 201, JSON.stringify(made.json))
  assert.equal(made.json._gr_accountid_value, account)
  assert.equal((await send('GET', path)).json.gr_code, 'R1')
})

test('links and bulk actions take alternate keys', async () => {
  await send('POST', 'gr_seats', { gr_code: 'L1' })
  const targets = [
    { '@odata.id': "gr_seats(gr_code='L1')", gr_name: 'Known' },
    { '@odata.id': "gr_seats(gr_code='L2')", gr_name: 'New' },
  ]
  const action = 'gr_seats/Microsoft.Dynamics.CRM.UpsertMultiple'
  assert.equal((await send('POST', action, { Targets: targets })).json.Ids.length, 2)
  const names = await send(
    'GET',
    "gr_seats?$select=gr_name&$filter=startswith(gr_code,'L')&$orderby=gr_code",
  )
  assert.deepEqual(
    names.json.value.map((row: { gr_name: string }) => row.gr_name),
    ['Known', 'New'],
  )
})

test('columns that are no key are refused with the keys that there are', async () => {
  for (const method of ['GET', 'PATCH'] as const) {
    const { status, json } = await send(method, "gr_seats(gr_name='x')", {})
    assert.equal(status, 400)
    assert.match(json.error.message, /gr_code/)
  }
})
