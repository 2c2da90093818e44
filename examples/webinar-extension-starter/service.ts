/** The HTTP side: addresses, sign-in, JSON in and out, errors. Nothing here is about your product. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type Authorization, type Client, createAuthorization } from './authorization.ts'
import * as calls from './calls.ts'
import { createOnce } from './once.ts'
import { Problem, problem, tokenProblem } from './problems.ts'
import { type Page, showSignIn, takeSignIn } from './sign-in-page.ts'
import type { Vendor } from './vendor.ts'

export interface ServiceOptions {
  readonly vendor: Vendor
  readonly client: Client
  /** Items in a page; default 100. */
  readonly pageSize?: number
  /** Requests that one account may send in a minute; default 600. */
  readonly requestsPerMinute?: number
  readonly now?: () => Date
  /** Where failures of this service are told; default: standard error. */
  readonly report?: (error: unknown) => void
}

interface Route {
  readonly method: string
  readonly path: RegExp
  readonly act: calls.Act
}

const webinar = '/webinars/([^/]+)'
const registration = `${webinar}/registrations/([^/]+)`

const route = (method: string, path: string, act: calls.Act): Route => ({
  method,
  path: new RegExp(`^${path}$`),
  act,
})

const routes: readonly Route[] = [
  route('GET', '/status', calls.status),
  route('GET', '/webinar-types', calls.webinarTypes),
  route('POST', '/webinars', calls.createWebinar),
  route('GET', webinar, calls.readWebinar),
  route('PUT', webinar, calls.updateWebinar),
  route('DELETE', webinar, calls.deleteWebinar),
  route('GET', `${webinar}/registrations`, calls.listRegistrations),
  route('POST', `${webinar}/registrations`, calls.register),
  route('PUT', registration, calls.updateRegistration),
  route('DELETE', registration, calls.cancelRegistration),
  route('GET', `${webinar}/attendance`, calls.listAttendance),
]

interface Service extends ServiceOptions {
  readonly authorization: Authorization
  readonly calls: calls.Calls
  readonly pace: (account: string) => void
}

/** The caller lets it listen, and closes it. */
export function createService(options: ServiceOptions): Server {
  const { vendor, client, pageSize = 100, now = () => new Date() } = options
  const service: Service = {
    ...options,
    authorization: createAuthorization(vendor, client, now),
    calls: { vendor, once: createOnce(vendor), now, pageSize },
    pace: createPace(options.requestsPerMinute ?? 600, now),
  }
  return createServer((request, response) => {
    answer(service, request, response).catch((error: unknown) =>
      sendFailure(service, response, error),
    )
  })
}

async function answer(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const { method = 'GET' } = request
  if (url.pathname === '/auth/authorize') {
    return sendPage(response, await signIn(service, request, url))
  }
  if (method === 'POST' && url.pathname === '/auth/token')
    return giveToken(service, request, response)
  const account = await service.authorization.accountOf(request.headers.authorization)
  service.pace(account)
  for (const { act, ...each } of routes) {
    const match = each.method === method ? each.path.exec(url.pathname) : null
    if (match === null) continue
    const ids = match.slice(1).map(decoded)
    const body = method === 'POST' || method === 'PUT' ? await readJson(request) : undefined
    const key = request.headers['idempotency-key']
    const call = { account, ids, query: url.searchParams, body, key: String(key ?? '') }
    const { status, body: told } = await act(service.calls, call)
    return send(response, status, told)
  }
  throw problem('unknown-address', `There is no ${method} ${url.pathname}.`)
}

async function signIn(service: Service, request: IncomingMessage, url: URL): Promise<Page> {
  const { vendor, authorization, client } = service
  if (request.method !== 'POST') return showSignIn(client, url.searchParams)
  const form = new URLSearchParams(await readText(request))
  return takeSignIn(vendor, authorization, client, form)
}

async function giveToken(
  { authorization }: Service,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readJson(request).catch((error: unknown) => {
    if (error instanceof Problem) throw tokenProblem('invalid_request', error.message)
    throw error
  })
  send(response, 200, await authorization.exchange(body), { 'cache-control': 'no-store' })
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch (cause) {
    if (cause instanceof URIError) return part
    throw cause
  }
}

/** A window of a minute that opens with the first request in it. */
function createPace(perMinute: number, now: () => Date): (account: string) => void {
  const windows = new Map<string, { opened: number; count: number }>()
  return (account) => {
    const time = now().getTime()
    const known = windows.get(account)
    const window =
      known !== undefined && time - known.opened < 60_000 ? known : { opened: time, count: 0 }
    window.count += 1
    windows.set(account, window)
    if (window.count <= perMinute) return
    const seconds = Math.max(1, Math.ceil((window.opened + 60_000 - time) / 1000))
    const message = `More than ${perMinute} requests in a minute. Wait ${seconds} seconds.`
    throw problem('rate-limited', message, { 'retry-after': String(seconds) })
  }
}

const mostBytes = 256 * 1024

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > mostBytes) throw problem('too-large', `A body may have ${mostBytes} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const text = await readText(request)
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    throw problem('unsupported-media-type', 'Send the body as application/json.')
  }
  try {
    return JSON.parse(text)
  } catch {
    throw problem('malformed-json', 'The body cannot be read as JSON.')
  }
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (body === undefined) response.writeHead(status, headers).end()
  else {
    const type = { 'content-type': 'application/json; charset=utf-8' }
    response.writeHead(status, { ...type, ...headers }).end(JSON.stringify(body))
  }
}

function sendPage(response: ServerResponse, { status, html, location }: Page): void {
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      ...(location === undefined ? {} : { location }),
    })
    .end(html)
}

function sendFailure(
  { report = console.error }: Service,
  response: ServerResponse,
  error: unknown,
): void {
  if (error instanceof Problem) {
    send(response, error.status, error.body, error.headers)
    return
  }
  report(error)
  const { status, body } = problem('internal-error', 'The webinar service failed. Try again later.')
  send(response, status, body)
}
