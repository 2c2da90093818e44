/** A real receiver on 127.0.0.1 that keeps what it is sent and answers as a test wants. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { cleanUpAfterwards } from './database.ts'

export interface Received {
  readonly method: string
  /** Path and query. */
  readonly url: string
  /** Names as they were spelled on the wire. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
  header(name: string): string | undefined
}

export interface WebhookSink {
  readonly port: number
  readonly url: string
  readonly received: Received[]
  /** How following requests are answered; default 200. */
  answer(act: Answer): void
  /** Resolves when so many requests have come altogether; rejects after five seconds. */
  waitFor(count: number): Promise<readonly Received[]>
  /** Forgets what came and answers 200 again. */
  clear(): void
}

type Answer = (response: ServerResponse, received: Received, socket: Socket) => void

export const withStatus =
  (status: number): Answer =>
  (response) =>
    response.writeHead(status).end()

/** Call at the top of a test file. */
export async function webhookSink(): Promise<WebhookSink> {
  const received: Received[] = []
  const waiting = new Set<() => void>()
  let answer: Answer = withStatus(200)
  const server = createServer((request, response) => {
    void take(request).then((each) => {
      received.push(each)
      for (const look of waiting) look()
      answer(response, each, request.socket)
    })
  })
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanUpAfterwards(async () => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    received,
    answer(act) {
      answer = act
    },
    waitFor: (count) => waitFor(received, count, waiting),
    clear() {
      received.length = 0
      answer = withStatus(200)
    },
  }
}

async function take(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const { rawHeaders, method = '', url = '' } = request
  const headers: [string, string][] = []
  for (let index = 0; index < rawHeaders.length; index += 2) {
    headers.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? ''])
  }
  const body = Buffer.concat(chunks).toString()
  const header = (name: string) => headers.find(([each]) => each === name)?.[1]
  return { method, url, headers, body, header }
}

async function waitFor(
  received: readonly Received[],
  count: number,
  waiting: Set<() => void>,
): Promise<readonly Received[]> {
  const { promise, resolve, reject } = Promise.withResolvers<readonly Received[]>()
  const look = () => {
    if (received.length >= count) resolve(received)
  }
  const late = () => reject(new Error(`${received.length} requests came instead of ${count}.`))
  const timer = setTimeout(late, 5_000)
  waiting.add(look)
  look()
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    waiting.delete(look)
  }
}
