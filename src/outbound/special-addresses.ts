import { BlockList, isIP } from 'node:net'

/**
 * Addresses that lead to this machine, its network or nowhere, after the IANA special-purpose
 * registries (https://www.iana.org/assignments/iana-ipv4-special-registry, …-ipv6-…).
 * Clouds put their metadata servers on 169.254.169.254, 100.100.100.200, 192.0.0.192 and
 * fd00:ec2::254, which lie inside these ranges; 168.63.129.16 (Azure) looks public and does not.
 */
const specialIpv4: readonly (readonly [network: string, name: string])[] = [
  ['0.0.0.0/8', 'a local'],
  ['10.0.0.0/8', 'a private'],
  ['100.64.0.0/10', "a carrier's private"],
  ['127.0.0.0/8', 'a loopback'],
  ['168.63.129.16/32', 'a cloud metadata'],
  ['169.254.0.0/16', 'a link-local'],
  ['172.16.0.0/12', 'a private'],
  ['192.0.0.0/24', 'a reserved'],
  ['192.0.2.0/24', 'a documentation'],
  ['192.88.99.0/24', 'a relay'],
  ['192.168.0.0/16', 'a private'],
  ['198.18.0.0/15', 'a benchmarking'],
  ['198.51.100.0/24', 'a documentation'],
  ['203.0.113.0/24', 'a documentation'],
  ['224.0.0.0/4', 'a multicast'],
  ['240.0.0.0/4', 'a reserved'],
]

/**
 * Of IPv6 only 2000::/3 is handed out to the public (RFC 4291 §2.4), so everything else is refused
 * at once: loopback, unique-local, link-local, multicast, IPv4-mapped, NAT64. Inside it these
 * stand for something else, some of them for an IPv4 address that would slip past the list above.
 */
const specialIpv6: readonly (readonly [network: string, name: string])[] = [
  ['2001::/23', 'a reserved (Teredo and other protocols)'],
  ['2001:db8::/32', 'a documentation'],
  ['2002::/16', 'a 6to4'],
  ['3fff::/20', 'a documentation'],
]

const ipv6Names: readonly (readonly [network: string, name: string])[] = [
  ['::1/128', 'a loopback'],
  ['::ffff:0:0/96', 'an IPv4-mapped'],
  ['64:ff9b::/96', 'a NAT64'],
  ['64:ff9b:1::/48', 'a NAT64'],
  ['fc00::/7', 'a private'],
  ['fe80::/10', 'a link-local'],
  ['ff00::/8', 'a multicast'],
]

type Family = 'ipv4' | 'ipv6'

const ipv4Ranges = specialIpv4.map(([network, name]) => ({ list: network4(network), name }))
const ipv6Ranges = specialIpv6.map(([network, name]) => ({ list: network6(network), name }))
const ipv6NamedRanges = ipv6Names.map(([network, name]) => ({ list: network6(network), name }))
const publicIpv6 = network6('2000::/3')

/**
 * What is special about an address, worded to stand before "address"; undefined for a public one.
 * Anything that is not an address at all is special, too.
 */
export function specialKind(address: string): string | undefined {
  const family = isIP(address)
  if (family === 4) return find(ipv4Ranges, address, 'ipv4')
  if (family !== 6) return 'an unreadable'
  if (publicIpv6.check(address, 'ipv6')) return find(ipv6Ranges, address, 'ipv6')
  return find(ipv6NamedRanges, address, 'ipv6') ?? 'a reserved'
}

export function isLoopback(address: string): boolean {
  return specialKind(address) === 'a loopback'
}

function find(
  ranges: readonly { readonly list: BlockList; readonly name: string }[],
  address: string,
  family: Family,
): string | undefined {
  return ranges.find(({ list }) => list.check(address, family))?.name
}

function network4(network: string): BlockList {
  return networkOf(network, 'ipv4')
}

function network6(network: string): BlockList {
  return networkOf(network, 'ipv6')
}

function networkOf(network: string, family: Family): BlockList {
  const [address = '', prefix] = network.split('/')
  const list = new BlockList()
  list.addSubnet(address, Number(prefix), family)
  return list
}
