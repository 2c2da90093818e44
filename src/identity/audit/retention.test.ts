/** The log is kept for ever, or as long as the organization says; nobody shortens it unseen. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withTransaction } from '#database'
import { enqueue } from '#jobs'
import { signedInBrowser } from '../../../test/console-visit.ts'
import { testHub } from '../../../test/hub.ts'
import { organizationId } from '../well-known.ts'
import { forgetAuditSchedule } from './forget-audit.ts'

const hub = await testHub()
const { pool, db } = hub.testDatabase
const administratorId = await hub.identity.ensureAdministrator('admin@example.org')
const admin = await signedInBrowser(hub, administratorId)
const organization = `/api/data/v9.2/organizations(${organizationId})`

const keep = async (days: number | null) =>
  (await admin.call('PATCH', organization, { gr_auditretentiondays: days })).status

/** Entries of long ago, as a hub of that time wrote them. */
async function entries(daysAgo: number, count: number): Promise<void> {
  await pool.query(
    `insert into gr_audit (gr_auditid, createdon, action, recordname)
     select gen_random_uuid(), now() - make_interval(days => $1), 'sign-in', $1 || ' days'
     from generate_series(1, $2)`,
    [daysAgo, count],
  )
}

async function left(): Promise<Record<string, number>> {
  const { rows } = await pool.query(`select recordname as name, count(*)::integer as count
    from gr_audit where recordname like '% days' group by 1`)
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]))
}

async function tonight(): Promise<{ readonly status: number; readonly message: string }> {
  const { kind, name, payload } = forgetAuditSchedule
  const [id] = await withTransaction(db, (tx) =>
    enqueue(tx, [{ kind, name, payload }], hub.clock.now()),
  )
  await hub.worker.runUntilIdle()
  const { rows } = await pool.query(
    'select statuscode as status, friendlymessage as message from asyncoperation where asyncoperationid = $1',
    [id],
  )
  return rows[0]
}

const removals = async () =>
  (await admin.visit('/api/v1/audit?action=remove old entries')).json.value as {
    readonly user: null
    readonly table: string
    readonly changes: readonly { column: string; old: unknown; new: unknown }[]
  }[]

const deletion = (days: number) =>
  pool.query(`delete from gr_audit where recordname = $1`, [`${days} days`])

test('without a setting the log is kept for ever, and no SQL removes a row', async () => {
  await entries(4000, 3)
  assert.match((await tonight()).message, /Removed 0 entries/)
  await assert.rejects(deletion(4000), /written once/)
  assert.deepEqual(await left(), { '4000 days': 3 })
})

test('a retention that is set past the hub opens nothing, and a short one is refused everywhere', async () => {
  for (const days of [0, 29, 40_000]) assert.equal(await keep(days), 400)
  const set = (days: number | null) =>
    pool.query('update organization set gr_auditretentiondays = $1', [days])
  await assert.rejects(set(1), /check constraint/)
  await set(30)
  await assert.rejects(deletion(4000), /does not say who set its retention to 30 days/)
  await set(null)
  const client = await pool.connect()
  await client.query('create temp table organization (like organization)')
  await client.query(`insert into pg_temp.organization select o.* from public.organization o`)
  await client.query('update pg_temp.organization set gr_auditretentiondays = 0')
  await assert.rejects(client.query('delete from gr_audit'), /written once/)
  client.release(true)
  assert.deepEqual(await left(), { '4000 days': 3 })
})

test('older entries go at night, and the log says how many and of which time', async () => {
  await entries(400, 12_000)
  await entries(364, 2)
  assert.equal(await keep(365), 204)
  const [setting] = (await admin.visit(`/api/v1/audit?recordId=${organizationId}`)).json.value
  assert.deepEqual(setting.changes, [{ column: 'gr_auditretentiondays', old: null, new: 365 }])
  assert.match((await tonight()).message, /Removed 12003 entries/)
  assert.deepEqual(await left(), { '364 days': 2 })
  const said = await removals()
  assert.deepEqual(
    said.map(({ changes }) => changes.find(({ column }) => column === 'entries')?.old).sort(),
    [10_000, 2003],
  )
  for (const { user, table, changes } of said) {
    assert.deepEqual([user, table], [null, 'organization'])
    const of = (column: string) => changes.find((each) => each.column === column)?.old
    assert.equal(of('gr_auditretentiondays'), 365)
    assert.ok(Date.parse(String(of('oldest'))) <= Date.parse(String(of('newest'))))
  }
  assert.match((await tonight()).message, /Removed 0 entries/)
  assert.equal((await removals()).length, 2)
})

test('what SQL removes by itself is what the night would have removed, and is noted as well', async () => {
  await entries(366, 1)
  await assert.rejects(deletion(364), /written once/)
  await assert.rejects(pool.query('delete from gr_audit'), /written once/)
  await assert.rejects(pool.query('truncate gr_audit'), /written once/)
  await assert.rejects(pool.query(`update gr_audit set action = 'x'`), /written once/)
  assert.equal((await removals()).length, 2)
  await deletion(366)
  assert.equal((await removals()).length, 3)
})

test('the setting is known as long as it holds, also when its own entry is too old', async () => {
  assert.equal(await keep(30), 204)
  await entries(31, 1)
  assert.match((await tonight()).message, /Removed 3 entries/)
  const { rows } = await pool.query(
    `select count(*)::integer as count from gr_audit
     where action = 'remove old entries' and changes @> '[{"column":"gr_auditretentiondays","new":30}]'`,
  )
  assert.equal(rows[0].count, 1)
  assert.equal(await keep(null), 204)
  await entries(4000, 1)
  assert.match((await tonight()).message, /Removed 0 entries/)
})
