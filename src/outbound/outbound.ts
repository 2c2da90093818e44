import type { Socket } from 'node:net'
import type { Log } from '#log'
import { parseAllowList } from './allow-list.ts'
import { checkHeaders } from './check-headers.ts'
import { before, startDeadline } from './deadline.ts'
import { type Answer, type Call, Exchange } from './exchange.ts'
import { explain } from './explain.ts'
import { failure, type OutboundFailure } from './failure.ts'
import { createGuard, type Guard } from './guard.ts'
import { defaultMaxBytes, defaultTimeoutMs } from './limits.ts'
import { openSocket, type SocketRequest } from './open-socket.ts'
import { refuseProxysAnswer } from './proxys-answer.ts'
import { type ResolveName, resolveBySystem, shareResolution } from './resolve-name.ts'
import { createRoutes, type Routes } from './routes.ts'
import { parseTarget, type Target } from './target.ts'

export interface OutboundRequest {
  readonly method: string
  /** Complete http or https URL without user name and password. */
  readonly url: string | URL
  /** Sent with exactly this spelling. Those that the connection itself needs are not accepted. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** For the whole exchange, waiting for a connection included. Default 30,000 ms. */
  readonly timeoutMs?: number
  /** The largest answer body that is taken. Default 5 MiB. */
  readonly maxBytes?: number
  /** Gives the call up. */
  readonly signal?: AbortSignal
  /** Egress proxy for this call (http or https URL, may hold credentials); else the hub's own. */
  readonly proxy?: string
}

export interface OutboundResponse {
  /** 200 to 599. Redirects are not followed: a 3xx is returned like any other answer. */
  readonly status: number
  /** Names in lower case; repeated headers are joined with ", ". */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** The body read as UTF-8. */
  text(): string
  /** Milliseconds from the call to the last byte. */
  readonly durationMs: number
  readonly timing?: OutboundTiming
}

/** Milliseconds from the call. */
export interface OutboundTiming {
  /** Until there was a connection: name, connecting, TLS, waiting for a free one. */
  readonly sentMs: number
  /** Until the answer began. */
  readonly firstByteMs: number
}

/** The hub's way to every other system. */
export interface Outbound {
  /**
   * Opens a connection for another protocol than HTTP, under the same guard; it belongs to the
   * caller, who ends it. Never goes through a proxy. Rejects with an `OutboundFailure` only.
   */
  connect(request: SocketRequest): Promise<Socket>
  /** Sends one request and reads the whole answer. Rejects with an `OutboundFailure` only. */
  request(request: OutboundRequest): Promise<OutboundResponse>
  /** Takes no more requests, waits for those under way (bounded by their time), ends connections. */
  close(): Promise<void>
}

export interface OutboundOptions {
  /** Private targets that may be called: networks, addresses, hosts, `host:port`, `*.domain`. */
  readonly allow: readonly string[]
  readonly egressProxy?: string
  /**
   * Addresses of the hub itself that may be called wherever it lies. They have connections of
   * their own, so that no other request comes in on one of them.
   */
  readonly isOwn?: (url: URL) => boolean
  readonly log: Log
  /** Finds the addresses of a name. Default: the machine's own resolver. */
  readonly resolve?: ResolveName
}

const utf8 = new TextDecoder()

interface Means {
  readonly guard: Guard
  readonly routes: Routes
  readonly log: Log
}

/** @throws the refusal `outbound-allow-entry` for an entry of `allow` that cannot be read. */
export function createOutbound(options: OutboundOptions): Outbound {
  const resolve = shareResolution(options.resolve ?? resolveBySystem)
  const guard = createGuard(parseAllowList(options.allow), resolve)
  const routes = createRoutes(guard, options)
  const means: Means = { guard, routes, log: options.log }
  const underway = new Set<Promise<unknown>>()
  let closed = false
  return {
    async connect(request) {
      if (closed) throw failure('closed', request.host, 'the hub is stopping')
      return await openSocket(guard, request, options.log)
    },
    async request(request) {
      const target = parseTarget(request.url)
      if (closed) throw failure('closed', target.label, 'the hub is stopping')
      const response = send(means, request, target)
      underway.add(response)
      return await response.finally(() => underway.delete(response))
    },
    async close() {
      closed = true
      await Promise.allSettled(underway)
      await routes.destroy()
    },
  }
}

async function send(
  means: Means,
  request: OutboundRequest,
  target: Target,
): Promise<OutboundResponse> {
  // Durations come from the monotonic clock: they measure the network, not the hub's time.
  const startedAt = performance.now()
  const call = prepare(request, target)
  const route = means.routes.find(target, request.proxy)
  const deadline = startDeadline(request.timeoutMs ?? defaultTimeoutMs, request.signal)
  const exchange = new Exchange(call)
  try {
    if (route.proxied) await before(deadline, means.guard.checkBehindProxy(target))
    if (request.signal?.aborted) throw await deadline.reached
    const answer = await exchange.run(route.dispatcher, deadline)
    if (route.proxied) refuseProxysAnswer(answer, target)
    return respond(answer, exchange, startedAt)
  } catch (error) {
    const { proxied } = route
    throw noted(means.log, explain(error, target, { proxied, sent: exchange.sent }), call)
  } finally {
    deadline.stop()
  }
}

function prepare(request: OutboundRequest, target: Target): Call {
  const { method, headers = {}, body, maxBytes = defaultMaxBytes } = request
  if (method.toUpperCase() === 'CONNECT') {
    throw failure('bad-request', target.label, 'the method CONNECT opens a tunnel')
  }
  checkHeaders(headers, target)
  return { origin: target.origin, path: target.path, method, headers, body, maxBytes }
}

function respond(answer: Answer, exchange: Exchange, startedAt: number): OutboundResponse {
  return {
    ...answer,
    text: () => utf8.decode(answer.body),
    durationMs: Math.round(performance.now() - startedAt),
    timing: {
      sentMs: exchange.sentAt - startedAt,
      firstByteMs: exchange.answeredAt - startedAt,
    },
  }
}

/** A refused address is worth a look: somebody tried, or an allow list is incomplete. */
function noted(log: Log, found: OutboundFailure, { origin, method }: Call): OutboundFailure {
  const level = found.kind === 'refused-address' ? 'warn' : 'debug'
  log[level]({ origin, method, kind: found.kind, err: found }, 'outbound call failed')
  return found
}
