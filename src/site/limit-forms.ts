/** So many forms from one address, and no more for a while: robots try thousands, people a few. */
import type { FastifyRequest } from 'fastify'
import type { Clock } from '#clock'
import { visitorAddress } from '#http'
import { refusals } from './refusals.ts'

export interface FormLimit {
  /** @throws `too-many-forms` */
  check(request: Pick<FastifyRequest, 'ip' | 'headers'>): void
}

const windowMs = 10 * 60_000
/** Addresses remembered at once; a flood from more of them starts the count anew. */
const mostAddresses = 50_000

/** @param most forms of one address in ten minutes; undefined: as many as they like */
export function createFormLimit(clock: Clock, most: number | undefined): FormLimit {
  let counts = new Map<string, number>()
  let windowEnds = Number.NEGATIVE_INFINITY
  return {
    check(request) {
      const address = most === undefined ? undefined : visitorAddress(request).network
      if (most === undefined || address === undefined) return
      const now = clock.now().getTime()
      if (now >= windowEnds || counts.size >= mostAddresses) {
        counts = new Map()
        windowEnds = now + windowMs
      }
      const count = (counts.get(address) ?? 0) + 1
      counts.set(address, count)
      if (count > most) throw refusals['too-many-forms']()
    },
  }
}
