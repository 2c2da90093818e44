import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Log } from '#log'
import { GivenUp } from './deadline.ts'
import { explain } from './explain.ts'
import type { Guard } from './guard.ts'
import { connectTimeoutMs } from './limits.ts'
import { parseTarget, type Target } from './target.ts'

export interface SocketRequest {
  readonly host: string
  readonly port: number
  /** TLS from the first byte, with the certificate checked for `host`. */
  readonly tls: boolean
}

/** Opens a socket to a permitted address; resolves when it can be written to. */
export async function openSocket(guard: Guard, request: SocketRequest, log: Log): Promise<Socket> {
  const { host, port, tls } = request
  const shown = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
  const target = parseTarget(`${tls ? 'https' : 'http'}://${shown}:${port}`)
  try {
    return await open(guard, target, { ...request, port })
  } catch (error) {
    const found = explain(error, target, { proxied: false, sent: false })
    const level = found.kind === 'refused-address' ? 'warn' : 'debug'
    log[level]({ target: target.label, kind: found.kind, err: found }, 'no outbound connection')
    throw found
  }
}

async function open(guard: Guard, target: Target, { port, tls }: SocketRequest): Promise<Socket> {
  const refused = isIP(target.host) === 0 ? undefined : guard.refusalOf(target, target.host)
  if (refused !== undefined) throw refused
  const options = { host: target.host, port, lookup: guard.lookupFor(target), keepAlive: true }
  const servername = isIP(target.host) === 0 ? { servername: target.host } : {}
  const socket = tls ? connectTls({ ...options, ...servername }) : connectPlain(options)
  try {
    await ready(socket, tls ? 'secureConnect' : 'connect')
    const moved = guard.refusalOf(target, socket.remoteAddress ?? '')
    if (moved !== undefined) throw moved
    return socket
  } catch (error) {
    // What it still says has no listener any more.
    socket.on('error', () => undefined).destroy()
    throw error
  }
}

async function ready(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const tooLate = () => reject(new GivenUp('timeout', `${connectTimeoutMs} ms`))
  const timer = setTimeout(tooLate, connectTimeoutMs)
  socket.once(event, resolve).once('error', reject)
  try {
    await promise
  } finally {
    clearTimeout(timer)
    socket.off(event, resolve).off('error', reject)
  }
}
