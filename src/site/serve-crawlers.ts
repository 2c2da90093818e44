/** What search engines ask for. */
import type { HttpServer } from '#http'
import { escapeHtml } from '#http'
import { upcomingEvents } from './event-rows.ts'
import { eventAddress } from './registration-page.ts'
import type { Site } from './site.ts'

/** Far below the 50 000 of the protocol (https://www.sitemaps.org/protocol.html). */
const mostAddresses = 10_000

export function serveCrawlers(server: HttpServer, site: Site): void {
  server.get('/robots.txt', { schema: { hide: true } }, (_, reply) =>
    reply.type('text/plain; charset=utf-8').send(robots(site.publicUrl)),
  )
  server.get('/sitemap.xml', { schema: { hide: true } }, async (_, reply) => {
    const part = { skip: 0, limit: mostAddresses }
    const events = await upcomingEvents(site.db, site.clock.now(), part)
    const entries = events.map((event) => {
      const address = escapeHtml(`${site.publicUrl}${eventAddress(event)}`)
      return `<url><loc>${address}</loc><lastmod>${event.modifiedOn.toISOString()}</lastmod></url>`
    })
    return reply.type('application/xml; charset=utf-8').send(sitemap(site.publicUrl, entries))
  })
}

function robots(publicUrl: string): string {
  const closed = ['/r/', '/j/', '/admin', '/api/', '/EvtMgmt/', '/hooks/', '/oauth']
  return `User-agent: *
${closed.map((path) => `Disallow: ${path}`).join('\n')}
Sitemap: ${publicUrl}/sitemap.xml
`
}

function sitemap(publicUrl: string, entries: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>${escapeHtml(publicUrl)}/</loc></url>
${entries.join('\n')}
</urlset>
`
}
