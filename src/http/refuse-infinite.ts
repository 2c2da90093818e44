import type { FastifyRequest } from 'fastify'

/**
 * `?limit=1e309` is Infinity once it is made a number, and Ajv holds the limits of a schema against
 * finite numbers only. Refused like any other value of the wrong shape.
 */
export function refuseInfinite(request: FastifyRequest, _: unknown, done: (e?: Error) => void) {
  for (const [name, value] of Object.entries(request.query as object)) {
    if (typeof value !== 'number' || Number.isFinite(value)) continue
    const validation = [{ instancePath: `/${name}`, message: 'must be number' }]
    return done(Object.assign(new Error(), { validation, validationContext: 'querystring' }))
  }
  done()
}
