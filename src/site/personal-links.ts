/** Addresses that carry a token: `/r/<token>` and what is below it. */
import { Type } from 'typebox'
import { calendarContentType } from '#calendar'
import type { HttpServer } from '#http'
import { systemCaller } from '#identity'
import { changeRegistration } from './change-registration.ts'
import { byToken, readView, registrationOf } from './personal-view.ts'
import { refusals } from './refusals.ts'
import { cancelPage, registrationPage, standingOf } from './registration-page.ts'
import { refuseForeignForm } from './same-origin.ts'
import { sendPage } from './send-page.ts'
import { showMine } from './show-mine.ts'
import type { Site } from './site.ts'
import { visitorOf } from './visitor-of.ts'

const schema = { hide: true, params: byToken }

export function servePersonalLinks(server: HttpServer, site: Site): void {
  showRegistration(server, site)
  giveCalendar(server, site)
  cancelRegistration(server, site)
  cancelSession(server, site)
  changeRegistration(server, site)
  showMine(server, site)
}

function showRegistration(server: HttpServer, site: Site): void {
  server.get('/r/:token', { schema }, async (request, reply) => {
    const view = await readView(site, request.params.token)
    const visitor = visitorOf(site, request, view.registration.event.language)
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
    const view = await readView(site, token)
    const visitor = visitorOf(site, request, view.registration.event.language)
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

/** One of the sessions; the others and the seat at the event stay. */
function cancelSession(server: HttpServer, site: Site): void {
  const params = Type.Object({ token: Type.String(), booking: Type.String({ format: 'uuid' }) })
  const address = '/r/:token/sessions/:booking/cancel'
  server.post(address, { schema: { hide: true, params } }, async (request, reply) => {
    refuseForeignForm(request, site.publicUrl)
    const { token, booking } = request.params
    const { registration } = await readView(site, token)
    if (registration.sessions.some(({ bookingId }) => bookingId === booking)) {
      await site.registrations.cancelSession(systemCaller, booking, { by: 'attendee' })
    }
    return reply.redirect(`/r/${token}`, 303)
  })
}
