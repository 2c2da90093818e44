import { sql } from 'kysely'
import type { Database, Tx } from '#database'
import type { Log } from '#log'

/** As much of the driver's connection as is used here. */
interface Client {
  on(event: 'notification' | 'error' | 'end', act: () => void): unknown
  query(text: string): Promise<unknown>
  release(destroy?: boolean): void
}

const channel = 'greenroom_webhooks'
const pollMs = 1_000

/** Tells every process, this one too, that registrations have changed; sent at the commit. */
export async function announceChange(tx: Tx): Promise<void> {
  await sql`select pg_notify(${sql.lit(channel)}, '')`.execute(tx)
}

export interface ChangeListenerOptions {
  readonly pool: Database['pool']
  readonly log: Log
  readonly onChange: () => Promise<void>
}

/**
 * Brings changes of registrations into this process: within milliseconds by a notification, and,
 * because those can be lost with their connection, within a second by looking.
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

  /** @throws where registrations cannot be read: a hub that starts must know them. */
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
    try {
      if (this.#client === undefined) await this.#listen()
      await this.#options.onChange()
      this.#failing = false
    } catch (err) {
      if (!this.#failing) this.#options.log.warn({ err }, 'registrations cannot be read')
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
    await client.query(`listen ${channel}`)
  }

  /** Not back into the pool: it would go on listening there. */
  #release(client: Client | undefined): void {
    if (client === undefined || client !== this.#client) return
    this.#client = undefined
    client.release(true)
  }
}
