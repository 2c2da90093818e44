import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** How any HTTP service can go wrong. What the last three answer is each vendor's own. */
export type FaultKind =
  | 'web-page'
  | 'no-content'
  | 'cut-connection'
  | 'slow'
  | 'redirect'
  | 'failing'
  | 'forbidden'
  | 'rate-limited'

export interface Fault {
  readonly kind: FaultKind
  /** Only requests whose path starts so; without it every request to the API. */
  readonly path?: string
  /** How many requests it hits before it is over; without it until another one is set. */
  readonly times?: number
}

/** What goes wrong at a twin at present: one fault at a time. */
export interface Faults {
  /** Without a fault the service behaves well again. */
  set(fault?: Fault): void
  /** Whether a fault of one of these kinds hits this request; counts it as a hit. */
  hit(path: string, ...kinds: readonly FaultKind[]): FaultKind | undefined
}

export function createFaults(): Faults {
  let fault: Fault | undefined
  let left = 0
  return {
    set(next) {
      fault = next
      left = next?.times ?? Number.POSITIVE_INFINITY
    },
    hit(path, ...kinds) {
      if (fault === undefined || left <= 0 || !kinds.includes(fault.kind)) return undefined
      if (!path.startsWith(fault.path ?? '/')) return undefined
      left -= 1
      return fault.kind
    },
  }
}

const slowMs = 1_500

/** Where cloud machines keep their credentials: the classic target of a forged redirect. */
const forbiddenTarget = 'http://169.254.169.254/latest/meta-data/'

const maintenancePage =
  '<!doctype html><title>Maintenance</title><h1>We will be back soon</h1><p>Please try again.</p>'

/** Plays the faults that look the same at every vendor, before a request is even read. */
export function playFaults(server: FastifyInstance, faults: Faults): void {
  server.addHook('onRequest', async (request, reply) => {
    const path = pathOf(request)
    if (faults.hit(path, 'slow') !== undefined) await sleep(slowMs, undefined, { ref: false })
    const kind = faults.hit(path, 'web-page', 'no-content', 'redirect', 'cut-connection')
    return kind === undefined ? undefined : answers[kind as keyof typeof answers](request, reply)
  })
}

const answers = {
  'web-page': (_request: FastifyRequest, reply: FastifyReply) =>
    reply.code(200).type('text/html; charset=utf-8').send(maintenancePage),
  'no-content': (_request: FastifyRequest, reply: FastifyReply) =>
    reply.code(200).type('application/json').send(''),
  redirect: (_request: FastifyRequest, reply: FastifyReply) => reply.redirect(forbiddenTarget, 302),
  'cut-connection': (request: FastifyRequest, reply: FastifyReply) => {
    reply.hijack()
    request.raw.socket.destroy()
    return reply
  },
} as const

/** Without the query, which can carry codes. */
export const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? ''
