import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { problem } from './problems.ts'
import { nowOf, type Vendor } from './vendor.ts'

/** Where cloud machines keep their credentials: the classic target of a forged redirect. */
const forbiddenTarget = 'http://169.254.169.254/latest/meta-data/'

const maintenancePage =
  '<!doctype html><title>Maintenance</title><h1>We will be back soon</h1><p>Please try again.</p>'

type Misbehaviour = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>

/** Does what the modes say before a request is even read. Nothing, when no mode applies. */
export function createMisbehaviour(vendor: Vendor): Misbehaviour {
  const isOverLimit = createRateLimit(vendor)
  return async (request, reply) => {
    const path = pathOf(request)
    const slow = vendor.modes.hit('slow', path)
    if (slow !== undefined) await sleep(slow.delayMs, undefined, { ref: false })
    const disguise = answerWrongly(vendor, request, reply, path)
    if (disguise !== undefined) return disguise
    refuseWhenUnhealthy(vendor, path)
    isOverLimit(path)
    return undefined
  }
}

function answerWrongly(
  vendor: Vendor,
  request: FastifyRequest,
  reply: FastifyReply,
  path: string,
): FastifyReply | undefined {
  const empty = vendor.modes.hit('empty', path)
  if (empty?.how === 'close') return cutConnection(vendor, request, reply)
  if (empty !== undefined) return reply.code(200).type('application/json').send('')
  if (vendor.modes.hit('html', path) !== undefined)
    return reply.code(200).type('text/html; charset=utf-8').send(maintenancePage)
  const redirect = vendor.modes.hit('redirect', path)
  if (redirect !== undefined) return reply.redirect(redirect.location ?? forbiddenTarget, 302)
  return undefined
}

function cutConnection(vendor: Vendor, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  noteRequest(vendor, request, 0)
  reply.hijack()
  request.raw.socket.destroy()
  return reply
}

/** `/status` stays reachable, since it says so in words, unless the mode is for it alone. */
function refuseWhenUnhealthy(vendor: Vendor, path: string): void {
  const hitsStatus = vendor.modes
    .list()
    .some((mode) => mode.kind === 'unhealthy' && mode.path === '/status')
  if (path === '/status' && !hitsStatus) return
  const mode = vendor.modes.hit('unhealthy', path)
  if (mode === undefined) return
  throw problem('service-unavailable', mode.message ?? 'The webinar service is out of order.')
}

/** A window of one minute of the twin's clock that opens with the first request in it. */
function createRateLimit(vendor: Vendor): (path: string) => void {
  let opened = Number.NEGATIVE_INFINITY
  let count = 0
  return (path) => {
    const mode = vendor.modes.hit('rateLimited', path)
    if (mode === undefined) return
    const now = vendor.clock.now().getTime()
    if (now - opened >= 60_000) {
      opened = now
      count = 0
    }
    count += 1
    if (count <= mode.perMinute) return
    const seconds = Math.max(1, Math.ceil((opened + 60_000 - now) / 1000))
    throw problem('rate-limited', `More than ${mode.perMinute} requests in a minute.`, {
      'retry-after': String(seconds),
    })
  }
}

export function refuseWhenForbidden(vendor: Vendor, request: FastifyRequest): void {
  const mode = vendor.modes.hit('forbidden', pathOf(request))
  if (mode === undefined) return
  throw problem('forbidden', mode.message ?? 'This account may not use the API.')
}

/** Writes a request and its answer in the ledger. */
export function noteRequest(vendor: Vendor, request: FastifyRequest, status: number): void {
  const key = request.headers['idempotency-key']
  const externalId = externalIdIn(request.body)
  vendor.ledger.note({
    at: nowOf(vendor),
    method: request.method,
    path: pathOf(request),
    status,
    ...(typeof key === 'string' && { idempotencyKey: key }),
    ...(externalId !== undefined && { externalId }),
  })
}

function externalIdIn(body: unknown): string | undefined {
  const value =
    body !== null && typeof body === 'object' ? Reflect.get(body, 'externalId') : undefined
  return typeof value === 'string' ? value : undefined
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? ''
}
