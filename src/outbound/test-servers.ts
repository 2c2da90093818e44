/** Real servers on 127.0.0.1 for the tests of this module. */
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, connect, createServer as createTcpServer, type Server } from 'node:net'
import type { Duplex } from 'node:stream'
import { after } from 'node:test'

export interface TestServer {
  readonly port: number
  /** How many connections were ever opened to it. */
  connections(): number
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** Self-signed for `secure.test`, valid 2020 to 2119. */
export const certificate = await readFile(new URL('fixtures/certificate.pem', import.meta.url))
const key = await readFile(new URL('fixtures/key.pem', import.meta.url))

export function httpServer(answer: Answer, host?: string, port?: number): Promise<TestServer> {
  return listen(createServer(answer), host, port)
}

export function secureServer(answer: Answer): Promise<TestServer> {
  return listen(createSecureServer({ key, cert: certificate }, answer))
}

/** A server that speaks whatever `converse` makes it speak. */
export function tcpServer(converse: (socket: Duplex) => void): Promise<TestServer> {
  return listen(createTcpServer(converse))
}

/** A port on which nothing listens. */
export async function freePort(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

export interface TestProxy extends TestServer {
  /** Request lines as they came, e.g. `CONNECT api.test:443`. */
  readonly seen: string[]
  readonly credentials: (string | undefined)[]
}

/** A forward proxy with CONNECT that takes every name for 127.0.0.1 and may ask for a password. */
export async function proxyServer(password?: string): Promise<TestProxy> {
  const seen: string[] = []
  const credentials: (string | undefined)[] = []
  const admits = (incoming: IncomingMessage) => {
    seen.push(`${incoming.method} ${incoming.url}`)
    const given = incoming.headers['proxy-authorization']
    credentials.push(given)
    const expected = password === undefined ? undefined : `Basic ${btoa(password)}`
    return given === expected
  }
  const server = createServer((incoming, response) => {
    if (admits(incoming)) forward(incoming, response)
    else response.writeHead(407).end()
  })
  server.on('connect', (incoming: IncomingMessage, client: Duplex) => {
    if (admits(incoming)) tunnel(incoming, client)
    else client.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n')
  })
  return { ...(await listen(server)), seen, credentials }
}

function forward(incoming: IncomingMessage, response: ServerResponse): void {
  const { port, pathname } = new URL(incoming.url ?? '')
  const { method, headers } = incoming
  const onward = request({ host: '127.0.0.1', port, path: pathname, method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  incoming.pipe(onward)
}

function tunnel(incoming: IncomingMessage, client: Duplex): void {
  const port = Number(incoming.url?.split(':').at(-1))
  const onward = connect(port, '127.0.0.1', () => {
    client.write('HTTP/1.1 200 Connection established\r\n\r\n')
    client.pipe(onward).pipe(client)
  })
  onward.on('error', () => client.destroy())
  client.on('error', () => onward.destroy())
}

async function listen(server: Server, host = '127.0.0.1', port = 0): Promise<TestServer> {
  let connections = 0
  const open = new Set<Duplex>()
  server.on('connection', (socket) => {
    connections += 1
    open.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => open.delete(socket))
  })
  server.listen(port, host)
  await once(server, 'listening')
  after(() => {
    server.close()
    for (const socket of open) socket.destroy()
  })
  return { port: (server.address() as AddressInfo).port, connections: () => connections }
}
