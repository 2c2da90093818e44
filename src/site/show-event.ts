import { Type } from 'typebox'
import type { HttpServer } from '#http'
import { eventPage } from './event-page.ts'
import { type EventOnPage, readEventOnPage } from './event-rows.ts'
import { refusals } from './refusals.ts'
import { emptyForm, newFormKey } from './registration-form.ts'
import { type RegistrationState, registrationStateOf } from './registration-state.ts'
import { sendPage } from './send-page.ts'
import type { Site } from './site.ts'

export const byEvent = Type.Object({ event: Type.String({ maxLength: 500 }) })

export function showEvent(server: HttpServer, site: Site): void {
  server.get('/e/:event', { schema: { hide: true, params: byEvent } }, async (request, reply) => {
    const visitor = site.texts.visitorFor(request.headers['accept-language'])
    const { event, state } = await readPublicEvent(site, request.params.event)
    const key = newFormKey(site.clock.now())
    const form = { key, values: emptyForm, problems: [], sent: false }
    return sendPage(reply, await eventPage(site, visitor, { event, state, form }))
  })
}

/** An event that the public may know of. */
export async function readPublicEvent(
  { db, clock }: Pick<Site, 'db' | 'clock'>,
  id: string,
): Promise<{ event: EventOnPage; state: RegistrationState }> {
  const event = await readEventOnPage(db, id)
  if (event === undefined) throw refusals['unknown-event-page']()
  const state = registrationStateOf(event, clock.now())
  if (state.kind === 'hidden') throw refusals['unknown-event-page']()
  return { event, state }
}
