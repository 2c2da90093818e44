import { renderSVG } from 'uqr'
import { eventUrl } from '#events'
import type { HttpServer } from '#http'
import { ById, type Context, openSchemaOf, readPublished } from './published.ts'

/** The event's address to print; pictures are asked for without a web application. */
export function routeQrCode(api: HttpServer, { db, publicUrl }: Context): void {
  api.get(
    '/events/:id/qrcode',
    {
      schema: {
        ...openSchemaOf("QR code of the event's address, as SVG"),
        produces: ['image/svg+xml'],
        params: ById,
      },
    },
    async (request, reply) => {
      const event = await readPublished(db, request.params.id)
      const own = event.msevtmgt_readableeventid ?? event.msevtmgt_eventid
      const address = event.msevtmgt_publiceventurl ?? eventUrl(publicUrl, own)
      return reply
        .type('image/svg+xml')
        .headers({
          'cache-control': 'public, max-age=300',
          'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        })
        .send(renderSVG(address, { border: 4, ecc: 'M' }))
    },
  )
}
