/** Addresses that carry a token: `/r/<token>` and what is below it. */
import { Type } from 'typebox'
import { calendarContentType } from '#calendar'
import type { HttpServer } from '#http'
import { systemCaller } from '#identity'
import { readRegistrationOnPage } from './event-rows.ts'
import { refusals } from './refusals.ts'
import {
  cancelPage,
  type RegistrationView,
  registrationPage,
  standingOf,
} from './registration-page.ts'
import { refuseForeignForm } from './same-origin.ts'
import { sendPage } from './send-page.ts'
import type { Site } from './site.ts'

export const byToken = Type.Object({ token: Type.String() })
const schema = { hide: true, params: byToken }

export function servePersonalLinks(server: HttpServer, site: Site): void {
  showRegistration(server, site)
  giveCalendar(server, site)
  cancelRegistration(server, site)
}

function showRegistration(server: HttpServer, site: Site): void {
  server.get('/r/:token', { schema }, async (request, reply) => {
    const visitor = site.texts.visitorFor(request.headers['accept-language'])
    const view = await readView(site, request.params.token)
    return sendPage(reply, await registrationPage(site, visitor, view))
  })
}

function giveCalendar(server: HttpServer, site: Site): void {
  server.get('/r/:token/calendar.ics', { schema }, async (request, reply) => {
    const { registration } = await readView(site, request.params.token)
    const text = await site.mail.calendarFile(registration.id)
    if (text === undefined) throw refusals['unknown-personal-link']()
    const name = (registration.event.readableId ?? 'event').replace(/[^\w-]/g, '_')
    return reply
      .type(calendarContentType('PUBLISH'))
      .header('content-disposition', `attachment; filename="${name}.ics"`)
      .send(text)
  })
}

/** Asking first keeps link scanners and prefetching browsers from cancelling. */
function cancelRegistration(server: HttpServer, site: Site): void {
  server.get('/r/:token/cancel', { schema }, async (request, reply) => {
    const { token } = request.params
    const visitor = site.texts.visitorFor(request.headers['accept-language'])
    const view = await readView(site, token)
    if (standingOf(view.registration, site.clock.now()) !== 'registered') {
      return reply.redirect(`/r/${token}`, 303)
    }
    return sendPage(reply, await cancelPage(site, visitor, view))
  })
  server.post('/r/:token/cancel', { schema }, async (request, reply) => {
    refuseForeignForm(request, site.publicUrl)
    const { token } = request.params
    await site.registrations.cancel(systemCaller, registrationOf(site, token), { by: 'attendee' })
    return reply.redirect(`/r/${token}`, 303)
  })
}

/** The registration of a token that this hub made. */
export function registrationOf({ registrations }: Site, token: string): string {
  const id = registrations.readJoinToken(token)
  if (id === undefined) throw refusals['unknown-personal-link']()
  return id
}

async function readView(site: Site, token: string): Promise<RegistrationView> {
  const id = registrationOf(site, token)
  const registration = await readRegistrationOnPage(site.db, id)
  // It can have been erased since the link was sent.
  if (registration === undefined) throw refusals['unknown-personal-link']()
  return { registration, token, joinLink: site.registrations.joinLink(id) }
}
