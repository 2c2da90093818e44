/**
 * Headers that authentication pairs may not set: those of the connection (RFC 9110 §7.6.1), those
 * that describe the body, and those that the hub tells the receiver by.
 */
const forbidden: ReadonlySet<string> = new Set([
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-ms-correlation-request-id',
  'x-request-id',
])

/** `name` in lower case. */
export function isForbiddenHeader(name: string): boolean {
  return forbidden.has(name) || name.startsWith('x-ms-dynamics-')
}
