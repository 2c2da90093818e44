/** `/w/<token>`: a place in a waitlist; where a seat is held for it, the way to take the seat. */
import { type Html, type HttpServer, html } from '#http'
import { systemCaller } from '#identity'
import { spanOf } from './facts.ts'
import { newFormKey } from './form-values.ts'
import { icon } from './icons.ts'
import { findInvitation, invitedForm, isInvited } from './invitation.ts'
import { byToken } from './personal-view.ts'
import { refusals } from './refusals.ts'
import { registerPage } from './register-page.ts'
import { endedPage, endOf, eventAddress, eventFacts, personalPage } from './registration-page.ts'
import { type PlaceInLine, readPlacesInLine } from './registration-rows.ts'
import { refuseForeignForm } from './same-origin.ts'
import { sendPage } from './send-page.ts'
import type { Site } from './site.ts'
import type { Visitor } from './texts.ts'
import { visitorOf } from './visitor-of.ts'

const schema = { hide: true, params: byToken }

export function serveWaitlists(server: HttpServer, site: Site): void {
  showPlace(server, site)
  showInvitedForm(server, site)
  takeSession(server, site)
  leaveLine(server, site)
}

function showPlace(server: HttpServer, site: Site): void {
  server.get('/w/:token', { schema }, async (request, reply) => {
    const { token } = request.params
    const place = await readPlace(site, token)
    const visitor = visitorOf(site, request, place?.event.language ?? null)
    return sendPage(reply, await placePage(site, visitor, place, token))
  })
}

/** The form, filled in as it was when the person joined the waitlist. */
function showInvitedForm(server: HttpServer, site: Site): void {
  server.get('/w/:token/register', { schema }, async (request, reply) => {
    const { token } = request.params
    const place = await findInvitation(site, token)
    if (place === undefined) return reply.redirect(`/w/${token}`, 303)
    const { event, state } = await site.publicEvent(place.event.id)
    const visitor = visitorOf(site, request, event.msevtmgt_language)
    const key = newFormKey(site.clock.now())
    const values = invitedForm(place, token)
    const form = { key, values, problems: [], sent: false, added: false }
    return sendPage(reply, await registerPage(site, visitor, { event, state, form }))
  })
}

/** A seat of a session needs no form: who takes it is registered for the event. */
function takeSession(server: HttpServer, site: Site): void {
  server.post('/w/:token/take', { schema }, async (request, reply) => {
    refuseForeignForm(request, site.publicUrl)
    const { token } = request.params
    const place = await readPlace(site, token)
    const { registrationId = null, sessionId = null } = place ?? {}
    if (registrationId === null || sessionId === null) return reply.redirect(`/w/${token}`, 303)
    await site.registrations.addSessions(systemCaller, registrationId, [sessionId])
    return reply.redirect(`/r/${site.links.receiptToken(registrationId)}`, 303)
  })
}

function leaveLine(server: HttpServer, site: Site): void {
  server.post('/w/:token/leave', { schema }, async (request, reply) => {
    refuseForeignForm(request, site.publicUrl)
    const { token } = request.params
    const place = await readPlace(site, token)
    if (place?.active === true) {
      await site.registrations.leaveWaitlist(systemCaller, place.waitlistItemId)
    }
    return reply.redirect(`/w/${token}`, 303)
  })
}

/** Undefined where the place was left or turned into a registration. */
async function readPlace({ db, links }: Site, token: string): Promise<PlaceInLine | undefined> {
  const id = links.readWaitlistToken(token)
  if (id === undefined) throw refusals['unknown-personal-link']()
  return (await readPlacesInLine(db, [id]))[0]
}

async function placePage(
  site: Site,
  visitor: Visitor,
  place: PlaceInLine | undefined,
  token: string,
): Promise<string> {
  if (place === undefined) return await gonePage(site, visitor)
  const { event, session, invitedUntil } = place
  const now = site.clock.now()
  const ended = endOf(event, now)
  if (ended !== undefined) return await endedPage(site, visitor, event, ended)
  const standing = standingOf(place, now)
  const invited = standing === 'invited'
  const title = visitor.text(`wait.${standing}.title`)
  const until =
    invitedUntil === null
      ? ''
      : site.formats.moment(invitedUntil, spanOf(event).zone, visitor.locale)
  const body = html`<div class="medal">${icon(invited ? 'seat' : 'hourglass')}</div>
<h1>${title}</h1>
<p class="lead">${visitor.text(`wait.${standing}.text`, { until })}</p>
${eventFacts(site, visitor, event)}
${session !== null && html`<p class="stub"><b>${visitor.text('wait.session')}</b> ${session}${timesOfSession(site, visitor, place)}</p>`}
${invited && takeButton(place, token, visitor)}
${standing !== 'missed' && html`<form method="post" action="/w/${token}/leave" class="quiet-form"><button class="button button-quiet" type="submit">${visitor.text('wait.leave')}</button></form>`}
${standing === 'missed' && html`<p class="actions"><a class="button" href="${eventAddress(event)}">${visitor.text('registration.toEvent')}</a></p>`}`
  return await personalPage(site, visitor, event, `${title}: ${event.name}`, body)
}

function timesOfSession(
  { formats }: Site,
  visitor: Visitor,
  { sessionStart: start, sessionEnd: end, event }: PlaceInLine,
): Html | false {
  if (start === null || end === null) return false
  const span = spanOf({ start, end, zone: spanOf(event).zone, zoneIndex: null })
  return html`<br><span class="faint small">${formats.dayAndHours(span, visitor.locale)}</span>`
}

/** An invitation that ran out is so before the job has noted it. */
function standingOf(place: PlaceInLine, now: Date): 'invited' | 'inLine' | 'missed' {
  if (isInvited(place, now)) return 'invited'
  return place.active && place.invitedUntil === null ? 'inLine' : 'missed'
}

function takeButton({ session }: PlaceInLine, token: string, visitor: Visitor): Html {
  const text = visitor.text('wait.take')
  if (session === null) {
    return html`<p class="actions"><a class="button" href="/w/${token}/register">${text}</a></p>`
  }
  return html`<form method="post" action="/w/${token}/take" class="actions"><button class="button" type="submit" data-busy="${visitor.text('form.sending')}">${text}</button></form>`
}

async function gonePage(site: Site, visitor: Visitor): Promise<string> {
  const title = visitor.text('wait.gone.title')
  const body = html`<div class="medal medal-problem">${icon('hourglass')}</div>
<h1>${title}</h1>
<p class="lead">${visitor.text('wait.gone.text')}</p>
<p class="actions"><a class="button" href="/">${visitor.text('page.otherEvents')}</a></p>`
  return await personalPage(site, visitor, undefined, title, body)
}
