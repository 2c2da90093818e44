import fastify, { type FastifyInstance } from 'fastify'

/** A server that hands bodies over as bytes: vendors read them themselves, and signatures are over bytes. */
export function createByteServer(): FastifyInstance {
  const server = fastify({
    forceCloseConnections: true,
    bodyLimit: 2 * 1024 * 1024,
    // Links carry signed tokens in their path or query.
    routerOptions: { maxParamLength: 4_000 },
  })
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  )
  return server
}
