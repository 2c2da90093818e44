import type { FastifyReply } from 'fastify'

/** Sends a page as HTML; the status is that of the reply unless another one is given. */
export function sendPage(reply: FastifyReply, page: string | Buffer, status = 200): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').send(page)
}
