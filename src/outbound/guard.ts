import type { LookupAddress } from 'node:dns'
import { isIP, type LookupFunction, type Socket } from 'node:net'
import { buildConnector } from 'undici'
import type { AllowList } from './allow-list.ts'
import { connectTimeoutMs } from './limits.ts'
import type { ResolveName } from './resolve-name.ts'
import { specialKind } from './special-addresses.ts'
import type { Target } from './target.ts'

/**
 * Keeps calls away from this machine and its network (server-side request forgery). The check
 * happens where the socket is opened and on the very addresses it is given: a name is resolved
 * once per connection, so an answer that changes between check and use has no effect.
 */
export interface Guard {
  /** Opens sockets to one target, to permitted addresses only. */
  connectorFor(target: Target): buildConnector.connector
  /**
   * For a target that a proxy will connect to; throws `AddressRefused` or `UnresolvedName`. The
   * proxy resolves the name again, so it has to guard its own network; this check keeps honest
   * mistakes and plain addresses away from it.
   */
  checkBehindProxy(target: Target): Promise<void>
  /** Finds permitted addresses only; for sockets of other protocols. Not asked about addresses. */
  lookupFor(target: Target): LookupFunction
  /** Why the target, an address, may not be called. */
  refusalOf(target: Target, address: string): AddressRefused | undefined
}

/** The address is not public and not on the allow list. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused'
  readonly kindOfAddress: string
  /** Whether the address was found by resolving a name. */
  readonly byName: boolean

  constructor(target: Target, address: string, kindOfAddress: string) {
    super(`${target.label} leads to ${address}, ${kindOfAddress} address.`)
    this.kindOfAddress = kindOfAddress
    this.byName = target.host !== address
  }
}

export function createGuard(allow: AllowList, resolve: ResolveName): Guard {
  return {
    connectorFor: (target) => guardedConnector(allow, resolve, target),
    async checkBehindProxy(target) {
      if (allow.permitsHost(target.host, target.port)) return
      const addresses = isIP(target.host) === 0 ? await resolve(target.host) : [literal(target)]
      const refused = firstRefused(allow, target, addresses)
      if (refused !== undefined) throw refused
    },
    lookupFor: (target) => guardedLookup(allow, resolve, target),
    refusalOf: (target, address) =>
      firstRefused(allow, target, [{ address, family: isIP(address) }]),
  }
}

function guardedConnector(
  allow: AllowList,
  resolve: ResolveName,
  target: Target,
): buildConnector.connector {
  const connect = buildConnector({
    lookup: guardedLookup(allow, resolve, target),
    timeout: connectTimeoutMs,
    allowH2: false,
  })
  return (options, callback) => {
    // net.connect asks no lookup function about a host that is already an address.
    const refused =
      isIP(target.host) === 0 ? undefined : firstRefused(allow, target, [literal(target)])
    if (refused !== undefined) return queueMicrotask(() => callback(refused, null))
    connect(options, (...result) => {
      const [error, socket] = result
      if (error !== null) return callback(error, null)
      checkPeer(allow, target, socket, callback)
    })
  }
}

function guardedLookup(allow: AllowList, resolve: ResolveName, target: Target): LookupFunction {
  return (_host, options, callback) => {
    resolve(target.host).then(
      (addresses) => {
        const refused = firstRefused(allow, target, addresses)
        if (refused !== undefined) return callback(refused, '')
        if (options.all) return callback(null, [...addresses])
        const [first] = addresses as [LookupAddress]
        callback(null, first.address, first.family)
      },
      (error: Error) => callback(error, ''),
    )
  }
}

/** Belt and braces: whatever path led to the socket, its other end must be permitted. */
function checkPeer(
  allow: AllowList,
  target: Target,
  socket: Socket,
  callback: buildConnector.Callback,
): void {
  const address = socket.remoteAddress ?? ''
  const refused = firstRefused(allow, target, [{ address, family: isIP(address) }])
  if (refused === undefined) {
    callback(null, socket)
  } else {
    socket.destroy()
    callback(refused, null)
  }
}

/** One forbidden answer among good ones refuses the name: the socket may take any of them. */
function firstRefused(
  allow: AllowList,
  target: Target,
  addresses: readonly LookupAddress[],
): AddressRefused | undefined {
  if (allow.permitsHost(target.host, target.port)) return undefined
  for (const { address } of addresses) {
    const kind = specialKind(address)
    if (kind === undefined || allow.permitsAddress(address, target.port)) continue
    return new AddressRefused(target, address, kind)
  }
  return undefined
}

function literal(target: Target): LookupAddress {
  return { address: target.host, family: isIP(target.host) }
}
