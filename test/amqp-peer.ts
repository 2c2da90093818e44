/** An AMQP 1.0 server in the test's process, which can be made to misbehave. */
import { once } from 'node:events'
import type { AddressInfo, Server, Socket } from 'node:net'
import rhea, { type Connection, type Delivery, type EventContext, type Message } from 'rhea'
import { cleanUpAfterwards } from './database.ts'

export interface AmqpPeer {
  readonly port: number
  readonly received: Message[]
  /** Connections that were let in so far. */
  readonly opened: () => number
  /** What is done with following messages; default: accept. */
  answer(act: (delivery: Delivery, connection: Connection) => void): void
  /** Does not answer at all any more, and takes no connections. */
  stop(): Promise<void>
}

export interface PeerOptions {
  /** Who is let in; default anybody. */
  readonly user?: string
  readonly password?: string
  /** Messages that are taken at once; default 1,000. */
  readonly credit?: number
  /** Shared access signature that `$cbs` takes. */
  readonly token?: string
  readonly tls?: { readonly key: Buffer; readonly cert: Buffer }
  readonly port?: number
}

export const accept = (delivery: Delivery): void => void delivery.accept()

/** Call at the top of a test file. */
export async function amqpPeer(options: PeerOptions = {}): Promise<AmqpPeer> {
  const container = rhea.create_container()
  const received: Message[] = []
  let act: (delivery: Delivery, connection: Connection) => void = accept
  let opened = 0
  if (options.user !== undefined) {
    const { user, password } = options
    container.sasl_server_mechanisms.enable_plain(
      (name: string, word: string) => name === user && word === password,
    )
  } else {
    container.sasl_server_mechanisms.enable_anonymous()
  }
  container.on('connection_open', () => {
    opened += 1
  })
  // Whoever misbehaves on purpose does not care how the other side takes it.
  for (const event of ['disconnected', 'connection_error', 'error', 'protocol_error']) {
    container.on(event, () => undefined)
  }
  let isLetIn = options.token === undefined
  container.on('receiver_open', ({ receiver }: EventContext) => {
    const address = receiver?.target?.address
    const isCbs = address === '$cbs'
    if (!isCbs && !isLetIn) {
      return receiver?.close({ condition: 'amqp:unauthorized-access', description: 'no token' })
    }
    if (address === 'nowhere') {
      return receiver?.close({ condition: 'amqp:not-found', description: 'no queue nowhere' })
    }
    receiver?.set_target({ address: String(address) })
    receiver?.add_credit(options.credit ?? 1000)
  })
  container.on('message', (context: EventContext) => {
    const { message, delivery, connection, receiver } = context
    if (message === undefined || delivery === undefined) return
    if (receiver?.target.address === '$cbs') {
      delivery.accept()
      isLetIn = message.body === options.token
      const properties = {
        'status-code': isLetIn ? 202 : 401,
        'status-description': isLetIn ? 'Accepted' : 'the signature is wrong',
      }
      const reply = { application_properties: properties, body: null }
      const sender = connection.find_sender(() => true)
      return void sender?.send(reply as unknown as Message)
    }
    received.push(message)
    act(delivery, connection)
  })
  const listening = {
    host: '127.0.0.1',
    port: options.port ?? 0,
    receiver_options: { credit_window: 0, autoaccept: false },
    ...(options.tls === undefined ? {} : { transport: 'tls', ...options.tls }),
  }
  const server = container.listen(listening as Parameters<typeof container.listen>[0]) as Server
  const sockets = new Set<Socket>()
  const watch = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    // Rhea hears of an end by this event only; without it its timers keep the test alive.
    socket.once('close', () => socket.emit('end'))
  }
  server.on('connection', watch).on('secureConnection', watch)
  await once(server, 'listening')
  const stop = async () => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  cleanUpAfterwards(stop)
  return {
    port: (server.address() as AddressInfo).port,
    received,
    opened: () => opened,
    answer(next) {
      act = next
    },
    stop,
  }
}
