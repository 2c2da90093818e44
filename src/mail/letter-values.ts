/** What stands in the place of each placeholder: pure, from what was read to words. */
import { instantOf } from '#calendar'
import { format } from '#events'
import type { Labels } from './default-texts.ts'
import { button, factsTable, qrBlock } from './draw-blocks.ts'
import type { Block, TemplateValues } from './fill-template.ts'
import { htmlToText } from './html-to-text.ts'
import type { LetterKind } from './kinds.ts'
import { localeOf } from './languages.ts'
import type { Address } from './mail.ts'
import type { EventFacts, PurchaseFacts, SessionFacts, Subject } from './subject.ts'

export interface LetterContext {
  readonly organizer: Address
  readonly stamp: Date
  readonly links: Links
}

/** The hub's own addresses that letters lead to. */
export interface Links {
  readonly event: string
  readonly join: string
  readonly registration: string
  readonly cancel: string
  readonly waitlist: string
  readonly purchase: string
}

export interface Wording {
  /** BCP 47, of the text. */
  readonly language: string
  readonly labels: Labels
}

export function letterValues(
  kind: LetterKind,
  subject: Subject,
  context: LetterContext,
  wording: Wording,
): TemplateValues {
  const texts = new Map(
    Object.entries({
      ...eventTexts(subject, context, wording),
      ...registrationTexts(subject, context, wording),
      ...waitlistTexts(subject, context, wording),
      ...purchaseTexts(subject, context, wording),
      'presenter.link': subject.presenter?.link ?? '',
    }),
  )
  return { texts, blocks: blocksOf(kind, subject, texts, wording) }
}

function eventTexts(
  { event, recipient }: Subject,
  { organizer, links }: LetterContext,
  { language }: Wording,
) {
  return {
    'event.name': event.name,
    'event.start': readable(event.start, language),
    'event.end': readable(event.end, language),
    'event.when': whenOf(event, language),
    'event.timeZone': zoneOf(event),
    'event.place': event.place ?? '',
    'event.description': htmlToText(event.description ?? ''),
    'event.link': links.event,
    'recipient.name': recipient.firstName ?? recipient.fullName ?? recipient.email ?? '',
    'recipient.fullName': recipient.fullName ?? recipient.email ?? '',
    'recipient.email': recipient.email ?? '',
    'organizer.name': organizer.name ?? organizer.email,
    'organizer.email': organizer.email,
  }
}

function registrationTexts(
  { registration, event }: Subject,
  { links, stamp }: LetterContext,
  { language }: Wording,
) {
  if (registration === undefined) return {}
  return {
    'registration.number': registration.number,
    'registration.link': links.registration,
    'registration.cancelLink': links.cancel,
    'registration.sessions': registration.sessions.map(({ name }) => name).join(', '),
    'registration.startsIn': startsIn(event, stamp, language),
    joinLink: links.join,
  }
}

function waitlistTexts(
  { waitlist, event }: Subject,
  { links }: LetterContext,
  { language }: Wording,
) {
  if (waitlist === undefined) return {}
  return {
    'waitlist.for': waitlist.name,
    'waitlist.until': momentOf(waitlist.until, event, language),
    'waitlist.link': links.waitlist,
  }
}

function purchaseTexts(
  { purchase, event }: Subject,
  { links }: LetterContext,
  { language }: Wording,
) {
  if (purchase === undefined) return {}
  return {
    'purchase.number': purchase.number ?? '',
    'purchase.total': totalOf(purchase, language),
    'purchase.until': momentOf(purchase.until, event, language),
    'purchase.attendees': attendeesOf(purchase),
    'purchase.link': links.purchase,
  }
}

const attendeesOf = ({ attendees }: PurchaseFacts) =>
  attendees.map(({ name, pass }) => (pass ? `${name} (${pass})` : name)).join(', ')

function blocksOf(
  kind: LetterKind,
  subject: Subject,
  texts: ReadonlyMap<string, string>,
  { language, labels }: Wording,
): Map<string, Block> {
  const { registration, waitlist } = subject
  const join = isOnline(subject.event) ? texts.get('joinLink') : undefined
  const seat = waitlist?.invited === true ? texts.get('waitlist.link') : undefined
  return new Map([
    [
      'details',
      factsTable(subject.event.name, factsOf(kind, subject, texts, { language, labels })),
    ],
    ['joinButton', button(labels.join, join, labels.yours)],
    ['qr', qrBlock(isOnSite(subject.event) ? registration?.number : undefined, labels)],
    ['seatButton', button(labels.takeSeat, seat)],
    ['payButton', button(labels.pay, texts.get('purchase.link'))],
    ['presenterButton', button(labels.present, subject.presenter?.link)],
  ])
}

function factsOf(
  kind: LetterKind,
  { event, registration, waitlist, purchase }: Subject,
  texts: ReadonlyMap<string, string>,
  { language, labels }: Wording,
): [string, string][] {
  const text = (name: string) => texts.get(name) ?? ''
  const facts: [string, string][] = []
  if (waitlist !== undefined) facts.push([labels.waitingFor, waitlist.name])
  if (kind === 'waitlistInvitation') facts.push([labels.heldUntil, text('waitlist.until')])
  facts.push([labels.when, text('event.when')])
  if (event.place !== null) facts.push([labels.where, event.place])
  for (const session of registration?.sessions ?? []) {
    facts.push([labels.session, sessionLine(session, language)])
  }
  if (purchase !== undefined) facts.push([labels.attendees, text('purchase.attendees')])
  if (purchase?.id) facts.push([labels.purchase, text('purchase.number')])
  if (purchase?.id) facts.push([labels.total, text('purchase.total')])
  if (kind === 'paymentWaiting') facts.push([labels.payUntil, text('purchase.until')])
  if (registration !== undefined) facts.push([labels.registration, registration.number])
  return facts
}

function sessionLine({ name, start, end, place }: SessionFacts, language: string): string {
  return [name, fromTo(start, end, language), place].filter(Boolean).join(', ')
}

export function isOnline(event: Pick<EventFacts, 'format'>): boolean {
  return event.format === format.webinar.value || event.format === format.hybrid.value
}

/** Where people come in person, the number is scanned at the door. */
export function isOnSite(event: Pick<EventFacts, 'format'>): boolean {
  return event.format !== format.webinar.value
}

const zoneOf = ({ zoneName, zone }: EventFacts) => zoneName ?? zone

/** With the zone as the event's page writes it: "15:00 – 16:00 CET". */
function whenOf({ start, end, zone }: EventFacts, language: string): string {
  const at = instantOf(start, zone)
  return `${fromTo(start, end, language)} ${shortZone(at, zone, language)}`
}

/** What ends on the day on which it starts, or at midnight, names the day once. */
function fromTo(start: string, end: string, language: string): string {
  const from = Temporal.PlainDateTime.from(start)
  const to = Temporal.PlainDateTime.from(end)
  const last = to.subtract({ seconds: 1 }).toPlainDate()
  const parts = last.equals(from.toPlainDate()) ? timeParts : dateParts
  return `${readable(start, language)} – ${to.toLocaleString(localeOf(language), parts)}`
}

function shortZone(at: Date, zone: string, language: string): string {
  const words = new Intl.DateTimeFormat(localeOf(language), {
    timeZone: zone,
    timeZoneName: 'short',
  })
  return words.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? zone
}

const timeParts = { hour: '2-digit', minute: '2-digit' } as const
const dateParts = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  ...timeParts,
} as const

/** `2026-11-21T10:00:00` as people read it: Sat 21 Nov 2026, 10:00. */
export function readable(local: string, language: string): string {
  return Temporal.PlainDateTime.from(local).toLocaleString(localeOf(language), dateParts)
}

/** An instant, in the zone of the event. */
function momentOf(instant: string | null, { zone }: EventFacts, language: string): string {
  if (instant === null) return ''
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDateTime()
  const at = new Date(instant)
  return `${local.toLocaleString(localeOf(language), dateParts)} ${shortZone(at, zone, language)}`
}

function totalOf({ total, currency }: PurchaseFacts, language: string): string {
  if (total === null) return ''
  if (currency === null) return total
  const style = { style: 'currency', currency } as const
  // As text, so that no cent is lost on the way through a binary fraction.
  return new Intl.NumberFormat(localeOf(language), style).format(total as `${number}`)
}

/** "in 1 day": days from about a day on, hours from about an hour on, else minutes. */
export function startsIn({ start, zone }: EventFacts, now: Date, language: string): string {
  const minutes = Math.max(
    0,
    Math.round((instantOf(start, zone).getTime() - now.getTime()) / 60_000),
  )
  const words = new Intl.RelativeTimeFormat(localeOf(language))
  // A day may have 23 hours where clocks change.
  if (minutes >= 23 * 60) return words.format(Math.round(minutes / 1440), 'day')
  // A letter that was due an hour before is some minutes on its way.
  if (minutes >= 55) return words.format(Math.round(minutes / 60), 'hour')
  return words.format(minutes, 'minute')
}
