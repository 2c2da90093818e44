/** The yardstick: what one would write oneself with graphile-worker and undici. */
import { randomUUID } from 'node:crypto'
import { Logger, makeWorkerUtils, run } from 'graphile-worker'
import { Agent, request } from 'undici'
import type { Database } from '#database'
import type { SampleContext, Sender } from './sender.ts'

const silent = new Logger(() => () => undefined)

/** Its fastest documented settings for many quick jobs: a local queue and batched completion. */
const preset = {
  worker: {
    concurrentJobs: 64,
    pollInterval: 500,
    localQueue: { size: 500 },
    completeJobBatchDelay: 0,
    failJobBatchDelay: 0,
    logger: silent,
  },
}

const insertAttempt =
  'insert into bench_attempt (id, correlationid, status, took, at) values ($1, $2, $3, $4, now())'

export async function graphileSender(
  { pool }: Database,
  url: string,
  { body }: SampleContext,
): Promise<Sender> {
  const utils = await makeWorkerUtils({ pgPool: pool, logger: silent })
  await utils.migrate()
  await pool.query(`
    create table bench_attempt (
      id uuid primary key, correlationid uuid, status integer, took real, at timestamptz)`)
  await pool.query('create table bench_row (id uuid primary key, title text)')
  const dispatcher = new Agent({ connections: 128 })

  async function post(payload: unknown): Promise<void> {
    const { correlation, text } = payload as { correlation: string; text: string }
    const began = performance.now()
    const headers = {
      'content-type': 'application/json',
      'x-ms-correlation-request-id': correlation,
    }
    const answer = await request(url, { method: 'POST', headers, body: text, dispatcher })
    await answer.body.dump()
    const took = performance.now() - began
    await pool.query(insertAttempt, [randomUUID(), correlation, answer.statusCode, took])
    if (answer.statusCode >= 300) throw new Error(`The status was ${answer.statusCode}.`)
  }

  const payload = (correlation: string) => ({ correlation, text: body })
  return {
    name: 'graphile-worker',
    async empty() {
      await pool.query('truncate graphile_worker._private_jobs, bench_attempt, bench_row')
    },
    async queue(count) {
      for (let done = 0; done < count; done += 1000) {
        const jobs = Array.from({ length: Math.min(1000, count - done) }, () => ({
          identifier: 'post',
          payload: payload(randomUUID()),
        }))
        await utils.addJobs(jobs)
      }
    },
    async change(count) {
      const ids = Array.from({ length: count }, () => randomUUID())
      const client = await pool.connect()
      await client.query('begin')
      for (const id of ids) {
        await client.query('insert into bench_row values ($1, $2)', [id, 'A row'])
        await client.query('select graphile_worker.add_job($1, $2)', ['post', payload(id)])
      }
      await client.query('commit')
      client.release()
      return ids
    },
    async startWorker() {
      return await run({
        preset,
        pgPool: pool,
        logger: silent,
        noHandleSignals: true,
        parsedCronItems: [],
        taskList: { post },
      })
    },
    async recorded() {
      return (await pool.query('select count(*) as count from bench_attempt')).rows[0].count
    },
    async close() {
      await utils.release()
      await dispatcher.close()
    },
  }
}
