import type { PoolClient } from 'pg'
import type { Database } from '#database'
import type { Log } from '#log'
import { describeError } from './describe-error.ts'
import { hintChannel } from './enqueue.ts'

/** A connection that died without a word is found out within so many milliseconds. */
const heartbeatMs = 30_000
const firstRetryMs = 200
const lastRetryMs = 5_000

export interface HintListenerOptions {
  readonly pool: Database['pool']
  readonly log: Log
  /** Called with '' for "there may be work", 'stop' for "a run should stop". */
  readonly onHint: (payload: string) => void
}

/** Keeps one connection of the pool listening, and gets another one when it breaks. */
export class HintListener {
  readonly #options: HintListenerOptions
  #client: PoolClient | undefined
  #timer: NodeJS.Timeout | undefined
  #retryMs = firstRetryMs
  #stopped = false

  constructor(options: HintListenerOptions) {
    this.#options = options
  }

  async start(): Promise<void> {
    try {
      const client = await this.#options.pool.connect()
      if (this.#stopped) return client.release()
      this.#client = client
      client.on('notification', (message) => this.#options.onHint(message.payload ?? ''))
      client.on('error', (error) => this.#lose(client, error))
      client.on('end', () => this.#lose(client, new Error('The connection ended.')))
      await client.query(`listen ${hintChannel}`)
      this.#listening(client)
    } catch (error) {
      this.#lose(this.#client, error)
    }
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
    const client = this.#client
    this.#client = undefined
    // Not back into the pool: it would go on listening there.
    client?.release(true)
  }

  #listening(client: PoolClient): void {
    this.#retryMs = firstRetryMs
    // What came while nobody listened.
    this.#options.onHint('')
    this.#beatLater(client)
  }

  #beatLater(client: PoolClient): void {
    this.#timer = setTimeout(() => void this.#beat(client), heartbeatMs)
    this.#timer.unref()
  }

  async #beat(client: PoolClient): Promise<void> {
    const silent = setTimeout(
      () => this.#lose(client, new Error('The connection is silent.')),
      heartbeatMs / 3,
    )
    try {
      await client.query('select 1')
      if (this.#client === client) this.#beatLater(client)
    } catch (error) {
      this.#lose(client, error)
    } finally {
      clearTimeout(silent)
    }
  }

  #lose(client: PoolClient | undefined, error: unknown): void {
    if (this.#stopped || client !== this.#client) return
    this.#client = undefined
    client?.release(true)
    clearTimeout(this.#timer)
    this.#options.log.debug({ problem: describeError(error) }, 'job hints are interrupted')
    this.#timer = setTimeout(() => void this.start(), this.#retryMs)
    this.#timer.unref()
    this.#retryMs = Math.min(2 * this.#retryMs, lastRetryMs)
  }
}
