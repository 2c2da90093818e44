/** Sessions and speakers on an event's page. */
import { isOnline, sessionWindow } from '#events'
import { type Html, html } from '#http'
import { hasSessionWaitlist } from '#registrations'
import { inLanguage } from './content-language.ts'
import type { Formats, Span } from './dates.ts'
import type { EventOnPage, SessionOnPage, SpeakerOnPage } from './event-rows.ts'
import { whereInShort } from './facts.ts'
import { pictureAddress } from './pictures.ts'
import { seatsLeft } from './registration-state.ts'
import { richText, webAddress } from './rich-text.ts'
import type { Visitor } from './texts.ts'

export interface SessionChoice {
  readonly id: string
  readonly name: string
  readonly when: string
  readonly seats: string | undefined
  readonly full: boolean
  readonly waitlist: boolean
  readonly attributes: Html | false
}

export interface Around {
  readonly event: EventOnPage
  readonly formats: Formats
  readonly visitor: Visitor
  readonly zone: string
}

export function agenda(around: Around): Html | false {
  const { event, visitor } = around
  if (event.sessions.length === 0) return false
  const when = timesOn(around)
  return html`<section class="part" aria-labelledby="agenda"><h2 id="agenda">${visitor.text('event.agenda')}</h2>
${trackList(around)}<ol class="agenda">${event.sessions.map((session) => sessionOnAgenda(session, around, when))}</ol></section>`
}

/** Tracks with a description; the others are named at their sessions. */
function trackList({ event, visitor }: Around): Html | false {
  const described = event.tracks.filter(({ description }) => description !== null)
  const lang = inLanguage(event.msevtmgt_language, visitor)
  return (
    described.length > 0 &&
    html`<dl class="tracks" aria-label="${visitor.text('event.tracks')}">${described.map(
      ({ name, description }) =>
        html`<div><dt${lang}><span class="badge">${name}</span></dt><dd class="prose small"${lang}>${richText(description)}</dd></div>`,
    )}</dl>`
  )
}

function sessionOnAgenda(session: SessionOnPage, { event, visitor }: Around, when: When): Html {
  const speakers = event.speakers.filter(({ id }) => session.speakerIds.includes(id))
  const where = differs(session, event) && whereInShort(visitor, session.format, session.place)
  const text = session.description ?? session.summary
  const tracks = event.tracks.filter(({ sessionIds }) => sessionIds.includes(session.id))
  return html`<li class="talk"><p class="talk-time">${when(session)}</p>
<div><h3${inLanguage(session.language ?? event.msevtmgt_language, visitor)}>${session.name}</h3>
${speakers.length > 0 && html`<p class="talk-speakers">${speakers.map(({ name }) => name).join(', ')}</p>`}
${where && html`<p class="faint small">${where}</p>`}
${tracks.length > 0 && html`<p class="track">${tracks.map(({ name }) => html`<span class="badge"${inLanguage(event.msevtmgt_language, visitor)}>${name}</span> `)}</p>`}
${text !== null && html`<div class="prose small"${inLanguage(session.language ?? event.msevtmgt_language, visitor)}>${richText(text)}</div>`}</div></li>`
}

/**
 * A session that is held where the event is says nothing new. On site is what a session is when
 * nobody chose, so that it means nothing by itself.
 */
function differs({ place, format }: SessionOnPage, event: EventOnPage): boolean {
  if (place.name !== null || place.room !== null) return true
  return isOnline(format) && format !== event.msevtmgt_eventformat
}

type When = (session: Pick<SessionOnPage, 'start' | 'end'>) => string

/** Hours, and the day where the event has several. */
function timesOn({ event, formats, visitor, zone }: Around): When {
  const whole: Span = sessionSpan(
    { start: event.msevtmgt_eventstartdate, end: event.msevtmgt_eventenddate },
    zone,
  )
  const write = formats.isOneDay(whole) ? formats.hoursOnly : formats.dayAndHours
  return (session) => write(sessionSpan(session, zone), visitor.locale)
}

export function sessionSpan(session: Pick<SessionOnPage, 'start' | 'end'>, zone: string): Span {
  const times = { msevtmgt_starttime: session.start, msevtmgt_endtime: session.end }
  return { ...sessionWindow(times, zone), zone }
}

/** What the form lets people choose from. */
export function sessionChoicesOf(around: Around): SessionChoice[] {
  const { event, visitor } = around
  if (event.msevtmgt_allowcustomagenda !== true) return []
  const when = timesOn(around)
  return event.sessions.map((session) => {
    const left = seatsLeft(session.capacity, session.taken)
    return {
      id: session.id,
      name: session.name,
      when: when(session),
      seats: left === undefined ? undefined : seatsText(left, visitor),
      full: left === 0,
      waitlist: hasSessionWaitlist(session),
      attributes: inLanguage(session.language ?? event.msevtmgt_language, visitor),
    }
  })
}

export function seatsText(left: number, visitor: Visitor): string {
  return left === 0 ? visitor.text('seats.none') : visitor.count('seats.left', left)
}

export function speakerList({ event, visitor }: Around): Html | false {
  if (event.speakers.length === 0) return false
  return html`<section class="part" aria-labelledby="speakers"><h2 id="speakers">${visitor.text('event.speakers')}</h2>
<ul class="speakers">${event.speakers.map((speaker) => speakerCard(speaker, event, visitor))}</ul></section>`
}

function speakerCard(speaker: SpeakerOnPage, event: EventOnPage, visitor: Visitor): Html {
  const address = webAddress(speaker.website ?? speaker.linkedin)
  return html`<li class="speaker">${portrait(speaker)}
<div><h3>${address === undefined ? speaker.name : html`<a href="${address}" rel="noopener">${speaker.name}</a>`}</h3>
${speaker.title !== null && html`<p class="faint small">${speaker.title}</p>`}
${speaker.about !== null && html`<div class="prose small"${inLanguage(event.msevtmgt_language, visitor)}>${richText(speaker.about)}</div>`}</div></li>`
}

/** The name stands beside it, so that the photo needs no words of its own. */
function portrait({ id, name, picture }: SpeakerOnPage): Html {
  if (picture === null) {
    return html`<span class="initials" aria-hidden="true">${initials(name)}</span>`
  }
  const address = pictureAddress('speakers', id, picture)
  return html`<img class="portrait" src="${address}" alt="" width="96" height="96" loading="lazy" decoding="async">`
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words
  return letters.map((word) => [...(word ?? '')][0] ?? '').join('')
}
