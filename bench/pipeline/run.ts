/**
 * What does a write through the pipeline cost, when no step is registered for it? One contact per
 * transaction, the same columns and pool. `raw insert` is the driver alone; `by hand` is the same
 * write as a careful programmer would do it without the pipeline: rights, types, lengths, unknown
 * columns, defaults, author and owner, in a transaction that is tried again after a deadlock.
 * `with webhooks` is the pipeline in a hub where webhooks could be registered and none is for this
 * table. `grouped` is group commit, 50 contacts per transaction. The candidates take turns, each
 * round begins with another one; CPU is that of this process.
 *
 * Runs on the server of GREENROOM_TEST_SERVER, else on an embedded one. First with commits that are
 * flushed to the disk, as in a hub, then without, so that the code alone is measured.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CompiledQuery } from 'kysely'
import pg from 'pg'
import { systemClock } from '#clock'
import { tables } from '#contacts'
import {
  type Column,
  type ConnectionTarget,
  connect,
  type Database,
  migrate,
  startEmbedded,
  type Table,
  withTransaction,
} from '#database'
import { tables as identityTables } from '#identity'
import { silentLog } from '#log'
import { createOutbound } from '#outbound'
import { createPipeline } from '#pipeline'
import { createVault } from '#vault'
import { createWebhooks, tables as webhookTables } from '#webhooks'

const rounds = Number(process.env.ROUNDS ?? 20)
const contactsPerRound = 200
const groupSize = 50
const user = '00000000-0000-4000-8000-000000000003'
const unit = '00000000-0000-4000-8000-000000000002'
const columns = tables.contactTable.allColumns

type Server = Extract<ConnectionTarget, { host: string }>
type Candidate = 'raw insert' | 'by hand' | 'pipeline' | 'with webhooks' | 'grouped'

const { server, stop } = await findServer()
const database = await makeDatabase(server)
const { candidates, close } = await makeCandidates(database)
for (const flush of ['on', 'off'] as const) {
  await onServer((client) =>
    client.query(`alter database bench_pipeline set synchronous_commit = ${flush}`),
  )
  // Connections keep what they began with.
  await database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = 'bench_pipeline' and pid <> pg_backend_pid() and state = 'idle'`,
  )
  console.log(flush === 'on' ? 'commits flushed to the disk' : 'commits not flushed')
  for (const callers of [1, 8]) await compare(callers)
}
await close()
await database.close()
await onServer((client) => client.query('drop database bench_pipeline with (force)'))
await stop()

async function findServer(): Promise<{ server: Server; stop: () => Promise<void> }> {
  const given = process.env.GREENROOM_TEST_SERVER
  if (given !== undefined) return { server: JSON.parse(given), stop: async () => undefined }
  const dataDirectory = await mkdtemp(join(tmpdir(), 'greenroom-bench-'))
  const embedded = await startEmbedded({ dataDirectory, log: silentLog })
  return {
    server: embedded.connection,
    async stop() {
      await embedded.stop()
      await rm(dataDirectory, { recursive: true, force: true })
    },
  }
}

async function onServer(act: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ ...server, database: 'postgres' })
  await client.connect()
  await act(client)
  await client.end()
}

async function makeDatabase(target: Server): Promise<Database> {
  await onServer(async (client) => {
    await client.query('drop database if exists bench_pipeline with (force)')
    await client.query('create database bench_pipeline')
  })
  const made = connect(
    { ...target, database: 'bench_pipeline' },
    {
      applicationName: 'greenroom bench',
      poolSize: 10,
      statementTimeoutMs: 20_000,
      onIdleError: () => undefined,
    },
  )
  await migrate(made.db)
  return made
}

function makePipeline(db: Database['db'], known: readonly Table[]) {
  return createPipeline({
    ...{ db, tables: known, relationships: [], clock: systemClock },
    ...{ log: silentLog, enqueue: async () => undefined, mayDo: () => true },
    secrets: { put: async () => undefined, remove: async () => undefined },
  })
}

async function makeCandidates(database: Database) {
  const { db, pool } = database
  const known = [identityTables, tables, webhookTables].flatMap((each) =>
    Object.values<Table>(each),
  )
  const pipeline = makePipeline(db, known)
  const told = makePipeline(db, known)
  const vault = createVault({ masterKeys: [randomBytes(32)], clock: systemClock })
  const outbound = createOutbound({ allow: [], log: silentLog })
  const webhooks = createWebhooks({
    ...{ database, pipeline: told, tables: known, vault, outbound, clock: systemClock },
    ...{ log: silentLog, organization: { id: unit, name: 'Bench', host: 'bench.example' } },
  })
  for (const step of webhooks.steps) told.addStep(step)
  await webhooks.start()
  const caller = { userId: user, businessUnitId: unit, roles: [] }
  const target = {
    ...{ firstname: 'Ada', lastname: 'Lovelace' },
    ...{ emailaddress1: 'ada@example.org', jobtitle: 'Countess' },
  }
  const request = { message: 'Create', table: 'contact', target }
  const group = Array.from({ length: groupSize }, () => ({ caller, request }))
  const candidates: Record<Candidate, () => Promise<unknown>> = {
    'raw insert': () => insertRaw(pool),
    'by hand': () => insertByHand(db, caller.roles, { ...target }),
    pipeline: () => pipeline.execute(caller, request),
    'with webhooks': () => told.execute(caller, request),
    grouped: () => pipeline.executeEach(group),
  }
  const close = async () => {
    await webhooks.stop()
    await outbound.close()
  }
  return { candidates, close }
}

/** The row as the pipeline stores it: what the caller sent, author, owner, state and defaults. */
function rawContact(): Record<string, unknown> {
  const now = new Date().toISOString()
  return {
    ...{ contactid: randomUUID(), firstname: 'Ada', lastname: 'Lovelace' },
    ...{ emailaddress1: 'ada@example.org', jobtitle: 'Countess' },
    ...{ createdon: now, createdby: user, modifiedon: now, modifiedby: user },
    ...{ ownerid: user, owneridtype: 'systemuser', owningbusinessunit: unit },
    ...{ statecode: 0, statuscode: 1, customertypecode: 1, preferredcontactmethodcode: 1 },
    ...{ donotbulkemail: false, donotemail: false, donotphone: false, donotpostalmail: false },
  }
}

async function insertRaw(pool: pg.Pool): Promise<void> {
  const row = rawContact()
  const names = Object.keys(row)
  const marks = names.map((_, index) => `$${index + 1}`)
  const client = await pool.connect()
  await client.query('begin')
  await client.query(
    `insert into contact (${names}) values (${marks}) returning *`,
    Object.values(row),
  )
  await client.query('commit')
  client.release()
}

function refuseWrong(values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (!Object.hasOwn(columns, name)) throw new Error(`no column ${name}`)
    const { readOnly, maxLength = 0 } = columns[name as keyof typeof columns] as Column
    if (readOnly) throw new Error(`${name} cannot be written`)
    if (typeof value !== 'string' || value.length > maxLength) throw new Error(`${name} is wrong`)
  }
}

async function insertByHand(
  db: Database['db'],
  roles: readonly string[],
  values: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  if (roles.includes('Reader')) throw new Error('not allowed')
  refuseWrong(values)
  return await withTransaction(db, async (tx) => {
    const row = { ...rawContact(), ...values }
    const names = Object.keys(row)
    const marks = names.map((_, index) => `$${index + 1}`)
    const text = `insert into contact (${names}) values (${marks}) returning *`
    const { rows } = await tx.executeQuery(CompiledQuery.raw(text, Object.values(row)))
    return rows[0]
  })
}

interface Measurement {
  readonly perSecond: number
  readonly cpuMicroseconds: number
}

async function compare(callers: number): Promise<void> {
  const names = Object.keys(candidates) as Candidate[]
  const measured = new Map<Candidate, Measurement[]>(names.map((name) => [name, []]))
  for (let round = 0; round <= rounds; round += 1) {
    const from = round % names.length
    for (const name of [...names.slice(from), ...names.slice(0, from)]) {
      const measurement = await measure(name, callers)
      if (round > 0) measured.get(name)?.push(measurement)
    }
  }
  const raw = betterQuarter(measured.get('raw insert'), 'perSecond')
  const hand = betterQuarter(measured.get('by hand'), 'perSecond')
  const handCpu = betterQuarter(measured.get('by hand'), 'cpuMicroseconds')
  for (const [name, list] of measured) {
    const rate = betterQuarter(list, 'perSecond')
    const cpu = betterQuarter(list, 'cpuMicroseconds')
    const ratio = (rate / raw).toFixed(2)
    const ofHand = `${(rate / hand).toFixed(2)} × by hand, CPU ${(cpu / handCpu).toFixed(2)} ×`
    console.log(
      `${callers} callers, ${name}: ${Math.round(rate)} contacts/s, ${ratio} × raw, ${ofHand}, ${Math.round(cpu)} µs CPU each`,
    )
  }
}

async function measure(name: Candidate, callers: number): Promise<Measurement> {
  const contactsPerCall = name === 'grouped' ? groupSize : 1
  let left = contactsPerRound / contactsPerCall
  const cpuBefore = process.cpuUsage()
  const start = performance.now()
  const work = async () => {
    while (left > 0) {
      left -= 1
      await candidates[name]()
    }
  }
  await Promise.all(Array.from({ length: callers }, work))
  const seconds = (performance.now() - start) / 1000
  const { user: own, system } = process.cpuUsage(cpuBefore)
  return {
    perSecond: contactsPerRound / seconds,
    cpuMicroseconds: (own + system) / contactsPerRound,
  }
}

/** Whatever else a machine does only makes a turn slower: the better quarter is compared. */
function betterQuarter(list: readonly Measurement[] | undefined, of: keyof Measurement): number {
  const sorted = (list ?? []).map((each) => each[of]).sort((a, b) => a - b)
  if (of === 'perSecond') sorted.reverse()
  return sorted[Math.floor(sorted.length / 4)] ?? Number.NaN
}
