import { Type } from 'typebox'
import type { HttpServer } from '#http'
import { upcomingEvents } from './event-rows.ts'
import { listPage } from './list-page.ts'
import { sendPage } from './send-page.ts'
import type { Site } from './site.ts'

const perPart = 40
const lastPart = 10_000

/** The front page: what is on. */
export function showEvents(server: HttpServer, site: Site): void {
  server.get(
    '/',
    { schema: { hide: true, querystring: Type.Object({ part: Type.Optional(Type.String()) }) } },
    async (request, reply) => {
      const visitor = site.texts.visitorFor(request.headers['accept-language'])
      const part = readPart(request.query.part)
      const skip = (part - 1) * perPart
      const now = site.clock.now()
      const events = await upcomingEvents(site.db, now, { skip, limit: perPart + 1 })
      const view = { events: events.slice(0, perPart), part, hasMore: events.length > perPart }
      return sendPage(reply, await listPage(site, visitor, view))
    },
  )
}

function readPart(text: string | undefined): number {
  return text !== undefined && /^[1-9]\d{0,4}$/.test(text) ? Math.min(Number(text), lastPart) : 1
}
