/** What both senders can do; each keeps its rows, jobs and records in the same database. */
export interface Sender {
  readonly name: string
  empty(): Promise<void>
  /** Queues deliveries while no worker runs. */
  queue(count: number): Promise<void>
  /** One change of a row with its delivery in one transaction; gives its correlation id. */
  change(): Promise<string>
  startWorker(): Promise<{ stop(): Promise<unknown> }>
  /** Deliveries that are recorded as done. */
  recorded(): Promise<number>
  close(): Promise<void>
}

/** The context of every delivery of the yardstick: one that the hub really sent. */
export interface SampleContext {
  readonly body: string
}
