import { general } from '#errors'
import type { HttpServer } from '#http'

/** Addresses of programs keep their problem documents. */
const forPrograms = /^\/(api|evtmgmt|hooks|oauth2)\//i

/** A person who mistypes an address gets a page; a program gets the problem document. */
export function showUnknown(pages: HttpServer): void {
  pages.get('/*', { schema: { hide: true } }, (request, reply) => {
    const wantsPage = request.headers.accept?.includes('text/html') === true
    if (!wantsPage || forPrograms.test(request.url)) return reply.callNotFound()
    const path = request.url.split('?')[0] ?? request.url
    throw general['unknown-address']({ method: request.method, path })
  })
}
