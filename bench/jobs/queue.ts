import type pg from 'pg'

/** What both queues are asked to do. */
export interface Queue {
  /** Removes all jobs. */
  empty(): Promise<void>
  /** As while a worker is at work; `addOne` and the like behave accordingly until `empty`. */
  pretendBusy(): Promise<void>
  /** One durable job in one statement, which is its own transaction. */
  addOne(): Promise<void>
  addMany(count: number): Promise<void>
  /** A row of the application and a job, in one transaction. */
  addWithRow(): Promise<void>
  /** Starts a worker; `onStart` is called when a task begins, with the time it was sent. */
  startWorker(onStart: (sentAt: number) => void): Promise<{ stop(): Promise<void> }>
  close(): Promise<void>
}

/** 300 bytes, with the time of sending in it, so that a task knows how long it was on its way. */
export const payload = () => ({ sentAt: performance.now(), text: 'x'.repeat(260) })

export type Payload = ReturnType<typeof payload>

export const insertRow = 'insert into bench_row (id, title) values ($1, $2)'

export async function makeRowTable(pool: pg.Pool): Promise<void> {
  await pool.query('create table if not exists bench_row (id uuid primary key, title text)')
}
