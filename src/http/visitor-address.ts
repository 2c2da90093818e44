/** Who sends a request, as far as its address tells. */
import { isIPv4 } from 'node:net'
import type { FastifyRequest } from 'fastify'

export interface VisitorAddress {
  /** Of the visitor; of the proxy where that does not tell whose request it is. */
  readonly address: string
  /** Undefined where nobody can be told from anybody else: behind a proxy that says nothing. */
  readonly network: string | undefined
}

/**
 * A private address is a proxy in front, which says who asked it: the last entry of
 * X-Forwarded-For is its own, those before it anybody may have written.
 */
export function visitorAddress({
  ip,
  headers,
}: Pick<FastifyRequest, 'ip' | 'headers'>): VisitorAddress {
  const own = plain(ip)
  const forwarded = [headers['x-forwarded-for']].flat().at(-1)?.split(',').at(-1)?.trim()
  const address = isPrivate(own) && forwarded !== undefined ? plain(forwarded) : own
  return { address, network: isPrivate(address) ? undefined : networkOf(address) }
}

const plain = (ip: string) => ip.replace(/^::ffff:/i, '').toLowerCase()

/** Of an IPv6 address the network: one household has 2⁶⁴ of them. */
function networkOf(ip: string): string {
  return isIPv4(ip) ? ip : ip.split(':').slice(0, 4).join(':')
}

function isPrivate(ip: string): boolean {
  return /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|::1$|f[cd]|fe80|$)/.test(ip)
}
