/**
 * A letter being written, as its reader will see it: a page of its own, because letters are full of
 * style attributes, which the console's policy refuses. A form of the editor is sent into a frame.
 */
import { Type } from 'typebox'
import type { HttpServer } from '#http'
import type { ConsoleNeeds } from './needs.ts'
import { signedIn } from './open-page.ts'

const body = Type.Object({
  kind: Type.String({ maxLength: 50 }),
  language: Type.Optional(Type.String({ maxLength: 35 })),
  eventId: Type.Optional(Type.String({ format: 'uuid' })),
  subject: Type.Optional(Type.String({ maxLength: 300 })),
  html: Type.Optional(Type.String({ maxLength: 100_000 })),
})

export function registerMailPreview(server: HttpServer, o: ConsoleNeeds): void {
  server.post(
    '/admin/mail-templates/preview',
    { schema: { hide: true, body } },
    async (request, reply) => {
      const caller = await signedIn(o.sessions, request, reply)
      if (caller === undefined) return reply
      const { html } = await o.mail.preview(caller, request.body)
      return await reply
        .header(
          'content-security-policy',
          "default-src 'none'; img-src data: https:; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox",
        )
        .type('text/html')
        .send(html)
    },
  )
}
