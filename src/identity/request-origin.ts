/** Where a request came from, for the audit log, sessions and back-off, without every function passing it on. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { isIPv4 } from 'node:net'
import type { FastifyRequest } from 'fastify'
import type { HttpServer } from '#http'

export interface RequestOrigin {
  /** Of the visitor; of the proxy where that does not tell whose request it is. */
  readonly address: string
  /** Undefined where nobody can be told from anybody else: behind a proxy that says nothing. */
  readonly network: string | undefined
  readonly userAgent: string | undefined
  /** `POST /api/v1/users`, without the query, which may hold tokens. */
  readonly request: string
}

export interface RequestOrigins {
  /** Undefined outside of requests: jobs and starts. */
  current(): RequestOrigin | undefined
  /** Call before routes are registered. */
  follow(server: HttpServer): void
}

export function createRequestOrigins(): RequestOrigins {
  const storage = new AsyncLocalStorage<RequestOrigin>()
  return {
    current: () => storage.getStore(),
    follow(server) {
      // Not at onRequest: reading the body goes on in events of the socket, which know no request.
      server.addHook('preValidation', (request, _, done) => {
        storage.run(originOf(request), done)
      })
    },
  }
}

/**
 * A private address is a proxy in front, which says who asked it: the last entry of
 * X-Forwarded-For is its own.
 */
function originOf(request: FastifyRequest): RequestOrigin {
  const { headers } = request
  const ip = plain(request.ip)
  const forwarded = [headers['x-forwarded-for']].flat().at(-1)?.split(',').at(-1)?.trim()
  const visitor = isPrivate(ip) && forwarded !== undefined ? plain(forwarded) : ip
  return {
    address: visitor.slice(0, 45),
    network: isPrivate(visitor) ? undefined : networkOf(visitor),
    userAgent: headers['user-agent']?.slice(0, 400),
    request: `${request.method} ${request.url.split('?')[0]}`.slice(0, 300),
  }
}

const plain = (ip: string) => ip.replace(/^::ffff:/i, '').toLowerCase()

/** Of an IPv6 address the network: one household has 2⁶⁴ of them. */
function networkOf(ip: string): string {
  return isIPv4(ip) ? ip : ip.split(':').slice(0, 4).join(':')
}

function isPrivate(ip: string): boolean {
  return /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|::1$|f[cd]|fe80|$)/.test(ip)
}
