/** Tickets of several people, one below the other: after a request for a party, or a purchase. */
import { type Html, html } from '#http'
import { standingOf } from './registration-page.ts'
import type { PlaceInLine, RegistrationOnPage } from './registration-rows.ts'
import type { Site } from './site.ts'
import type { Visitor } from './texts.ts'
import { admission, takesPartOnline, takesPartOnSite } from './ticket.ts'

export function partyTickets(
  { registrations, links, clock }: Pick<Site, 'registrations' | 'links' | 'clock'>,
  visitor: Visitor,
  tickets: readonly RegistrationOnPage[],
): Html {
  return html`<ul class="party">${tickets.map((ticket) => {
    const standing = standingOf(ticket, clock.now())
    const link = registrations.joinLink(ticket.id)
    const page = `/r/${links.receiptToken(ticket.id)}`
    return html`<li class="stub"><h2>${ticket.name ?? ticket.number}</h2>
${
  standing !== 'registered'
    ? html`<p>${visitor.text(`registration.${standing}.title`)}</p>`
    : html`${takesPartOnSite(ticket) ? admission(ticket, visitor) : html`<p class="faint small">${visitor.text('registration.number', { number: ticket.number })}</p>`}
${takesPartOnline(ticket) && html`<p><b>${visitor.text('join.link')}:</b> <a class="long" href="${link}">${link}</a></p>`}`
}
<p><a href="${page}">${visitor.text('party.open', { name: ticket.name ?? ticket.number })}</a></p></li>`
  })}</ul>`
}

export function partyWaiting(
  { links }: Pick<Site, 'links'>,
  visitor: Visitor,
  places: readonly PlaceInLine[],
  /** The title of the page says it already. */
  isTitled = false,
): Html | false {
  if (places.length === 0) return false
  return html`${!isTitled && html`<h2>${visitor.text('party.waiting')}</h2>`}
<ul class="booked below">${places.map((place) => {
    const name = [place.firstName, place.lastName].filter(Boolean).join(' ')
    return html`<li><a href="/w/${links.waitlistToken(place.waitlistItemId)}">${name === '' ? place.email : name}</a></li>`
  })}</ul>`
}
