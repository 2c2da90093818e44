/** A hub with contacts, events and registrations, without doors: for tests of these modules. */
import { randomBytes, randomUUID } from 'node:crypto'
import { type MovableClock, movableClock } from '#clock'
import { tables as contactTables } from '#contacts'
import { connect, type Database, type Table } from '#database'
import { createEvents, tables as eventTables, relationships } from '#events'
import { type Audit, tables as identityTables, mayDo, systemCaller } from '#identity'
import type { JobRequest } from '#jobs'
import { silentLog } from '#log'
import { createPipeline, type Outcome, type Pipeline, type Step, type Values } from '#pipeline'
import { tables as providerTables } from '#providers'
import {
  createRegistrations,
  type Registrations,
  relationships as registrationRelationships,
  tables as registrationTables,
} from '#registrations'
import { createVault, type Vault } from '#vault'
import { type TestServer, testDatabase } from './database.ts'

export const worldNow = new Date('2026-09-01T12:00:00Z')
export const publicUrl = 'https://events.example'

/** What the audit log is told. */
type AuditEntry = Parameters<Audit['note']>[1]

export interface EventWorld extends Database {
  readonly target: TestServer
  readonly clock: MovableClock
  readonly pipeline: Pipeline
  readonly vault: Vault
  readonly registrations: Registrations
  /** What the pipeline enqueued, in order. */
  readonly jobs: JobRequest[]
  /** What was written into the audit log, in order. */
  readonly audited: AuditEntry[]
  /** Creates a row in the name of the hub's own user; gives its id. */
  create(table: string, target: Values): Promise<string>
  update(table: string, id: string, target: Values): Promise<Outcome>
  /** A live event on site in 2027, with the given columns on top. */
  createEvent(target?: Values): Promise<string>
  /** A live session in that event's time. */
  createSession(eventId: string, target?: Values): Promise<string>
  /** A webinar account whose provider allows so many minutes. */
  createAccount(mostMinutes?: number): Promise<string>
  read(table: string, id: string): Promise<Values>
  /** A second hub process on the same database. */
  another(): Promise<EventWorld>
}

const masterKey = randomBytes(32)

export async function eventWorld(steps: readonly Step[] = []): Promise<EventWorld> {
  const database = await testDatabase()
  return openWorld(database, database.target, movableClock(worldNow), steps)
}

function openWorld(
  database: Database,
  target: TestServer,
  clock: MovableClock,
  steps: readonly Step[],
): EventWorld {
  const jobs: JobRequest[] = []
  const audited: AuditEntry[] = []
  const vault = createVault({ masterKeys: [masterKey], clock })
  const pipeline = createPipeline({
    db: database.db,
    tables: Object.values({
      ...identityTables,
      ...contactTables,
      ...providerTables,
      ...eventTables,
      ...registrationTables,
    }) as readonly Table[],
    relationships: [...relationships, ...registrationRelationships],
    clock,
    log: silentLog,
    enqueue: async (_, requests) => jobs.push(...requests),
    secrets: vault,
    mayDo,
  })
  const registrations = createRegistrations({
    db: database.db,
    system: systemCaller,
    pipeline,
    clock,
    publicUrl,
    audit: { note: async (_, entry) => void audited.push(entry) },
    sign: vault.sign,
    verify: vault.verify,
  })
  for (const step of createEvents({ clock, publicUrl }).steps) pipeline.addStep(step)
  for (const step of registrations.steps) pipeline.addStep(step)
  for (const step of steps) pipeline.addStep(step)
  for (const message of registrations.messages) pipeline.defineMessage(message)

  async function create(table: string, values: Values): Promise<string> {
    const request = { message: 'Create', table, target: values }
    return (await pipeline.execute(systemCaller, request)).id
  }
  return {
    ...database,
    target,
    clock,
    pipeline,
    vault,
    registrations,
    jobs,
    audited,
    create,
    update: (table, id, values) =>
      pipeline.execute(systemCaller, { message: 'Update', table, id, target: values }),
    createEvent: (values) => create('msevtmgt_event', { ...liveEvent, ...values }),
    createSession: (event, values) =>
      create('msevtmgt_session', { ...liveSession, msevtmgt_event: event, ...values }),
    createAccount: (mostMinutes = 240) => createAccount(create, mostMinutes),
    async read(table, id) {
      const { rows } = await database.pool.query(`select * from ${table} where ${table}id = $1`, [
        id,
      ])
      return rows[0] as Values
    },
    async another() {
      const second = connect(target, {
        applicationName: 'second hub',
        poolSize: 10,
        statementTimeoutMs: 20_000,
        onIdleError: () => undefined,
      })
      return openWorld(second, target, clock, steps)
    },
  }
}

const liveEvent: Values = {
  msevtmgt_name: 'Spring Conference',
  msevtmgt_eventstartdate: '2027-04-20T09:00:00',
  msevtmgt_eventenddate: '2027-04-20T17:00:00',
  gr_timezone: 'Europe/Berlin',
  msevtmgt_publishstatus: 100000003,
}

const liveSession: Values = {
  msevtmgt_name: 'Opening',
  msevtmgt_starttime: '2027-04-20T09:00:00',
  msevtmgt_endtime: '2027-04-20T10:00:00',
  msevtmgt_publishstatus: 100000003,
}

async function createAccount(create: EventWorld['create'], mostMinutes: number): Promise<string> {
  const provider = await create('msevtmgt_webinarprovider', {
    msevtmgt_name: 'Webcasts Ltd',
    msevtmgt_maxdurationinminutes: mostMinutes,
  })
  return await create('msevtmgt_webinarconfiguration', {
    msevtmgt_name: 'Marketing account',
    msevtmgt_webinarproviderid: provider,
  })
}

/** Attendees that differ in everything. */
export function attendee(name: string | number) {
  return { firstName: 'Ada', lastName: `Guest ${name}`, email: `guest.${name}@people.example` }
}

export function attendees(count: number) {
  return Array.from({ length: count }, () => attendee(randomUUID().slice(0, 8)))
}
