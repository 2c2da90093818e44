/** What both senders can do; each keeps its rows, jobs and records in the same database. */
export interface Sender {
  readonly name: string
  empty(): Promise<void>
  /** Queues deliveries while no worker runs. */
  queue(count: number): Promise<void>
  /** Changes of so many rows with their deliveries in one transaction; gives their correlation ids. */
  change(count: number): Promise<readonly string[]>
  startWorker(): Promise<{ stop(): Promise<unknown> }>
  /** Deliveries that are recorded as done. */
  recorded(): Promise<number>
  close(): Promise<void>
}

/** The context of every delivery of the yardstick: one that the hub really sent. */
export interface SampleContext {
  readonly body: string
}
