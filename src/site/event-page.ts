import { format, zoneOf } from '#events'
import { type Html, html } from '#http'
import { agenda, seatsText, speakerList } from './agenda.ts'
import { cover, hueClass } from './art.ts'
import { inLanguage } from './content-language.ts'
import { eventData } from './event-data.ts'
import type { EventOnPage } from './event-rows.ts'
import { spanOf, whenFact, whereFact } from './facts.ts'
import type { FieldProblem } from './form-problems.ts'
import type { FormValues } from './form-values.ts'
import { icon } from './icons.ts'
import { alternates, layout } from './layout.ts'
import { pictureAddress } from './pictures.ts'
import { passList, sponsorList } from './program.ts'
import { registrationForm } from './registration-form.ts'
import type { RegistrationState } from './registration-state.ts'
import { plainText, richText } from './rich-text.ts'
import type { Site } from './site.ts'
import type { Visitor } from './texts.ts'

export interface EventView {
  readonly event: EventOnPage
  readonly state: RegistrationState
  readonly form: {
    readonly key: string
    readonly values: FormValues
    readonly problems: readonly FieldProblem[]
    /** Sent before: the form is shown again even where the event has just become full. */
    readonly sent: boolean
    /** A person was added to the form. */
    readonly added: boolean
  }
}

export async function eventPage(site: Site, visitor: Visitor, view: EventView): Promise<string> {
  const { event } = view
  return await layout(site, visitor, {
    title: event.msevtmgt_name,
    hue: hueClass(event.msevtmgt_eventid),
    head: headOf(site, visitor, view, await site.organisation()),
    body: bodyOf(site, visitor, view),
  })
}

function bodyOf(site: Site, visitor: Visitor, view: EventView): Html {
  const { event } = view
  const span = spanOf(timesOf(event))
  const around = { event, formats: site.formats, visitor, zone: span.zone }
  const lang = inLanguage(event.msevtmgt_language, visitor)
  return html`<div class="banner">${banner(event)}</div>
<div class="event">
<div class="event-head">
${badges(visitor, view)}
<h1${lang}>${event.msevtmgt_name}</h1>
<ul class="facts">${whenFact(site.formats, visitor, span)}${whereFact(visitor, event.msevtmgt_eventformat, event.place, visitor.text('where.online.before'))}</ul>
</div>
<aside class="event-side" aria-labelledby="register">${registrationCard(site, visitor, view)}</aside>
<div class="event-more">
${description(event, visitor, lang)}
${agenda(around)}
${speakerList(around)}
${passList(event, visitor)}
${sponsorList(event, visitor)}
</div>
</div>`
}

/** What the organiser uploaded, or else the hub's own art; decoration either way. */
function banner({ msevtmgt_eventid: id, picture }: EventOnPage): Html {
  if (picture === null) return cover(id, 'wide')
  return html`<img class="cover" src="${pictureAddress('events', id, picture)}" alt="" width="1200" height="360" decoding="async">`
}

export function timesOf(event: EventOnPage) {
  return {
    start: event.msevtmgt_eventstartdate,
    end: event.msevtmgt_eventenddate,
    zone: event.gr_timezone,
    zoneIndex: event.msevtmgt_eventtimezone,
  }
}

function badges(visitor: Visitor, { event, state }: EventView): Html | false {
  const texts: Html[] = []
  if (state.kind === 'cancelled') {
    texts.push(html`<span class="badge badge-bad">${visitor.text('state.cancelled')}</span>`)
  }
  if (state.kind === 'over')
    texts.push(html`<span class="badge">${visitor.text('state.over')}</span>`)
  if (event.msevtmgt_eventformat === format.webinar.value) {
    texts.push(html`<span class="badge">${visitor.text('format.webinar')}</span>`)
  }
  if (event.msevtmgt_eventformat === format.hybrid.value) {
    texts.push(html`<span class="badge">${visitor.text('format.hybrid')}</span>`)
  }
  return texts.length > 0 && html`<p class="badges">${texts}</p>`
}

function description(event: EventOnPage, visitor: Visitor, lang: Html | false): Html | false {
  if (plainText(event.msevtmgt_description) === '') return false
  return html`<section class="part" aria-labelledby="about"><h2 id="about">${visitor.text('event.about')}</h2>
<div class="prose"${lang}>${richText(event.msevtmgt_description)}</div></section>`
}

/** The form, or why there is none. */
export function registrationCard(site: Site, visitor: Visitor, view: EventView): Html {
  const { event, state, form } = view
  const waiting = state.kind === 'full' && state.waitlist
  const invited = form.values.invitation !== ''
  if (state.kind !== 'open' && !waiting && !invited && !form.sent) {
    return closedCard(site, visitor, event, state)
  }
  const seats = state.kind === 'open' ? state.seatsLeft : 0
  const title = visitor.text(waiting && !invited ? 'event.waitlist' : 'event.register')
  const content = registrationForm(
    {
      ...{ event, seats, formats: site.formats, zone: zoneOf(event) },
      ...{ key: form.key, values: form.values, problems: form.problems, added: form.added },
      action: addressOf({ publicUrl: '' }, event),
    },
    visitor,
  )
  return html`<div class="card"><div class="card-head"><h2 id="register">${title}</h2>${
    seats !== undefined &&
    !invited &&
    html`<p class="pill">${icon('seat')}${seatsText(seats, visitor)}</p>`
  }</div>
${content}</div>`
}

function closedCard(
  site: Site,
  visitor: Visitor,
  event: EventOnPage,
  state: RegistrationState,
): Html {
  const message = closedMessage(site, visitor, event, state)
  return html`<div class="card card-short card-closed"><h2 id="register">${visitor.text(`state.${state.kind}.title`)}</h2>
<div class="prose"${['closed', 'not-yet'].includes(state.kind) && inLanguage(event.msevtmgt_language, visitor)}>${message}</div>
<p><a class="button button-quiet" href="/">${visitor.text('page.otherEvents')}</a></p></div>`
}

/** The organiser's own words where there are some. */
function closedMessage(
  { formats }: Site,
  visitor: Visitor,
  event: EventOnPage,
  state: RegistrationState,
): Html {
  if (state.kind === 'not-yet') {
    const opens = formats.moment(state.opens, zoneOf(event), visitor.locale)
    return html`<p>${visitor.text('state.not-yet.text', { opens })}</p>${state.message !== undefined && richText(state.message)}`
  }
  if (state.kind !== 'closed') return html`<p>${visitor.text(`state.${state.kind}.text`)}</p>`
  if (state.message !== undefined) return richText(state.message)
  const since = formats.moment(state.since, zoneOf(event), visitor.locale)
  return html`<p>${visitor.text('state.closed.text', { since })}</p>`
}

/** For search engines and for previews of links. */
function headOf(
  site: Site,
  visitor: Visitor,
  { event, state }: EventView,
  organisation: string,
): Html {
  const address = addressOf(site, event)
  const about = plainText(event.msevtmgt_description).slice(0, 300)
  return html`${alternates(site, visitor, address)}
${about !== '' && html`<meta name="description" content="${about}">`}
<meta property="og:type" content="website">
<meta property="og:title" content="${event.msevtmgt_name}">
<meta property="og:url" content="${address}">
${about !== '' && html`<meta property="og:description" content="${about}">`}
${event.picture !== null && html`<meta property="og:image" content="${site.publicUrl}${pictureAddress('events', event.msevtmgt_eventid, event.picture)}">`}
<meta name="twitter:card" content="summary">
${eventData(event, state, { address, organisation })}`
}

export function addressOf(site: Pick<Site, 'publicUrl'>, event: EventOnPage): string {
  const id = event.msevtmgt_readableeventid ?? event.msevtmgt_eventid
  return `${site.publicUrl}/e/${encodeURIComponent(id)}`
}
