import { Agent, type buildConnector, type Dispatcher, Pool, ProxyAgent } from 'undici'
import { failure } from './failure.ts'
import type { Guard } from './guard.ts'
import { connectionsPerOrigin, connectTimeoutMs } from './limits.ts'
import { parseTarget, type Target } from './target.ts'

/** The way to a target: straight, or through an egress proxy. Connections are kept per way. */
export interface Routes {
  find(target: Target, proxy: string | undefined): Route
  destroy(): Promise<void>
}

export interface Route {
  readonly dispatcher: Dispatcher
  readonly proxied: boolean
}

/** undici's own timers are off: the timer around each exchange covers what they cannot. */
const connectionOptions = {
  connections: connectionsPerOrigin,
  connectTimeout: connectTimeoutMs,
  headersTimeout: 0,
  bodyTimeout: 0,
  // HTTP/2 would lower-case the header names that existing webhook receivers compare exactly.
  allowH2: false,
} as const

interface RouteOptions {
  readonly egressProxy?: string
  readonly isOwn?: (url: URL) => boolean
}

export function createRoutes(guard: Guard, { egressProxy, isOwn }: RouteOptions): Routes {
  const direct: Route = { dispatcher: directAgent(guard), proxied: false }
  const own: Route = { dispatcher: new Agent(connectionOptions), proxied: false }
  const proxies = new Map<string, Route>()
  return {
    find(target, proxy) {
      if (isOwn?.(target.url)) return own
      // Loopback seen from the proxy is another machine, so the hub's own default never goes there.
      const through = proxy ?? (target.isLoopback ? undefined : egressProxy)
      if (through === undefined) return direct
      const known = proxies.get(through)
      if (known !== undefined) return known
      const route: Route = { dispatcher: proxyAgent(through, target), proxied: true }
      proxies.set(through, route)
      return route
    },
    async destroy() {
      const routes = [direct, own, ...proxies.values()]
      await Promise.all(routes.map((route) => route.dispatcher.destroy()))
    },
  }
}

/** The connector belongs to the origin, so that it knows the port when it judges an address. */
function directAgent(guard: Guard): Agent {
  return new Agent({
    ...connectionOptions,
    factory: (origin, options) =>
      new Pool(origin, { ...options, connect: guard.connectorFor(parseTarget(String(origin))) }),
  })
}

/** The proxy's own address is not guarded: only an administrator can set it. */
function proxyAgent(proxy: string, target: Target): ProxyAgent {
  const url = URL.parse(proxy)
  // No cause and no text of the address: it may hold a password.
  if (url === null) throw failure('proxy', target.label, 'its address is not a complete URL')
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw failure(
      'proxy',
      target.label,
      `its address starts with ${url.protocol}, not http: or https:`,
    )
  }
  return new ProxyAgent({
    ...connectionOptions,
    uri: url.href,
    proxyTls: { allowH2: false },
    factory: (origin, options) => new Pool(origin, { ...connectionOptions, ...options }),
    clientFactory: (origin, options) => new Pool(origin, blamingProxy(options)),
  })
}

/** The proxy itself gave no connection: not the target's fault, whatever the error looks like. */
export class ProxyUnreachable extends Error {
  override readonly name = 'ProxyUnreachable'
}

function blamingProxy(options: Pool.Options): Pool.Options {
  const { connect } = options
  if (typeof connect !== 'function') throw new TypeError('undici gives the connector of a proxy.')
  return {
    ...options,
    // Here the headers are the answer to CONNECT; without a limit a silent proxy keeps the socket.
    headersTimeout: connectTimeoutMs,
    connect: (target, callback) =>
      connect(target, (...[error, socket]: Parameters<buildConnector.Callback>) => {
        if (socket) return callback(null, socket)
        callback(new ProxyUnreachable('No connection to the proxy.', { cause: error }), null)
      }),
  }
}
