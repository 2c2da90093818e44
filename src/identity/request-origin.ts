/** Where a request came from, for the audit log, sessions and back-off, without every function passing it on. */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { FastifyRequest } from 'fastify'
import { type HttpServer, type VisitorAddress, visitorAddress } from '#http'

export interface RequestOrigin extends VisitorAddress {
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

function originOf(request: FastifyRequest): RequestOrigin {
  const { address, network } = visitorAddress(request)
  return {
    address: address.slice(0, 45),
    network,
    userAgent: request.headers['user-agent']?.slice(0, 400),
    request: `${request.method} ${request.url.split('?')[0]}`.slice(0, 300),
  }
}
