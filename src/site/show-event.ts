import { randomUUID } from 'node:crypto'
import { Type } from 'typebox'
import type { HttpServer } from '#http'
import { eventPage } from './event-page.ts'
import { emptyForm, newFormKey } from './form-values.ts'
import { madeOnce } from './made-once.ts'
import type { PublicEvent } from './read-public-event.ts'
import { sendPage } from './send-page.ts'
import type { Site } from './site.ts'
import type { Visitor } from './texts.ts'
import { visitorOf } from './visitor-of.ts'

export const byEvent = Type.Object({ event: Type.String({ maxLength: 500 }) })

export function showEvent(server: HttpServer, site: Site): void {
  // Stands in the shared page where the key of each visitor's form goes; nobody can know it.
  const keyPlace = `form-key-${randomUUID()}`
  const render = madeOnce(async ({ event, state }: PublicEvent, visitor: Visitor) => {
    const form = { key: keyPlace, values: emptyForm, problems: [], sent: false, added: false }
    const page = await eventPage(site, visitor, { event, state, form })
    return page.split(keyPlace).map((part) => Buffer.from(part))
  })
  server.get('/e/:event', { schema: { hide: true, params: byEvent } }, async (request, reply) => {
    const found = await site.publicEvent(request.params.event)
    const visitor = visitorOf(site, request, found.event.msevtmgt_language)
    const parts = await render(found, visitor)
    return sendPage(reply, withKey(parts, newFormKey(site.clock.now())))
  })
}

/** Put together from bytes: to encode the text for each visitor took half of the page's time. */
function withKey(parts: readonly Buffer[], key: string): Buffer {
  const bytes = Buffer.from(key)
  return Buffer.concat(parts.flatMap((part, at) => (at === 0 ? [part] : [bytes, part])))
}
