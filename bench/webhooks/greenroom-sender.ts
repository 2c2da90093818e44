import { randomBytes } from 'node:crypto'
import { systemClock } from '#clock'
import { tables as contactTables } from '#contacts'
import { type Database, type Table, withTransaction } from '#database'
import { tables as identityTables, mayDo, organizationId, systemCaller } from '#identity'
import { createWorker, enqueue, tables as jobTables } from '#jobs'
import { silentLog } from '#log'
import { createOutbound } from '#outbound'
import { createPipeline } from '#pipeline'
import { createVault } from '#vault'
import { createWebhooks, tables as webhookTables } from '#webhooks'
import type { SampleContext, Sender } from './sender.ts'

const contactCount = 500
const groupSize = 100

export interface GreenroomSender extends Sender {
  /** Registers a step for updates of `column` at this path of the sink. */
  register(url: string, column: string): Promise<void>
  /** Queues one delivery per update of `column`. */
  queueFor(column: string, count: number): Promise<void>
  sample(): Promise<SampleContext>
}

export async function greenroomSender(database: Database): Promise<GreenroomSender> {
  const { db, pool } = database
  const clock = systemClock
  const log = silentLog
  const tables = [identityTables, contactTables, jobTables, webhookTables].flatMap((each) =>
    Object.values<Table>(each),
  )
  const vault = createVault({ masterKeys: [randomBytes(32)], clock })
  const pipeline = createPipeline({
    ...{ db, tables, relationships: [], clock, log, enqueue, mayDo },
    secrets: vault,
  })
  const outbound = createOutbound({ allow: ['127.0.0.1'], log })
  const webhooks = createWebhooks({
    ...{ database, pipeline, tables, vault, outbound, clock, log },
    organization: { id: organizationId, name: 'Greenroom', host: 'bench.example' },
  })
  for (const step of webhooks.steps) pipeline.addStep(step)
  await withTransaction(db, (tx) => webhooks.ensureMessages(tx))
  await webhooks.start()
  const caller = systemCaller
  const contacts: string[] = []
  for (let index = 0; index < contactCount; index += 1) {
    const target = { firstname: 'Jim', lastname: `Glynn ${index}` }
    contacts.push(
      (await pipeline.execute(caller, { message: 'Create', table: 'contact', target })).id,
    )
  }
  let turn = 0
  const update = (column: string) => {
    turn += 1
    const id = contacts[turn % contactCount] as string
    return { message: 'Update', table: 'contact', id, target: { [column]: `James ${turn % 10}` } }
  }
  const worker = () =>
    createWorker({
      ...{ db, pool, clock, log },
      definitions: webhooks.jobs,
      nextOccurrence: () => undefined,
      concurrency: 256,
    })

  async function queueFor(column: string, count: number): Promise<void> {
    for (let done = 0; done < count; done += groupSize) {
      const size = Math.min(groupSize, count - done)
      const group = Array.from({ length: size }, () => ({ caller, request: update(column) }))
      for (const each of await pipeline.executeEach(group)) if (each instanceof Error) throw each
    }
  }

  return {
    name: 'Greenroom',
    async empty() {
      await pool.query('truncate asyncoperation')
    },
    queue: (count) => queueFor('firstname', count),
    queueFor,
    async change(count) {
      const ids = Array.from({ length: count }, () => crypto.randomUUID())
      const group = ids.map((correlationId) => ({
        caller: { ...caller, correlationId, depth: 0 },
        request: update('firstname'),
      }))
      for (const each of await pipeline.executeEach(group)) if (each instanceof Error) throw each
      return ids
    },
    async startWorker() {
      const started = worker()
      started.start()
      return started
    },
    async recorded() {
      const { rows } = await pool.query(
        'select count(*) as count from asyncoperation where statuscode = 30',
      )
      return rows[0].count
    },
    async register(url, column) {
      await webhooks.register(caller, {
        name: `Receiver of ${column}`,
        url,
        authentication: { kind: 'WebhookKey', key: 'bench' },
        steps: [{ message: 'Update', table: 'contact', filteringAttributes: [column] }],
      })
    },
    async sample() {
      const { rows } = await pool.query(
        `select gr_payload->>'body' as body from asyncoperation limit 1`,
      )
      return rows[0]
    },
    async close() {
      await webhooks.stop()
      await outbound.close()
    },
  }
}
