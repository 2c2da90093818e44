/**
 * The cookie of a browser session, and who may send it along. A page of another site can make a
 * browser send requests here; SameSite=Lax keeps the cookie out of its POSTs, and what says where a
 * request comes from (Fetch Metadata, RFC 6454) keeps out what a browser sends nevertheless.
 */
import type { IncomingHttpHeaders } from 'node:http'
import { refusals } from './refusals.ts'

export interface BrowserRequest {
  readonly method: string
  readonly headers: IncomingHttpHeaders
}

/** With https only this host can set it, for all of its paths (RFC 6265bis §4.1.3). */
export const sessionCookie = (publicUrl: string): string =>
  publicUrl.startsWith('https:') ? '__Host-greenroom_session' : 'greenroom_session'

const changesNothing = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Whoever names a key in `Authorization` is no browser that was tricked into it.
 * @throws `foreign-page`
 */
export function refuseForeignPage({ method, headers }: BrowserRequest, publicUrl: string): void {
  if (changesNothing.has(method) || headers.authorization !== undefined) return
  const { origin, host } = headers
  const site = headers['sec-fetch-site']
  const isOwn =
    origin === undefined ||
    origin === new URL(publicUrl).origin ||
    // The same machine under another name; a page cannot choose the Host of its requests.
    origin === `http://${host}`
  if (isOwn && (site === undefined || site === 'same-origin' || site === 'none')) return
  throw refusals['foreign-page']()
}
