/** So many forms from one address, and no more for a while: robots try thousands, people a few. */
import { isIPv4 } from 'node:net'
import type { FastifyRequest } from 'fastify'
import type { Clock } from '#clock'
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
      const address = most === undefined ? undefined : addressOf(request)
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

/**
 * Whose form it is. A private address is a proxy in front, which tells who asked it (the last entry
 * of X-Forwarded-For is its own); where it does not, nobody can be told from anybody else.
 */
function addressOf({ ip, headers }: Pick<FastifyRequest, 'ip' | 'headers'>): string | undefined {
  if (!isPrivate(ip)) return networkOf(ip)
  const forwarded = [headers['x-forwarded-for']].flat().at(-1)?.split(',').at(-1)?.trim()
  if (forwarded === undefined || forwarded === '' || isPrivate(forwarded)) return undefined
  return networkOf(forwarded)
}

/** Of an IPv6 address the network: one household has 2⁶⁴ of them. */
function networkOf(ip: string): string {
  const plain = ip.replace(/^::ffff:/i, '')
  return isIPv4(plain) ? plain : plain.split(':').slice(0, 4).join(':')
}

function isPrivate(ip: string): boolean {
  const plain = ip.replace(/^::ffff:/i, '').toLowerCase()
  return /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|::1$|f[cd]|fe80)/.test(plain)
}
