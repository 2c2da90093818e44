/**
 * Forms of this site carry no authority of a signed-in person, but a cancellation must not be sent
 * by somebody else's page either.
 */
import type { FastifyRequest } from 'fastify'
import { refusals } from './refusals.ts'

/**
 * Refuses what another site's page sent. Browsers say it in Sec-Fetch-Site
 * (https://www.w3.org/TR/fetch-metadata/); over plain HTTP and in old ones Origin is all there is.
 * Programs that send neither have no visitor to be abused.
 */
export function refuseForeignForm(request: FastifyRequest, publicUrl: string): void {
  const site = request.headers['sec-fetch-site']
  const { origin, host } = request.headers
  const isOwn =
    site === undefined
      ? isOwnOrigin(origin, host, publicUrl)
      : site === 'same-origin' || site === 'none'
  if (isOwn) return
  const found = origin ?? String(site)
  throw refusals['form-from-elsewhere']({ found }, { input: 'Origin', found })
}

function isOwnOrigin(
  origin: string | undefined,
  host: string | undefined,
  publicUrl: string,
): boolean {
  if (origin === undefined || origin === new URL(publicUrl).origin) return true
  return URL.canParse(origin) && new URL(origin).host === host
}
