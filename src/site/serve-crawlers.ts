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
      const changed = event.modifiedOn.toISOString()
      return `<url><loc>${address}</loc><lastmod>${changed}</lastmod>${inLanguages(site, address)}</url>`
    })
    return reply.type('application/xml; charset=utf-8').send(sitemap(site.publicUrl, entries))
  })
}

/** https://developers.google.com/search/docs/specialty/international/localized-versions#sitemap */
function inLanguages({ texts }: Site, address: string): string {
  return texts.languages
    .map(
      (each) => `<xhtml:link rel="alternate" hreflang="${each}" href="${address}?lang=${each}"/>`,
    )
    .join('')
}

function robots(publicUrl: string): string {
  const closed = [
    '/r/',
    '/j/',
    '/w/',
    '/pay/',
    '/thanks/',
    '/p/',
    '/admin',
    '/api/',
    '/EvtMgmt/',
    '/hooks/',
    '/oauth',
  ]
  return `User-agent: *
${closed.map((path) => `Disallow: ${path}`).join('\n')}
Sitemap: ${publicUrl}/sitemap.xml
`
}

function sitemap(publicUrl: string, entries: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
<url><loc>${escapeHtml(publicUrl)}/</loc></url>
${entries.join('\n')}
</urlset>
`
}
