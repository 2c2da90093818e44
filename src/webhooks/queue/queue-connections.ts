/** The connections that this process keeps open to brokers: one for each endpoint that is used. */
import type { Message } from 'rhea'
import type { Clock } from '#clock'
import type { Db } from '#database'
import type { Log } from '#log'
import type { Outbound } from '#outbound'
import { BrokenChannel } from './broken-channel.ts'
import { endOfToken } from './credentials.ts'
import { idleMs, reconnectDelayMs } from './limits.ts'
import { QueueChannel } from './queue-channel.ts'
import type { QueueEndpoint, QueueTarget } from './queue-endpoint.ts'

export interface QueueConnectionsOptions {
  readonly db: Db
  readonly outbound: Pick<Outbound, 'connect'>
  readonly clock: Clock
  readonly log: Log
  readonly containerId: string
  readonly outcomeTimeMs?: number
}

/** What a process knows of one endpoint's broker. */
interface Line {
  readonly version: number
  channel: Promise<QueueChannel> | undefined
  /** Connections that failed since the last message was accepted. */
  failures: number
  failedBy: unknown
  /** By the monotonic clock. */
  notBefore: number
  idle: NodeJS.Timeout | undefined
}

export class QueueConnections {
  readonly #options: QueueConnectionsOptions
  readonly #lines = new Map<string, Line>()
  #closed = false

  constructor(options: QueueConnectionsOptions) {
    this.#options = options
  }

  /**
   * Resolves when the broker has accepted the message.
   * @throws what `QueueChannel.send` and `Outbound.connect` throw, at once while the broker is
   *   known to be away
   */
  async send(endpoint: QueueEndpoint, message: Message, signal?: AbortSignal): Promise<void> {
    const line = this.#lineOf(endpoint)
    const channel = await this.#channelOf(line, endpoint)
    this.#restartIdle(line)
    await channel.send(message, signal)
    line.failures = 0
  }

  close(): void {
    this.#closed = true
    for (const line of this.#lines.values()) void endLine(line)
    this.#lines.clear()
  }

  /** After a change of the endpoint there is a new line; the old one ends what it has begun. */
  #lineOf({ id, version }: QueueEndpoint): Line {
    const known = this.#lines.get(id)
    if (known?.version === version) return known
    if (known !== undefined) void endWhenEmpty(known)
    const line: Line = {
      version,
      channel: undefined,
      failures: 0,
      failedBy: undefined,
      notBefore: 0,
      idle: undefined,
    }
    this.#lines.set(id, line)
    return line
  }

  async #channelOf(line: Line, endpoint: QueueEndpoint): Promise<QueueChannel> {
    if (this.#closed) throw new BrokenChannel('the hub is stopping')
    if (line.channel === undefined && performance.now() < line.notBefore) throw line.failedBy
    line.channel ??= this.#open(line, endpoint)
    return await line.channel
  }

  async #open(line: Line, endpoint: QueueEndpoint): Promise<QueueChannel> {
    const { db, outbound, clock, containerId, log, outcomeTimeMs } = this.#options
    let hasReported = false
    const failed = (reason: unknown) => {
      hasReported = true
      line.channel = undefined
      line.failures += 1
      line.failedBy = reason
      line.notBefore = performance.now() + reconnectDelayMs(line.failures)
      log.debug({ err: reason, endpoint: endpoint.id }, 'no connection to a broker')
    }
    try {
      const target = await endpoint.target(db)
      refuseEndedToken(target, clock.now())
      const { host, port, tls } = target.address
      const socket = await outbound.connect({ host, port, tls })
      return await QueueChannel.open({
        socket,
        target,
        containerId,
        onBroken: failed,
        ...(outcomeTimeMs === undefined ? {} : { outcomeTimeMs }),
      })
    } catch (error) {
      if (!hasReported) failed(error)
      throw error
    }
  }

  #restartIdle(line: Line): void {
    clearTimeout(line.idle)
    line.idle = setTimeout(() => {
      const { channel } = line
      line.channel = undefined
      void channel?.then(
        (each) => each.close(),
        () => undefined,
      )
    }, idleMs)
    line.idle.unref()
  }
}

/** Brokers answer this in many ways; here it is said in one. */
function refuseEndedToken({ credentials }: QueueTarget, now: Date): void {
  const end = credentials.kind === 'token' ? endOfToken(credentials.token) : undefined
  if (end === undefined || end > now) return
  const text = `the shared access signature ended on ${end.toISOString()}`
  throw new BrokenChannel(text, 'amqp:unauthorized-access')
}

async function endLine(line: Line): Promise<void> {
  clearTimeout(line.idle)
  const channel = await line.channel?.catch(() => undefined)
  channel?.close()
}

async function endWhenEmpty(line: Line): Promise<void> {
  const channel = await line.channel?.catch(() => undefined)
  while (channel !== undefined && channel.size > 0) {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await endLine(line)
}
