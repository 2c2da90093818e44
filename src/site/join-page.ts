/** What somebody sees whose join link does not lead into the webinar now. */
import { randomInt } from 'node:crypto'
import { type Html, html } from '#http'
import type { JoinObstacle } from '#webinars'
import type { Formats } from './dates.ts'
import type { EventInShort } from './event-rows.ts'
import { placeLines, spanOf } from './facts.ts'
import { type IconName, icon } from './icons.ts'
import { eventAddress, personalPage } from './registration-page.ts'
import type { RegistrationOnPage } from './registration-rows.ts'
import type { Site } from './site.ts'
import type { TextValues, Visitor } from './texts.ts'

/** The session that the person has now or next, or the event. */
export interface Occasion {
  readonly title: string
  readonly start: Date
  readonly end: Date
  readonly timeZone: string
  readonly joinEarlyMinutes: number
}

export interface JoinView {
  readonly reason: JoinObstacle
  readonly occasion: Occasion | undefined
  readonly registration: RegistrationOnPage
  readonly token: string
  /** The provider's own sentence, for `not-admitted`. */
  readonly message?: string | undefined
}

const marks: Readonly<Record<JoinObstacle, IconName>> = {
  'registration-cancelled': 'cross',
  'event-cancelled': 'cross',
  'not-live': 'hourglass',
  'too-early': 'clock',
  over: 'clock',
  'on-site-only': 'pin',
  'being-prepared': 'hourglass',
  'provider-down': 'alert',
  'not-admitted': 'hourglass',
}

/** Where pressing the link again helps. */
const retryable: ReadonlySet<JoinObstacle> = new Set([
  'being-prepared',
  'provider-down',
  'too-early',
  'not-live',
  'not-admitted',
])

export async function joinPage(site: Site, visitor: Visitor, view: JoinView): Promise<string> {
  const { reason, registration, token } = view
  const { event } = registration
  const occasion = view.occasion ?? occasionOf(event)
  const values = valuesOf(site, visitor, occasion, event)
  const title = visitor.text(`join.${reason}.title`, values)
  const body = html`<div class="medal medal-${reason}">${icon(marks[reason])}</div>
<h1>${title}</h1>
<p class="lead">${view.message ?? visitor.text(`join.${reason}.text`, values)}</p>
${reason === 'on-site-only' && addressBlock(event)}
${waitingLine(visitor, secondsUntil(reason, opensAt(occasion), site.clock.now()))}
<p class="actions">${retryable.has(reason) && html`<a class="button" href="/j/${token}">${visitor.text('join.again')}</a>`}
<a class="button button-quiet" href="${eventAddress(event)}">${visitor.text(reason === 'registration-cancelled' ? 'join.register' : 'join.details')}</a></p>`
  return await personalPage(site, visitor, event, `${title}: ${occasion.title}`, body)
}

function occasionOf(event: EventInShort): Occasion {
  const { start, end, zone } = spanOf(event)
  return { title: event.name, start, end, timeZone: zone, joinEarlyMinutes: event.joinEarlyMinutes }
}

function opensAt({ start, joinEarlyMinutes }: Occasion): Date {
  return new Date(start.getTime() - joinEarlyMinutes * 60_000)
}

function valuesOf(
  { formats }: Site,
  visitor: Visitor,
  occasion: Occasion,
  event: EventInShort,
): TextValues {
  const moment = (instant: Date) => formats.moment(instant, occasion.timeZone, visitor.locale)
  return {
    title: occasion.title,
    event: event.name,
    opens: opensInWords(formats, visitor, occasion),
    start: moment(occasion.start),
    end: moment(occasion.end),
  }
}

/** Only the time where it is the day of the start. */
function opensInWords(formats: Formats, { locale }: Visitor, occasion: Occasion): string {
  const { start, timeZone: zone } = occasion
  const opens = opensAt(occasion)
  if (formats.isOneDay({ start: opens, end: start, zone })) return formats.time(opens, zone, locale)
  return formats.moment(opens, zone, locale)
}

/**
 * Said, and done, where JavaScript runs; others press the button. A page that a `meta` element loads
 * anew is a failure of WCAG 2.2.1 (F41).
 */
export function waitingLine(visitor: Visitor, seconds: number | undefined): Html | false {
  return (
    seconds !== undefined &&
    html`<p class="faint small waiting" role="status" data-reload-in="${seconds}" hidden>${visitor.text('join.refreshing')}</p>`
  )
}

/** Browsers count in 32-bit milliseconds: more than 24 days would be at once. */
const longestWait = 6 * 60 * 60

/**
 * People wait on this page: it goes on by itself. Those who wait for the same start do not come back
 * within the same second.
 */
export function secondsUntil(
  reason: string,
  opens: Date | undefined,
  now: Date,
): number | undefined {
  if (reason === 'being-prepared') return 10
  if (reason === 'provider-down') return 30
  if (reason !== 'too-early' || opens === undefined) return undefined
  const seconds = Math.ceil((opens.getTime() - now.getTime()) / 1000)
  return Math.min(Math.max(seconds, 1) + randomInt(0, 5), longestWait)
}

function addressBlock(event: EventInShort): Html | false {
  const { name, address } = placeLines(event.place)
  if (name === undefined) return false
  return html`<address class="stub"><b>${name}</b>${address !== undefined && html`<br>${address}`}</address>`
}
