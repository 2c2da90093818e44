/**
 * One connection to a broker with one link to one queue. Messages of all deliveries of an endpoint
 * go through it, as many at once as the broker gives credit for; each counts as told when the
 * broker has settled it as accepted, so that nothing is lost between the two (at least once).
 */
import type { Socket } from 'node:net'
import rhea, {
  type Connection,
  type Delivery,
  type EventContext,
  type Message,
  type Sender,
} from 'rhea'
import { BrokenChannel, brokenBy, NotSettled, NotTaken, wordsOf } from './broken-channel.ts'
import type { Credentials } from './credentials.ts'
import { attachTimeMs, heartbeatMs, outcomeTimeMs } from './limits.ts'
import { putToken } from './put-token.ts'
import type { QueueTarget } from './queue-endpoint.ts'

export interface ChannelOptions {
  readonly socket: Socket
  readonly target: QueueTarget
  /** How the hub names itself to brokers. */
  readonly containerId: string
  /** Called once, when the channel cannot be used any more. */
  readonly onBroken: (reason: BrokenChannel) => void
  readonly outcomeTimeMs?: number
}

type Outcome = 'accepted' | NotTaken['outcome']

interface Sending {
  readonly message: Message
  readonly resolve: () => void
  readonly reject: (reason: Error) => void
  sentAt: number
}

export class QueueChannel {
  readonly #options: ChannelOptions
  readonly #connection: Connection
  readonly #waiting = new Set<Sending>()
  readonly #pending = new Map<Delivery, Sending>()
  readonly #opened = Promise.withResolvers<void>()
  #sender: Sender | undefined
  #broken: BrokenChannel | undefined
  #heardAt = 0

  private constructor(options: ChannelOptions) {
    this.#options = options
    this.#connection = connectionOf(options)
    // Nobody may be waiting for it when it breaks.
    this.#opened.promise.catch(() => undefined)
    // Rhea hears of an end by this event only, and its heartbeat would go on for ever without it.
    options.socket.once('close', () => options.socket.emit('end'))
    this.#listen()
  }

  /** @throws BrokenChannel where the broker does not let the hub in or has no such queue */
  static async open(options: ChannelOptions): Promise<QueueChannel> {
    const channel = new QueueChannel(options)
    const late = new BrokenChannel(`it did not answer within ${attachTimeMs / 1000} seconds`)
    const timer = setTimeout(() => channel.#break(late), attachTimeMs)
    try {
      channel.#connection.connect()
      await channel.#opened.promise
      return channel
    } finally {
      clearTimeout(timer)
    }
  }

  get size(): number {
    return this.#waiting.size + this.#pending.size
  }

  /**
   * Resolves when the broker has accepted the message.
   * @throws BrokenChannel, NotTaken, NotSettled: it may or may not have arrived
   */
  async send(message: Message, signal: AbortSignal | undefined): Promise<void> {
    if (this.#broken !== undefined) throw this.#broken
    signal?.throwIfAborted()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const sending: Sending = { message, resolve, reject, sentAt: 0 }
    const limit = this.#options.outcomeTimeMs ?? outcomeTimeMs
    const timer = setTimeout(() => this.#giveUp(sending, limit), limit)
    const onAbort = () => this.#drop(sending, signal?.reason)
    signal?.addEventListener('abort', onAbort, { once: true })
    this.#waiting.add(sending)
    this.#pump()
    try {
      await promise
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    }
  }

  /** Ends the connection; whatever is under way fails and is tried again. */
  close(): void {
    if (this.#broken !== undefined) return
    this.#connection.close()
    this.#break(new BrokenChannel('the hub ended the connection'))
  }

  #pump(): void {
    const sender = this.#sender
    if (sender === undefined) return
    for (const sending of this.#waiting) {
      if (!sender.sendable()) return
      this.#waiting.delete(sending)
      sending.sentAt = performance.now()
      this.#pending.set(sender.send(sending.message), sending)
    }
  }

  #giveUp(sending: Sending, limit: number): void {
    const { sentAt } = sending
    this.#drop(sending, new NotSettled(limit))
    // Nothing was settled since: the connection is probably dead, though nobody has said so.
    if (sentAt > 0 && this.#heardAt < sentAt) {
      this.#break(new BrokenChannel('it settles no messages any more'))
    }
  }

  #drop(sending: Sending, reason: unknown): void {
    this.#waiting.delete(sending)
    for (const [delivery, each] of this.#pending)
      if (each === sending) this.#pending.delete(delivery)
    sending.reject(reason instanceof Error ? reason : new Error('aborted', { cause: reason }))
  }

  #listen(): void {
    const connection = this.#connection
    connection.on('connection_open', () => void this.#attach())
    const broke = (otherwise: string) => (context: EventContext | Error | undefined) =>
      this.#break(brokenBy(errorIn(context), otherwise))
    for (const event of [
      'connection_error',
      'connection_close',
      'session_error',
      'session_close',
    ]) {
      connection.on(event, broke('the broker closed the connection'))
    }
    connection.on('disconnected', broke('the connection broke off'))
    for (const event of ['protocol_error', 'error']) {
      connection.on(event, broke('what it says is no AMQP 1.0'))
    }
  }

  async #attach(): Promise<void> {
    const { target } = this.#options
    try {
      if (target.credentials.kind === 'token') await putToken(this.#connection, target)
      this.#openSender(target.path)
    } catch (error) {
      this.#break(error instanceof BrokenChannel ? error : brokenBy(error, 'no link could be made'))
    }
  }

  #openSender(path: string): void {
    const sender = this.#connection.open_sender({
      target: { address: path, durable: 0 },
      // A modified message is one that was not taken; rhea would report it twice.
      treat_modified_as_released: false,
    } as Parameters<Connection['open_sender']>[0])
    sender.on('sender_open', (context: EventContext) => {
      // A broker refuses a link by opening it without a target and closing it at once.
      if (!context.sender?.target?.address) return
      this.#sender = sender
      this.#opened.resolve()
      this.#pump()
    })
    sender.on('sendable', () => this.#pump())
    for (const event of ['sender_error', 'sender_close']) {
      sender.on(event, () => this.#break(brokenBy(sender.error, 'the broker closed the link')))
    }
    for (const outcome of ['accepted', 'rejected', 'released', 'modified'] as const) {
      sender.on(outcome, ({ delivery }: EventContext) => this.#settle(delivery, outcome))
    }
    // After the outcome; where there was none, the message was not taken.
    sender.on('settled', ({ delivery }: EventContext) => this.#settle(delivery, 'released'))
  }

  #settle(delivery: Delivery | undefined, outcome: Outcome): void {
    const sending = delivery && this.#pending.get(delivery)
    if (delivery === undefined || sending === undefined) return
    this.#pending.delete(delivery)
    this.#heardAt = performance.now()
    if (outcome === 'accepted') sending.resolve()
    else sending.reject(notTaken(outcome, delivery))
  }

  #break(reason: BrokenChannel): void {
    if (this.#broken !== undefined) return
    this.#broken = reason
    this.#opened.reject(reason)
    const all = [...this.#waiting, ...this.#pending.values()]
    this.#waiting.clear()
    this.#pending.clear()
    for (const sending of all) sending.reject(reason)
    this.#hangUp()
    this.#options.onBroken(reason)
  }

  /** Says goodbye where the other side still listens, and does not wait long for it to answer. */
  #hangUp(): void {
    const { socket } = this.#options
    if (!this.#connection.is_closed()) this.#connection.close()
    socket.on('error', () => undefined)
    const timer = setTimeout(() => socket.destroy(), 500)
    socket.once('close', () => clearTimeout(timer))
  }
}

function connectionOf({ socket, target, containerId }: ChannelOptions): Connection {
  const { address, credentials } = target
  const container = rhea.create_container({ id: containerId })
  const { host, port, hostname } = address
  return container.create_connection({
    host,
    port,
    hostname,
    container_id: containerId,
    idle_time_out: heartbeatMs,
    reconnect: false,
    tcp_no_delay: true,
    sasl_mechanisms: mechanismFor(credentials),
    connection_details: () => ({
      host,
      port,
      connect: (_port: number, _host: string, _options: object, connected: () => void) => {
        queueMicrotask(connected)
        return socket
      },
    }),
  } as Parameters<typeof container.create_connection>[0])
}

/** Rhea's own PLAIN counts characters where bytes are meant, and cuts other alphabets short. */
function mechanismFor(credentials: Credentials): Record<string, () => object> {
  if (credentials.kind === 'token') return { ANONYMOUS: () => starting('greenroom') }
  const { user, password } = credentials
  return { PLAIN: () => starting(`\0${user}\0${password}`) }
}

const starting = (said: string) => ({
  start: (send: (problem: undefined, response: Buffer) => void) =>
    send(undefined, Buffer.from(said)),
})

function notTaken(outcome: NotTaken['outcome'], { remote_state: state }: Delivery): NotTaken {
  const { condition, text } = wordsOf((state as { error?: unknown } | undefined)?.error)
  const otherwise =
    outcome === 'rejected' ? 'the broker gave no reason' : 'the broker could not take it now'
  return new NotTaken(outcome, text ?? otherwise, condition)
}

function errorIn(context: EventContext | Error | undefined): unknown {
  if (context === undefined || context instanceof Error) return context
  return context.error ?? context.session?.error ?? context.connection?.error
}
