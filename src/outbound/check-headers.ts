import { failure } from './failure.ts'
import type { Target } from './target.ts'

/**
 * Set by the connection itself. A caller's `Host` would also change the name that TLS checks the
 * certificate for, and its `Proxy-Authorization` would reach the target.
 */
const ownedByConnection: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

export function checkHeaders(headers: Readonly<Record<string, string>>, target: Target): void {
  for (const name of Object.keys(headers)) {
    if (!ownedByConnection.has(name.toLowerCase())) continue
    throw failure('bad-request', target.label, `the connection itself sets the header ${name}`)
  }
}
