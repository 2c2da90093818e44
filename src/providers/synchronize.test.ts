import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { sql } from 'kysely'
import { fromRRule, nextOccurrence } from '#calendar'
import { createWorker } from '#jobs'
import { silentLog } from '#log'
import type { Caller } from '#pipeline'
import { cleanUpAfterwards, testDatabase } from '../../test/database.ts'
import {
  newCaller,
  newConfiguration,
  newProvider,
  openHub,
  refusedWith,
} from './account-fixture.ts'
import { startWebexTwin } from './webex/twin/index.ts'
import { signIn } from './webex/webex-peer.ts'

const database = await testDatabase()
const { db } = database
const hub = openHub(db)
const twin = await startWebexTwin({ clock: hub.clock })
const { control } = twin
const worker = createWorker({
  db,
  pool: database.pool,
  definitions: hub.providers.jobs,
  clock: hub.clock,
  log: silentLog,
  nextOccurrence: (rule, start, after) => nextOccurrence(fromRRule(rule), start, after),
})
cleanUpAfterwards(async () => {
  await worker.stop()
  await hub.close()
  await twin.close()
})

const scopes = 'spark:all spark-admin:people_read meeting:schedules_read meeting:schedules_write'

const caller: Caller = await newCaller(hub, 'System Administrator')

async function signedInConfiguration(): Promise<string> {
  const providerId = await newProvider(hub, caller, {
    gr_adapter: 'webex',
    msevtmgt_base_service_url: `${twin.url}/v1`,
    msevtmgt_clientid: twin.clientId,
    msevtmgt_clientsecret: twin.clientSecret,
  })
  await hub.providers.recordConsent(caller, { providerId })
  const configurationId = await newConfiguration(hub, caller, providerId)
  await hub.providers.saveSettings(caller, { configurationId, values: { scopes } })
  const { url } = await hub.providers.startAuthorization(caller, { configurationId })
  const back = (await signIn(url)).searchParams
  const { check } = await hub.providers.finishAuthorization(caller, {
    state: back.get('state') ?? '',
    code: back.get('code') ?? '',
  })
  assert.equal(check.status, 'healthy', check.message)
  return configurationId
}

async function load(
  configurationId: string,
  entity: 'people' | 'meetings',
  mode: 'full' | 'incremental',
) {
  const { synchronizationId, jobId } = await hub.providers.loadNow(caller, {
    configurationId,
    entity,
    mode,
  })
  await worker.runUntilIdle()
  return { synchronizationId, message: await messageOf(String(jobId)) }
}

async function messageOf(jobId: string): Promise<string> {
  const { rows } = await sql<{ message: string }>`
    select friendlymessage as message from asyncoperation where asyncoperationid = ${jobId}`.execute(
    db,
  )
  return rows[0]?.message ?? ''
}

async function emailsOf(configurationId: string): Promise<string[]> {
  const { rows } = await sql<{ email: string }>`
    select gr_email as email from gr_accountperson
    where gr_webinarconfigurationid = ${configurationId} order by 1`.execute(db)
  return rows.map(({ email }) => email)
}

async function write(synchronizationId: string, target: Record<string, unknown>): Promise<void> {
  const table = 'gr_synchronization'
  await hub.pipeline.execute(caller, { message: 'Update', table, id: synchronizationId, target })
}

const peopleRequests = () => control.received().filter(({ path }) => path === '/v1/people').length

test('people are loaded in full, then what changed, and who left is found by the next full load', async () => {
  const configurationId = await signedInConfiguration()
  for (let at = 0; at < 12; at += 1) {
    control.addUser({ name: `Person ${at}`, email: `p${at}@webex.example` })
  }
  // What changed shortly before a load is loaded again by the next one: nothing falls in between.
  hub.clock.advance(3_600_000)
  control.change({ largestPage: 5 })
  const first = await load(configurationId, 'people', 'incremental')
  assert.match(first.message, /^Full load: 13 people from 3 pages, 13 new or changed\.$/)
  hub.clock.advance(3_600_000)
  control.addUser({ name: 'Renamed', email: 'p3@webex.example' })
  control.removeUser('p4@webex.example')
  const second = await load(configurationId, 'people', 'incremental')
  assert.match(second.message, /^Incremental load: 1 people from 3 pages, 1 new or changed\.$/)
  assert.ok((await emailsOf(configurationId)).includes('p4@webex.example'))
  const third = await load(configurationId, 'people', 'full')
  assert.match(third.message, /12 people.*0 new or changed\. 1 are gone at the provider/)
  assert.ok(!(await emailsOf(configurationId)).includes('p4@webex.example'))
  const { rows } = await sql<{ name: string }>`
    select gr_name as name from gr_accountperson where gr_email = 'p3@webex.example'`.execute(db)
  assert.deepEqual(rows, [{ name: 'Renamed' }])
  control.change({ largestPage: 100 })
})

test('meetings are loaded with their times and host', async () => {
  const configurationId = await signedInConfiguration()
  const { provider } = await hub.providers.openAccount(configurationId)
  const start = new Date(Math.ceil(hub.clock.now().getTime() / 60_000) * 60_000 + 3_600_000)
  await provider.createWebinar({
    idempotencyKey: randomUUID(),
    kind: 'event',
    title: 'Planned elsewhere',
    description: undefined,
    start,
    end: new Date(start.getTime() + 1_800_000),
    timeZone: 'UTC',
    language: undefined,
    webinarType: undefined,
    pastedUrl: undefined,
    maxAttendees: undefined,
    recurrence: undefined,
    password: undefined,
    producer: undefined,
    presenters: [],
  })
  await load(configurationId, 'meetings', 'full')
  const { rows } = await sql<{ name: string; start: Date; host: string }>`
    select gr_name as name, gr_start as start, gr_hostemail as host from gr_accountmeeting
    where gr_webinarconfigurationid = ${configurationId}`.execute(db)
  assert.deepEqual(rows, [{ name: 'Planned elsewhere', start, host: twin.hostEmail }])
})

test('only rows of the filter are loaded, and a filter that cannot be read is refused', async () => {
  const configurationId = await signedInConfiguration()
  const { synchronizationId } = await load(configurationId, 'people', 'full')
  await assert.rejects(
    write(synchronizationId, { gr_filter: 'shoe-size gt 42' }),
    refusedWith('row-filter-not-valid'),
  )
  await write(synchronizationId, { gr_filter: 'email begins-with P1\nname ne Person 11' })
  await load(configurationId, 'people', 'full')
  assert.deepEqual(
    await emailsOf(configurationId),
    ['p10@webex.example', 'p1@webex.example'].sort(),
  )
})

test('a row that cannot be used is told of, the others are loaded', async () => {
  control.addUser({ name: '', email: 'odd@webex.example' })
  const configurationId = await signedInConfiguration()
  const { synchronizationId, message } = await load(configurationId, 'people', 'full')
  assert.match(message, /1 with errors\./)
  const errors = async () => {
    const { rows } = await sql<{ name: string }>`
      select gr_name as name from gr_synchronizationerror
      where gr_synchronizationid = ${synchronizationId}`.execute(db)
    return rows.map(({ name }) => name)
  }
  assert.match((await errors()).join(), /not what the API promises: its id/)
  control.removeUser('odd@webex.example')
  await load(configurationId, 'people', 'full')
  assert.deepEqual(await errors(), [], 'errors are those of the last run')
})

test('a load that an outage cut off goes on where it stopped, and others are skipped meanwhile', async () => {
  const configurationId = await signedInConfiguration()
  control.change({ largestPage: 1 })
  const before = peopleRequests()
  const people = 12
  control.setFault({ kind: 'failing', path: '/v1/people', times: 1 })
  const wish = { configurationId, entity: 'people', mode: 'full' } as const
  const one = await hub.providers.loadNow(caller, wish)
  await worker.runUntilIdle()
  assert.match(await messageOf(String(one.jobId)), /^The load stopped: /)
  const other = await hub.providers.loadNow(caller, wish)
  await worker.runUntilIdle()
  assert.match(await messageOf(String(other.jobId)), /^Skipped: a full load is still running\.$/)
  hub.clock.advance(31_000)
  await worker.runUntilIdle()
  assert.match(await messageOf(String(one.jobId)), new RegExp(`^Full load: ${people} people`))
  assert.equal(peopleRequests() - before, people + 1, 'no page was asked for twice')
  control.change({ largestPage: 100 })
})

test('schedules follow the synchronization and end when they are taken away', async () => {
  const configurationId = await signedInConfiguration()
  const { synchronizationId } = await load(configurationId, 'people', 'full')
  const waiting = async () => {
    const { rows } = await sql<{ rule: string }>`
      select recurrencepattern as rule from asyncoperation
      where gr_uniquekey like ${`synchronize:${synchronizationId}:%`} and statecode < 3
      order by 1`.execute(db)
    return rows.map(({ rule }) => rule)
  }
  await write(synchronizationId, {
    gr_fullrule: 'FREQ=DAILY',
    gr_incrementalrule: 'FREQ=MINUTELY;INTERVAL=30',
  })
  assert.equal((await waiting()).length, 2)
  await assert.rejects(
    write(synchronizationId, { gr_fullrule: 'now and then' }),
    refusedWith('rule-not-valid'),
  )
  hub.clock.advance(31 * 60_000)
  control.addUser({ name: 'Newcomer', email: 'new@webex.example' })
  await worker.runUntilIdle()
  assert.ok((await emailsOf(configurationId)).includes('new@webex.example'))
  await write(synchronizationId, { gr_fullrule: null, gr_incrementalrule: null })
  assert.deepEqual(await waiting(), [])
})
