/** A hub with contacts and webhooks, without doors, and a worker that a test runs when it wants. */
import { randomBytes } from 'node:crypto'
import { type MovableClock, movableClock } from '#clock'
import { tables as contactTables } from '#contacts'
import {
  type ConnectOptions,
  connect,
  createTableCatalogue,
  customizationTables,
  type Database,
  type Table,
  type TableCatalogue,
  withTransaction,
} from '#database'
import {
  tables as identityTables,
  mayDo,
  organizationId,
  relationships,
  systemCaller,
} from '#identity'
import { createWorker, enqueue, tables as jobTables, type Worker } from '#jobs'
import { type Log, silentLog } from '#log'
import { createOutbound, type ResolveName } from '#outbound'
import { createPipeline, type Outcome, type Pipeline, type Values } from '#pipeline'
import { tables as queryTables } from '#query'
import { createVault, type Vault } from '#vault'
import {
  createWebhooks,
  type Webhooks,
  type WebhooksOptions,
  tables as webhookTables,
} from '#webhooks'
import { cleanUpAfterwards, type TestServer, testDatabase } from './database.ts'

export const worldNow = new Date('2026-09-01T12:00:00Z')

/** Tables of upper modules are left out; lookups to them are never written here. */
export const worldTables = [
  ...Object.values(customizationTables),
  ...Object.values(identityTables),
  ...Object.values(contactTables),
  ...Object.values(jobTables),
  ...Object.values(webhookTables),
  ...Object.values(queryTables),
] as readonly Table[]

export interface WebhookWorld extends Database {
  readonly target: TestServer
  readonly clock: MovableClock
  readonly pipeline: Pipeline
  readonly vault: Vault
  readonly catalogue: TableCatalogue
  readonly webhooks: Webhooks
  readonly worker: Worker
  create(table: string, target: Values): Promise<string>
  update(table: string, id: string, target: Values): Promise<Outcome>
  remove(table: string, id: string): Promise<void>
  query(text: string, parameters?: readonly unknown[]): Promise<Values[]>
  /** A second hub process on the same database. */
  another(options?: WorldOptions): Promise<WebhookWorld>
}

export interface WorldOptions
  extends Partial<Pick<WebhooksOptions, 'answerTimeMs' | 'outcomeTimeMs' | 'zone' | 'handlers'>> {
  /** Instead of the machine's own resolver. */
  readonly resolve?: ResolveName
  readonly poolSize?: number
  readonly statementTimeoutMs?: number
  readonly log?: Log
  readonly leaseMs?: number
  /** For worlds of several processes. */
  readonly masterKey?: Uint8Array
}

const masterKey = randomBytes(32)

/** Call at the top of a test file. */
export async function webhookWorld(options: WorldOptions = {}): Promise<WebhookWorld> {
  const { target } = await testDatabase()
  return await openWorld(target, movableClock(worldNow), options)
}

/** On a database that there is already: for processes that a test starts. */
export const worldOn = (target: TestServer, options: WorldOptions): Promise<WebhookWorld> =>
  openWorld(target, movableClock(worldNow), options)

async function openWorld(
  target: TestServer,
  clock: MovableClock,
  options: WorldOptions,
): Promise<WebhookWorld> {
  const database = connect(target, connection(options))
  const { db } = database
  const log = options.log ?? silentLog
  const vault = createVault({ masterKeys: [options.masterKey ?? masterKey], clock })
  const { resolve } = options
  const outbound = createOutbound({ allow: ['127.0.0.1'], log, ...(resolve && { resolve }) })
  const catalogue = createTableCatalogue({
    database,
    tables: worldTables,
    onFailure: (err) => log.warn({ err }, 'custom columns cannot be read'),
  })
  const pipeline = createPipeline({
    db,
    tables: worldTables,
    refreshTables: () => catalogue.refresh(),
    relationships: Object.values(relationships),
    clock,
    log,
    enqueue: (tx, jobs) => enqueue(tx, jobs, clock.now()),
    secrets: vault,
    mayDo,
  })
  const webhooks = createWebhooks({
    ...options,
    database,
    pipeline,
    tables: worldTables,
    vault,
    outbound,
    clock,
    log,
    organization: { id: organizationId, name: 'Greenroom', host: 'events.example' },
  })
  for (const message of webhooks.messages) pipeline.defineMessage(message)
  for (const step of webhooks.steps) pipeline.addStep(step)
  await withTransaction(db, (tx) => webhooks.ensureMessages(tx))
  catalogue.follow((tables) => pipeline.useTables(tables))
  catalogue.follow((tables) => webhooks.useTables(tables))
  await catalogue.start()
  await webhooks.start()
  const nextOccurrence = () => undefined
  const definitions = webhooks.jobs
  const lease = options.leaseMs === undefined ? {} : { leaseMs: options.leaseMs, pollMs: 50 }
  const worker = createWorker({ ...database, definitions, clock, log, nextOccurrence, ...lease })
  cleanUpAfterwards(async () => {
    await worker.stop()
    await webhooks.stop()
    catalogue.stop()
    await outbound.close()
    await database.close()
  })
  const another = (more: WorldOptions = {}) => openWorld(target, clock, more)
  return {
    ...database,
    target,
    clock,
    pipeline,
    vault,
    catalogue,
    webhooks,
    worker,
    another,
    ...acts(),
  }

  function acts() {
    const execute = (message: string, table: string, more: object) =>
      pipeline.execute(systemCaller, { message, table, ...more })
    return {
      create: async (table: string, values: Values) =>
        (await execute('Create', table, { target: values })).id,
      update: (table: string, id: string, values: Values) =>
        execute('Update', table, { id, target: values }),
      remove: async (table: string, id: string) => void (await execute('Delete', table, { id })),
      query: async (text: string, parameters: readonly unknown[] = []) =>
        (await database.pool.query(text, [...parameters])).rows as Values[],
    }
  }
}

const connection = (options: WorldOptions): ConnectOptions => ({
  applicationName: 'greenroom test',
  poolSize: options.poolSize ?? 10,
  statementTimeoutMs: options.statementTimeoutMs ?? 20_000,
  onIdleError: () => undefined,
})
