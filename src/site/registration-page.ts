/** Pages of somebody who is registered: thank you, cancel?, cancelled. */
import { isOnline, publishStatus } from '#events'
import { type Html, html } from '#http'
import { hueClass } from './art.ts'
import type { EventInShort, RegistrationOnPage } from './event-rows.ts'
import { spanOf, whenFact, whereFact } from './facts.ts'
import { type IconName, icon } from './icons.ts'
import { layout } from './layout.ts'
import type { Site } from './site.ts'
import type { Visitor } from './texts.ts'

export interface RegistrationView {
  readonly registration: RegistrationOnPage
  readonly token: string
  readonly joinLink: string
}

type Standing = 'registered' | 'cancelled' | 'event-cancelled' | 'over'

export function standingOf({ canceled, event }: RegistrationOnPage, now: Date): Standing {
  if (canceled) return 'cancelled'
  if (!event.active || event.publishStatus === publishStatus.cancelled.value) {
    return 'event-cancelled'
  }
  return now >= spanOf(event).end ? 'over' : 'registered'
}

export async function registrationPage(
  site: Site,
  visitor: Visitor,
  view: RegistrationView,
): Promise<string> {
  const { registration } = view
  const standing = standingOf(registration, site.clock.now())
  const title = visitor.text(`registration.${standing}.title`)
  const body = html`${ticketHead(standing, title, visitor, registration)}
${ticketFacts(site, visitor, registration)}
${standing === 'registered' && html`${joinBox(view, visitor)}${ticketActions(view, visitor)}`}
${standing !== 'registered' && html`<p class="actions"><a class="button" href="${eventAddress(registration.event)}">${visitor.text('registration.toEvent')}</a></p>`}`
  return await personalPage(
    site,
    visitor,
    registration.event,
    `${title}: ${registration.event.name}`,
    body,
  )
}

/** A card in the middle of the page; nothing of it for search engines. */
export async function personalPage(
  site: Site,
  visitor: Visitor,
  event: { readonly id: string } | undefined,
  title: string,
  body: Html,
  more: { readonly refreshSeconds?: number } = {},
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

function ticketFacts(site: Site, visitor: Visitor, registration: RegistrationOnPage): Html {
  const { event, sessions, number } = registration
  const { zone } = spanOf(event)
  return html`<section class="stub"><h2><a class="stub-title" href="${eventAddress(event)}">${event.name}</a></h2>
<ul class="facts">${whenFact(site.formats, visitor, spanOf(event))}${whereFact(visitor, event.format, event.place, visitor.text('where.online.after'))}</ul>
${
  sessions.length > 0 &&
  html`<h3>${visitor.text('registration.sessions')}</h3>
<ul class="booked">${sessions.map((session) => {
    const span = spanOf({ ...session, zone, zoneIndex: null })
    return html`<li><span>${session.name}</span> <span class="faint small">${site.formats.dayAndHours(span, visitor.locale)}</span></li>`
  })}</ul>`
}
<p class="faint small">${visitor.text('registration.number', { number })}</p></section>`
}

function joinBox({ registration, joinLink }: RegistrationView, visitor: Visitor): Html | false {
  const { event, sessions } = registration
  if (!isOnline(event.format) && !sessions.some((session) => isOnline(session.format))) return false
  return html`<section class="join-box"><h2>${visitor.text('join.link')}</h2>
<p class="faint small" id="join-help">${visitor.text('join.link.help', { minutes: event.joinEarlyMinutes })}</p>
<div class="copy"><input id="join-link" type="text" readonly value="${joinLink}" aria-label="${visitor.text('join.link')}" aria-describedby="join-help">
<button class="button button-quiet" type="button" hidden data-copy="join-link" data-done="${visitor.text('join.copied')}">${icon('copy')}<span aria-live="polite">${visitor.text('join.copy')}</span></button></div>
<p><a href="${joinLink}">${visitor.text('join.open')}</a></p></section>`
}

function ticketActions({ token }: RegistrationView, visitor: Visitor): Html {
  return html`<p class="actions"><a class="button" href="/r/${token}/calendar.ics">${icon('calendar')}${visitor.text('registration.calendar')}</a>
<a class="button button-quiet" href="/r/${token}/cancel">${visitor.text('registration.cancel')}</a></p>`
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
