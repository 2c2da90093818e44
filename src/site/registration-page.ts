/** Pages of somebody who is registered: thank you, cancel?, cancelled. */
import { publishStatus } from '#events'
import { type Html, html } from '#http'
import { hueClass } from './art.ts'
import { inLanguage } from './content-language.ts'
import type { EventInShort } from './event-rows.ts'
import { spanOf, whenFact, whereFact } from './facts.ts'
import { type IconName, icon } from './icons.ts'
import { layout, type Sheet } from './layout.ts'
import type { RegistrationOnPage } from './registration-rows.ts'
import type { Site } from './site.ts'
import type { Visitor } from './texts.ts'
import { admission, joinBox, takesPartOnline, takesPartOnSite } from './ticket.ts'

export interface RegistrationView {
  readonly registration: RegistrationOnPage
  readonly token: string
  /** The token came in a letter: whoever has it reads the mail of the registrant. */
  readonly byLetter: boolean
  readonly joinLink: string
  /** There are sessions to choose or questions to answer. */
  readonly changeable: boolean
  /** Of a place in a session's waitlist. */
  readonly waitlistTokenOf: (waitlistItemId: string) => string
}

type Standing = 'registered' | 'cancelled' | 'event-cancelled' | 'over'

export function standingOf({ canceled, event }: RegistrationOnPage, now: Date): Standing {
  return canceled ? 'cancelled' : (endOf(event, now) ?? 'registered')
}

/** Why nobody takes part any more; undefined while the event is to come. */
export function endOf(event: EventInShort, now: Date): 'event-cancelled' | 'over' | undefined {
  if (!event.active || event.publishStatus === publishStatus.cancelled.value) {
    return 'event-cancelled'
  }
  return now >= spanOf(event).end ? 'over' : undefined
}

export async function registrationPage(
  site: Site,
  visitor: Visitor,
  view: RegistrationView,
): Promise<string> {
  const { registration } = view
  const standing = standingOf(registration, site.clock.now())
  const title = visitor.text(`registration.${standing}.title`)
  const showsCode = standing === 'registered' && takesPartOnSite(registration)
  const body = html`${ticketHead(standing, title, visitor, registration)}
${showsCode && admission(registration, visitor)}
${showsCode ? eventFacts(site, visitor, registration.event) : ticketFacts(site, visitor, registration)}
${standing === 'registered' && html`${bookedSessions(site, view, visitor)}${awaitedSessions(site, view, visitor)}${givenAnswers(registration, visitor)}`}
${standing === 'registered' && html`${takesPartOnline(registration) && joinBox(view.joinLink, registration.event.joinEarlyMinutes, visitor)}${ticketActions(view, visitor)}`}
${standing !== 'registered' && html`<p class="actions"><a class="button" href="${eventAddress(registration.event)}">${visitor.text('registration.toEvent')}</a></p>`}
${view.byLetter && html`<p class="below"><a href="/r/${view.token}/all">${visitor.text('registration.all')}</a></p>`}`
  return await personalPage(
    site,
    visitor,
    registration.event,
    `${title}: ${registration.event.name}`,
    body,
  )
}

/** For whoever comes with a link of before: there is nothing to do any more. */
export async function endedPage(
  site: Site,
  visitor: Visitor,
  event: EventInShort,
  ended: 'event-cancelled' | 'over',
): Promise<string> {
  const title = visitor.text(`registration.${ended}.title`)
  const body = html`<div class="medal medal-${ended}">${icon(marks[ended])}</div>
<h1>${title}</h1>
<p class="lead">${visitor.text(`registration.${ended}.text`)}</p>
${eventFacts(site, visitor, event)}
<p class="actions"><a class="button" href="/">${visitor.text('page.otherEvents')}</a></p>`
  return await personalPage(site, visitor, event, `${title}: ${event.name}`, body)
}

/** A card in the middle of the page; nothing of it for search engines. */
export async function personalPage(
  site: Site,
  visitor: Visitor,
  event: { readonly id: string } | undefined,
  title: string,
  body: Html,
  more: Pick<Sheet, 'refreshTo'> = {},
): Promise<string> {
  return await layout(site, visitor, {
    title,
    unlisted: true,
    ...(event === undefined ? {} : { hue: hueClass(event.id) }),
    ...more,
    body: html`<div class="ticket"><div class="card">${body}</div></div>`,
  })
}

const marks: Readonly<Record<Standing, IconName>> = {
  registered: 'check',
  cancelled: 'cross',
  'event-cancelled': 'cross',
  over: 'clock',
}

function ticketHead(
  standing: Standing,
  title: string,
  visitor: Visitor,
  { email, number }: RegistrationOnPage,
): Html {
  const values = { number, email: email === null ? '' : maskEmail(email) }
  return html`<div class="medal medal-${standing}">${icon(marks[standing])}</div>
<h1>${title}</h1>
<p class="lead">${visitor.text(`registration.${standing}.text`, values)}</p>`
}

/** Enough to recognise one's own address; the link may be passed on. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  return `${[...email][0]}•••${email.slice(at)}`
}

/** The event of a personal page, with when and where. */
export function eventFacts(site: Site, visitor: Visitor, event: EventInShort): Html {
  return html`<section class="stub"><h2><a class="stub-title" href="${eventAddress(event)}"${inLanguage(event.language, visitor)}>${event.name}</a></h2>
<ul class="facts">${whenFact(site.formats, visitor, spanOf(event))}${whereFact(visitor, event.format, event.place, visitor.text('where.online.after'))}</ul></section>`
}

function ticketFacts(site: Site, visitor: Visitor, { event, number }: RegistrationOnPage): Html {
  return html`${eventFacts(site, visitor, event)}
<p class="faint small below">${visitor.text('registration.number', { number })}</p>`
}

function bookedSessions(
  site: Site,
  { registration, token }: RegistrationView,
  visitor: Visitor,
): Html | false {
  const { sessions, event } = registration
  if (sessions.length === 0) return false
  const { zone } = spanOf(event)
  const lang = inLanguage(event.language, visitor)
  return html`<section class="stub"><h2>${visitor.text('registration.sessions')}</h2>
<ul class="booked">${sessions.map((session) => {
    const span = spanOf({ ...session, zone, zoneIndex: null })
    return html`<li><div><span${lang}>${session.name}</span> <span class="faint small">${site.formats.dayAndHours(span, visitor.locale)}</span></div>
<form method="post" action="/r/${token}/sessions/${session.bookingId}/cancel"><button class="link-button" type="submit" aria-label="${visitor.text('registration.session.cancel.label', { session: session.name })}">${visitor.text('registration.session.cancel')}</button></form></li>`
  })}</ul></section>`
}

function awaitedSessions(
  site: Site,
  { registration, waitlistTokenOf }: RegistrationView,
  visitor: Visitor,
): Html | false {
  const { awaited, event } = registration
  if (awaited.length === 0) return false
  const { zone } = spanOf(event)
  const now = site.clock.now()
  return html`<section class="stub"><h2>${visitor.text('registration.awaited')}</h2>
<ul class="booked">${awaited.map(({ name, waitlistItemId, invitedUntil }) => {
    const until = invitedUntil === null ? undefined : new Date(invitedUntil)
    const page = `/w/${waitlistTokenOf(waitlistItemId)}`
    if (until === undefined || until <= now) {
      return html`<li><a href="${page}">${name}</a> <span class="faint small">${visitor.text('wait.inLine')}</span></li>`
    }
    const held = site.formats.moment(until, zone, visitor.locale)
    return html`<li><div>${name} <span class="faint small">${visitor.text('wait.invited', { until: held })}</span></div>
<a class="button button-small" href="${page}">${visitor.text('wait.take')}</a></li>`
  })}</ul></section>`
}

function givenAnswers({ answers }: RegistrationOnPage, visitor: Visitor): Html | false {
  if (answers.length === 0) return false
  const shown = (text: string) => {
    if (text === 'Yes') return visitor.text('form.yes')
    return text === 'No' ? visitor.text('form.no') : text
  }
  return html`<section class="stub"><h2>${visitor.text('registration.answers')}</h2>
<dl class="answers">${answers.map(({ question, text }) => html`<div><dt>${question}</dt><dd>${shown(text)}</dd></div>`)}</dl></section>`
}

function ticketActions({ token, changeable }: RegistrationView, visitor: Visitor): Html {
  return html`<p class="actions"><a class="button" href="/r/${token}/calendar.ics">${icon('calendar')}${visitor.text('registration.calendar')}</a>
${
  changeable &&
  html`<a class="button button-quiet" href="/r/${token}/change">${visitor.text('registration.change')}</a>
`
}<a class="button button-quiet" href="/r/${token}/cancel">${visitor.text('registration.cancel')}</a></p>`
}

export async function cancelPage(
  site: Site,
  visitor: Visitor,
  view: RegistrationView,
): Promise<string> {
  const { registration, token } = view
  const title = visitor.text('cancel.title')
  const body = html`<h1>${title}</h1>
<p class="lead">${visitor.text('cancel.text', { event: registration.event.name })}</p>
${ticketFacts(site, visitor, registration)}
<form method="post" action="/r/${token}/cancel" class="actions">
<button class="button button-bad" type="submit" data-busy="${visitor.text('form.sending')}">${visitor.text('cancel.yes')}</button>
<a class="button button-quiet" href="/r/${token}">${visitor.text('cancel.no')}</a></form>`
  return await personalPage(
    site,
    visitor,
    registration.event,
    `${title} ${registration.event.name}`,
    body,
  )
}

export function eventAddress({ id, readableId }: Pick<EventInShort, 'id' | 'readableId'>): string {
  return `/e/${encodeURIComponent(readableId ?? id)}`
}
