import { Type } from 'typebox'
import { shareReads } from '#database'
import type { HttpServer } from '#http'
import { upcomingEvents } from './event-rows.ts'
import { type ListView, listPage } from './list-page.ts'
import { madeOnce } from './made-once.ts'
import { sendPage } from './send-page.ts'
import type { Site } from './site.ts'
import type { Visitor } from './texts.ts'
import { visitorOf } from './visitor-of.ts'

const perPart = 40
const lastPart = 10_000

/** The front page: what is on. */
export function showEvents(server: HttpServer, site: Site): void {
  const read = shareReads((part) => readPartOfList(site, Number(part)))
  const render = madeOnce((view: ListView, visitor: Visitor) => listPage(site, visitor, view))
  const querystring = Type.Object({
    part: Type.Optional(Type.String()),
    lang: Type.Optional(Type.String()),
  })
  server.get('/', { schema: { hide: true, querystring } }, async (request, reply) => {
    const visitor = visitorOf(site, request)
    const view = await read(String(readPart(request.query.part)))
    return sendPage(reply, await render(view, visitor))
  })
}

async function readPartOfList({ db, clock }: Site, part: number): Promise<ListView> {
  const skip = (part - 1) * perPart
  const events = await upcomingEvents(db, clock.now(), { skip, limit: perPart + 1 })
  return { events: events.slice(0, perPart), part, hasMore: events.length > perPart }
}

function readPart(text: string | undefined): number {
  return text !== undefined && /^[1-9]\d{0,4}$/.test(text) ? Math.min(Number(text), lastPart) : 1
}
