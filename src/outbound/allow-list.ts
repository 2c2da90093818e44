import { BlockList, isIP } from 'node:net'
import { refusals } from './refusals.ts'

/** Targets that an administrator permits although they are private: GREENROOM_OUTBOUND_ALLOW. */
export interface AllowList {
  /** Whether the host is permitted by its name, whatever addresses the name has. */
  permitsHost(host: string, port: number): boolean
  /** Whether the address lies in a permitted network. */
  permitsAddress(address: string, port: number): boolean
}

type Entry =
  | { readonly kind: 'network'; readonly list: BlockList; readonly port: number | undefined }
  | { readonly kind: 'host'; readonly host: string; readonly port: number | undefined }
  | { readonly kind: 'below'; readonly ending: string; readonly port: number | undefined }

/** Reads the entries; one that cannot be read is a refusal that names it. */
export function parseAllowList(entries: readonly string[]): AllowList {
  const parsed = entries.map((entry) => parseEntry(entry))
  return {
    permitsHost: (host, port) => parsed.some((entry) => matchesHost(entry, host, port)),
    permitsAddress: (address, port) => parsed.some((entry) => matchesAddress(entry, address, port)),
  }
}

function matchesHost(entry: Entry, host: string, port: number): boolean {
  if (entry.port !== undefined && entry.port !== port) return false
  if (entry.kind === 'host') return entry.host === host
  return entry.kind === 'below' && host.endsWith(entry.ending)
}

function matchesAddress(entry: Entry, address: string, port: number): boolean {
  if (entry.kind !== 'network' || (entry.port !== undefined && entry.port !== port)) return false
  return entry.list.check(address, familyOf(address))
}

function parseEntry(entry: string): Entry {
  const text = entry.trim().toLowerCase()
  const parsed = parseNetwork(text) ?? parseHost(text)
  if (parsed !== undefined) return parsed
  throw refusals['outbound-allow-entry'](
    { entry },
    { input: 'GREENROOM_OUTBOUND_ALLOW', expected: 'network, host or host:port', found: entry },
  )
}

function parseNetwork(text: string): Entry | undefined {
  const [address = '', prefix, more] = text.split('/')
  const family = isIP(address)
  if (family === 0 || more !== undefined) return undefined
  const longest = family === 4 ? 32 : 128
  if (prefix !== undefined && !/^\d{1,3}$/.test(prefix)) return undefined
  const length = prefix === undefined ? longest : Number(prefix)
  if (length > longest) return undefined
  const list = new BlockList()
  list.addSubnet(address, length, familyOf(address))
  return { kind: 'network', list, port: undefined }
}

const hostAndPort = /^(\*\.)?(\[[0-9a-f:.]+\]|[^:/?#@\\[\]*\s]+)(?::(\d{1,5}))?$/

function parseHost(text: string): Entry | undefined {
  const [, wildcard, name = '', portText] = hostAndPort.exec(text) ?? []
  const host = URL.parse(`http://${name}/`)?.hostname
  if (name === '' || !host) return undefined
  const port = portText === undefined ? undefined : Number(portText)
  if (port !== undefined && (port === 0 || port > 65535)) return undefined
  const address = host.replace(/^\[|\]$/g, '')
  if (isIP(address) === 0) return hostEntry(host.replace(/\.$/, ''), wildcard, port)
  return wildcard === undefined ? addressEntry(address, port) : undefined
}

function hostEntry(host: string, wildcard: string | undefined, port: number | undefined): Entry {
  if (wildcard === undefined) return { kind: 'host', host, port }
  return { kind: 'below', ending: `.${host}`, port }
}

function addressEntry(address: string, port: number | undefined): Entry {
  const list = new BlockList()
  list.addAddress(address, familyOf(address))
  return { kind: 'network', list, port }
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6'
}
