/** A service of the Webinar Extension API with one fault: it stands in front of one that has none. */
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Asked {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Told {
  /** 0: the connection is cut. */
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Fault {
  /** What is passed on instead; an answer of its own when it is one. */
  asked?(asked: Asked): Asked | Told | Promise<Asked | Told>
  told?(told: Told, asked: Asked): Told | Promise<Told>
}

export interface BrokenService {
  readonly url: string
  close(): Promise<void>
}

export async function startBrokenService(target: string, fault: Fault): Promise<BrokenService> {
  const server = createServer((request, response) => {
    void answer(target, fault, request).then(({ status, headers, body }) => {
      if (status === 0) request.socket.destroy()
      else response.writeHead(status, headers).end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => end(server),
  }
}

async function answer(target: string, fault: Fault, request: IncomingMessage): Promise<Told> {
  const asked = await read(request)
  const passed = (await fault.asked?.(asked)) ?? asked
  if ('status' in passed) return passed
  const told = await pass(target, passed)
  return (await fault.told?.(told, asked)) ?? told
}

async function read(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const names = ['authorization', 'idempotency-key', 'content-type', 'accept'] as const
  const headers = Object.fromEntries(
    names.flatMap((name) => {
      const value = request.headers[name]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )
  const body = Buffer.concat(chunks).toString()
  return { method: request.method ?? 'GET', path: request.url ?? '/', headers, body }
}

async function pass(target: string, { method, path, headers, body }: Asked): Promise<Told> {
  const response = await fetch(`${target}${path}`, {
    method,
    headers,
    redirect: 'manual',
    ...(body === '' ? {} : { body }),
  })
  const kept = ['content-type', 'retry-after', 'www-authenticate', 'cache-control', 'location']
  const named = kept.flatMap((name) => {
    const value = response.headers.get(name)
    return value === null ? [] : [[name, value]]
  })
  return {
    status: response.status,
    headers: Object.fromEntries(named),
    body: await response.text(),
  }
}

async function end(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
