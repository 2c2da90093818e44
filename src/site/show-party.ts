import { type HttpServer, html } from '#http'
import type { EventInShort } from './event-rows.ts'
import { icon } from './icons.ts'
import { partyTickets, partyWaiting } from './party.ts'
import { byToken } from './personal-view.ts'
import { refusals } from './refusals.ts'
import { endedPage, endOf, eventFacts, personalPage } from './registration-page.ts'
import {
  type PlaceInLine,
  type RegistrationOnPage,
  readPlacesInLine,
  readRegistrationsOnPage,
} from './registration-rows.ts'
import { sendPage } from './send-page.ts'
import type { Site } from './site.ts'
import type { Visitor } from './texts.ts'
import { visitorOf } from './visitor-of.ts'

interface PartyView {
  readonly event: EventInShort
  readonly tickets: readonly RegistrationOnPage[]
  readonly places: readonly PlaceInLine[]
}

/** `/thanks/<token>`: several people were registered at once. */
export function showParty(server: HttpServer, site: Site): void {
  server.get(
    '/thanks/:token',
    { schema: { hide: true, params: byToken } },
    async (request, reply) => {
      const party = site.links.readPartyToken(request.params.token)
      if (party === undefined) throw refusals['unknown-personal-link']()
      const [tickets, places] = await Promise.all([
        readRegistrationsOnPage(site.db, party.registrationIds),
        readPlacesInLine(site.db, party.waitlistItemIds),
      ])
      const event = tickets[0]?.event ?? places[0]?.event
      if (event === undefined) throw refusals['unknown-personal-link']()
      const visitor = visitorOf(site, request, event.language)
      return sendPage(reply, await partyPage(site, visitor, { event, tickets, places }))
    },
  )
}

async function partyPage(site: Site, visitor: Visitor, view: PartyView): Promise<string> {
  const { event, tickets, places } = view
  const ended = endOf(event, site.clock.now())
  if (ended !== undefined) return await endedPage(site, visitor, event, ended)
  const going = tickets.filter(({ canceled }) => !canceled).length
  const title = going > 0 ? visitor.count('party.title', going) : visitor.text(titleOfNobody(view))
  const body = html`<div class="medal${going > 0 && ' medal-registered'}">${icon(going > 0 ? 'check' : 'hourglass')}</div>
<h1>${title}</h1>
${going > 1 && html`<p class="lead">${visitor.text('party.text')}</p>`}
${going === 0 && places.length > 0 && html`<p class="lead">${visitor.text('wait.inLine.text')}</p>`}
${eventFacts(site, visitor, event)}
${partyTickets(site, visitor, tickets)}
${partyWaiting(site, visitor, places, going === 0)}`
  return await personalPage(site, visitor, event, `${title}: ${event.name}`, body)
}

/** All of them wait, or all of them have cancelled. */
function titleOfNobody({ places }: PartyView): string {
  return places.length > 0 ? 'wait.title' : 'registration.cancelled.title'
}
