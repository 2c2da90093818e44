/**
 * `/r/<token>/all`: everything that the same person is registered for or waits for. Anybody can send
 * the form with somebody else's name and address, so a receipt does not lead here.
 */
import { type Html, type HttpServer, html } from '#http'
import { spanOf } from './facts.ts'
import { byToken, readView } from './personal-view.ts'
import { maskEmail, personalPage, standingOf } from './registration-page.ts'
import {
  type PlaceInLine,
  placesOfContact,
  type RegistrationOnPage,
  readRegistrationsOnPage,
  registrationIdsOfContact,
} from './registration-rows.ts'
import { sendPage } from './send-page.ts'
import type { Site } from './site.ts'
import type { Visitor } from './texts.ts'
import { visitorOf } from './visitor-of.ts'

export function showMine(server: HttpServer, site: Site): void {
  const schema = { hide: true, params: byToken }
  server.get('/r/:token/all', { schema }, async (request, reply) => {
    const { registration, token, byLetter } = await readView(site, request.params.token)
    if (!byLetter) return reply.redirect(`/r/${token}`, 303)
    const ids = await registrationIdsOfContact(site.db, registration.contactId)
    const [all, places] = await Promise.all([
      readRegistrationsOnPage(site.db, ids),
      placesOfContact(site.db, registration.contactId),
    ])
    const visitor = visitorOf(site, request, registration.event.language)
    const view = { email: registration.email, token, all, places }
    return sendPage(reply, await minePage(site, visitor, view))
  })
}

interface MineView {
  readonly email: string | null
  readonly token: string
  readonly all: readonly RegistrationOnPage[]
  readonly places: readonly PlaceInLine[]
}

async function minePage(site: Site, visitor: Visitor, view: MineView): Promise<string> {
  const { email, token, all, places } = view
  const now = site.clock.now()
  const parts = Object.groupBy(all, (each) =>
    standingOf(each, now) === 'registered' ? 'coming' : 'others',
  )
  const title = visitor.text('mine.title')
  const body = html`<h1>${title}</h1>
${email !== null && html`<p class="lead">${visitor.text('mine.text', { email: maskEmail(email) })}</p>`}
${part(
  visitor.text('mine.coming'),
  (parts.coming ?? []).toReversed().map((each) => entry(site, visitor, each)),
)}
${part(
  visitor.text('mine.waiting'),
  places.map((each) => place(site, visitor, each)),
)}
${part(
  visitor.text('mine.others'),
  (parts.others ?? []).map((each) => entry(site, visitor, each)),
)}
<p class="below"><a href="/r/${token}">${visitor.text('join.details')}</a></p>`
  return await personalPage(site, visitor, undefined, title, body)
}

function part(heading: string, entries: readonly Html[]): Html | false {
  if (entries.length === 0) return false
  return html`<section class="mine"><h2>${heading}</h2><ul>${entries}</ul></section>`
}

function entry(site: Site, visitor: Visitor, registration: RegistrationOnPage): Html {
  const { event, number } = registration
  const standing = standingOf(registration, site.clock.now())
  const badge = visitor.text(`registration.${standing}.title`)
  return html`<li class="stub"><h3><a href="/r/${site.registrations.personalToken(registration.id)}">${event.name}</a></h3>
<p>${site.formats.days(spanOf(event), visitor.locale)}, ${site.formats.hours(spanOf(event), visitor.locale)}</p>
<p class="faint small">${number}${standing !== 'registered' && html` · ${badge}`}</p></li>`
}

function place(
  site: Site,
  visitor: Visitor,
  { event, session, waitlistItemId }: PlaceInLine,
): Html {
  const name = session === null ? event.name : `${event.name}: ${session}`
  return html`<li class="stub"><h3><a href="/w/${site.links.waitlistToken(waitlistItemId)}">${name}</a></h3>
<p>${site.formats.days(spanOf(event), visitor.locale)}</p></li>`
}
