import { failure } from './failure.ts'
import { isLoopback } from './special-addresses.ts'

/** Where a call goes, and how failures name it. */
export interface Target {
  readonly origin: string
  /** Lower case, without brackets and without a final dot. */
  readonly host: string
  readonly port: number
  /** `host:port` for people. */
  readonly label: string
  /** Path and query, for the request line only. */
  readonly path: string
  readonly isLoopback: boolean
  readonly url: URL
}

/**
 * Reads a URL. `URL` turns decimal, hexadecimal, octal and shortened IPv4 forms into dotted ones,
 * so what the guard sees is what is called. The text itself is never repeated in a failure.
 */
export function parseTarget(input: string | URL): Target {
  const url = typeof input === 'string' ? URL.parse(input) : input
  if (url === null) throw failure('bad-url', 'this URL', 'it is not a complete URL')
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw failure('bad-url', 'this URL', `it starts with ${url.protocol}, not with http: or https:`)
  }
  const target = targetOf(url)
  if (url.username !== '' || url.password !== '') {
    throw failure('bad-url', target.label, 'the URL holds a user name or password')
  }
  return target
}

function targetOf(url: URL): Target {
  const host = url.hostname.replace(/^\[|\]$|\.$/g, '')
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
  return {
    origin: url.origin,
    host,
    port,
    label: `${host.includes(':') ? `[${host}]` : host}:${port}`,
    path: url.pathname + url.search,
    url,
    isLoopback: host === 'localhost' || host.endsWith('.localhost') || isLoopback(host),
  }
}
