import { randomUUID } from 'node:crypto'
import { Logger, makeWorkerUtils, run } from 'graphile-worker'
import type pg from 'pg'
import { insertRow, makeRowTable, type Payload, payload, type Queue } from './queue.ts'

const silent = new Logger(() => () => undefined)

/** Its fastest documented settings for many quick jobs: a local queue and batched completion. */
const preset = {
  worker: {
    concurrentJobs: 32,
    pollInterval: 500,
    localQueue: { size: 500 },
    completeJobBatchDelay: 0,
    failJobBatchDelay: 0,
    logger: silent,
  },
}

export async function graphileQueue(pool: pg.Pool): Promise<Queue> {
  const utils = await makeWorkerUtils({ pgPool: pool, logger: silent })
  await utils.migrate()
  await makeRowTable(pool)
  return {
    async empty() {
      await pool.query('truncate graphile_worker._private_jobs')
    },
    pretendBusy: async () => undefined,
    async addOne() {
      await utils.addJob('bench', payload())
    },
    async addMany(count) {
      const jobs = Array.from({ length: count }, () => ({
        identifier: 'bench',
        payload: payload(),
      }))
      await utils.addJobs(jobs)
    },
    async addWithRow() {
      const client = await pool.connect()
      await client.query('begin')
      await client.query(insertRow, [randomUUID(), 'A row'])
      await client.query('select graphile_worker.add_job($1, $2)', ['bench', payload()])
      await client.query('commit')
      client.release()
    },
    async startWorker(onStart) {
      const runner = await run({
        preset,
        pgPool: pool,
        logger: silent,
        noHandleSignals: true,
        parsedCronItems: [],
        taskList: { bench: async (given) => onStart((given as Payload).sentAt) },
      })
      return { stop: () => runner.stop() }
    },
    close: async () => utils.release(),
  }
}
