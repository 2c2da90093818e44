import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'

/** All addresses of a host name. */
export type ResolveName = (host: string) => Promise<readonly LookupAddress[]>

/** The name has no address, or nobody who knows it answers. */
export class UnresolvedName extends Error {
  override readonly name = 'UnresolvedName'
}

/** The machine's own resolver: it knows /etc/hosts and the names of a container network. */
export const resolveBySystem: ResolveName = (host) => lookup(host, { all: true, order: 'verbatim' })

/**
 * Lets connections that open at the same time share one question. getaddrinfo blocks a thread, and
 * libuv gives it two of its four: 128 connections to one slow name would hold up every other name.
 */
export function shareResolution(resolve: ResolveName): ResolveName {
  const underway = new Map<string, Promise<readonly LookupAddress[]>>()
  return (host) => {
    const known = underway.get(host)
    if (known !== undefined) return known
    const answer = resolveOrSay(resolve, host).finally(() => underway.delete(host))
    underway.set(host, answer)
    return answer
  }
}

async function resolveOrSay(resolve: ResolveName, host: string) {
  const addresses = await resolve(host).catch((error: unknown) => {
    throw new UnresolvedName(`The name ${host} could not be resolved.`, { cause: error })
  })
  if (addresses.length === 0) throw new UnresolvedName(`The name ${host} has no address.`)
  return addresses
}
