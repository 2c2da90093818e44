import { randomUUID } from 'node:crypto'
import { Kysely, PostgresDialect, sql } from 'kysely'
import type pg from 'pg'
import { systemClock } from '#clock'
import { type Db, migrate, type Tx, withTransaction } from '#database'
import { createWorker, enqueue, type JobRequest } from '#jobs'
import { silentLog } from '#log'
import { makeRowTable, type Payload, payload, type Queue } from './queue.ts'

const request = (): JobRequest => ({ kind: 'bench', name: 'A job', payload: payload() })

export async function greenroomQueue(pool: pg.Pool): Promise<Queue> {
  const db: Db = new Kysely({ dialect: new PostgresDialect({ pool }) })
  await migrate(db)
  await makeRowTable(pool)
  return {
    async empty() {
      await pool.query(`truncate asyncoperation; select setval('asyncoperation_awake', 1)`)
    },
    async pretendBusy() {
      await pool.query(`select setval('asyncoperation_awake', 9000000000000)`)
    },
    async addOne() {
      // graphile-worker's addJob has no transaction around it; neither has this.
      await enqueue(db as Tx, [request()])
    },
    async addMany(count) {
      await withTransaction(db, (tx) => enqueue(tx, Array.from({ length: count }, request)))
    },
    async addWithRow() {
      await withTransaction(db, async (tx) => {
        await sql`insert into bench_row (id, title) values (${randomUUID()}, 'A row')`.execute(tx)
        await enqueue(tx, [request()])
      })
    },
    async startWorker(onStart) {
      const worker = createWorker({
        db,
        pool,
        clock: systemClock,
        log: silentLog,
        nextOccurrence: () => undefined,
        definitions: [
          {
            kind: 'bench',
            concurrency: 32,
            run: async (job) => {
              onStart((job.payload as Payload).sentAt)
              return undefined
            },
            onFailure: () => ({ next: 'fail', friendlyMessage: 'It failed.' }),
          },
        ],
      })
      worker.start()
      return worker
    },
    close: async () => undefined,
  }
}
