import { sql } from 'kysely'
import type { Database } from './connect.ts'
import type { Tx } from './handles.ts'

/** As much of the driver's connection as is used here. */
interface Client {
  on(event: 'notification' | 'error' | 'end', act: () => void): unknown
  query(text: string): Promise<unknown>
  release(destroy?: boolean): void
}

const pollMs = 1_000

/** Tells every process that listens to the channel, this one too; sent at the commit. */
export async function announceChange(tx: Tx, channel: string): Promise<void> {
  await sql`select pg_notify(${sql.lit(channel)}, '')`.execute(tx)
}

export interface ChangeListenerOptions {
  readonly pool: Database['pool']
  /** A plain name; the same as announcers use. */
  readonly channel: string
  /** Looks what has changed; called at the start, after announcements and every second. */
  readonly onChange: () => Promise<void>
  /** Told of the first of several failures in a row. */
  readonly onFailure: (error: unknown) => void
}

/**
 * Brings changes of rows into this process: within milliseconds by a notification, and, because
 * those can be lost with their connection, within a second by looking.
 */
export class ChangeListener {
  readonly #options: ChangeListenerOptions
  #client: Client | undefined
  #timer: NodeJS.Timeout | undefined
  #stopped = false
  #failing = false

  constructor(options: ChangeListenerOptions) {
    this.#options = options
  }

  /** @throws where the rows cannot be read: a hub that starts must know them. */
  async start(): Promise<void> {
    await this.#listen()
    await this.#options.onChange()
    this.#poll()
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
    this.#release(this.#client)
  }

  #poll(): void {
    if (this.#stopped) return
    this.#timer = setTimeout(() => void this.#look().then(() => this.#poll()), pollMs)
    this.#timer.unref()
  }

  async #look(): Promise<void> {
    if (this.#stopped) return
    try {
      if (this.#client === undefined) await this.#listen()
      await this.#options.onChange()
      this.#failing = false
    } catch (error) {
      if (!this.#failing && !this.#stopped) this.#options.onFailure(error)
      this.#failing = true
    }
  }

  async #listen(): Promise<void> {
    const client: Client = await this.#options.pool.connect()
    if (this.#stopped) return client.release()
    this.#client = client
    client.on('notification', () => void this.#look())
    client.on('error', () => this.#release(client))
    client.on('end', () => this.#release(client))
    await client.query(`listen ${this.#options.channel}`)
  }

  /** Not back into the pool: it would go on listening there. */
  #release(client: Client | undefined): void {
    if (client === undefined || client !== this.#client) return
    this.#client = undefined
    client.release(true)
  }
}
