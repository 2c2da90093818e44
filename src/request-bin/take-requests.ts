/** The address of bins: any method, any path below it, any body. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { HttpServer } from '#http'
import { HeldAnswers } from './held-answers.ts'
import { largestBody } from './limits.ts'
import type { RequestBinNeeds } from './needs.ts'
import { Pace } from './pace.ts'
import { receiveRequest } from './receive-request.ts'
import type { Answer, RawHeaders } from './request-bin.ts'

export async function takeRequests(server: HttpServer, needs: RequestBinNeeds): Promise<void> {
  const held = new HeldAnswers()
  const receiving = { ...needs, pace: new Pace() }
  await server.register(async (bins: HttpServer) => {
    // Bodies are kept as they came, whatever they say they are.
    bins.removeAllContentTypeParsers()
    bins.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body))
    bins.addHook('preClose', async () => held.close())
    for (const url of ['/bin/:token', '/bin/:token/*']) {
      bins.all(url, { schema: { hide: true }, bodyLimit: largestBody }, async (request, reply) => {
        const answer = await receiveRequest(receiving, received(request))
        await held.hold(answer.delayMs)
        return reply
          .code(answer.status)
          .headers({ ...retryAfter(answer), ...handshake(request) })
          .send()
      })
    }
  })
}

function received(request: FastifyRequest) {
  const { token } = request.params as { readonly token: string }
  const { rawHeaders } = request.raw
  const headers: [string, string][] = []
  for (let index = 0; index < rawHeaders.length; index += 2) {
    headers.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? ''])
  }
  return {
    token,
    method: request.method,
    target: request.url,
    headers: headers satisfies RawHeaders,
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
  }
}

const retryAfter = ({ retryAfter: value }: Answer) =>
  value === undefined ? {} : { 'retry-after': value }

/** A receiver of CloudEvents agrees to be sent to (CloudEvents HTTP Webhook 1.0, section 4.2). */
function handshake({ method, headers }: FastifyRequest): Parameters<FastifyReply['headers']>[0] {
  const origin = headers['webhook-request-origin']
  if (method !== 'OPTIONS' || typeof origin !== 'string') return {}
  return { 'webhook-allowed-origin': origin, 'webhook-allowed-rate': '*' }
}
