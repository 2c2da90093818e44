/**
 * What templates may name in double braces. A *text* is put in as words, always escaped. A *link*
 * may also be the whole of an `href`. A *block* is a piece of the letter that the hub draws, such as
 * the table with date and place; it is empty where it makes no sense.
 */
import { type LetterKind, type Topic, topicOf } from './kinds.ts'

export type Form = 'text' | 'link' | 'block'

export interface Placeholder {
  readonly name: string
  readonly form: Form
  /** What stands there, for people who write templates. */
  readonly meaning: string
  /** Letters that have it; `event` means all. */
  readonly topics: readonly Topic[]
}

const everywhere: readonly Topic[] = ['event']
const ofRegistration: readonly Topic[] = ['registration']
const ofWaitlist: readonly Topic[] = ['waitlist']
const ofPurchase: readonly Topic[] = ['purchase']

const define = (topics: readonly Topic[], form: Form, name: string, meaning: string) =>
  ({ topics, form, name, meaning }) as const

export const placeholders: readonly Placeholder[] = [
  define(everywhere, 'text', 'event.name', 'Name of the event'),
  define(everywhere, 'text', 'event.when', 'Start, end and time zone, as the reader writes dates'),
  define(everywhere, 'text', 'event.start', 'Start, in the zone of the event'),
  define(everywhere, 'text', 'event.end', 'End, in the zone of the event'),
  define(everywhere, 'text', 'event.timeZone', 'Time zone of the event, such as Europe/Berlin'),
  define(everywhere, 'text', 'event.place', 'Address of the building or venue; empty online'),
  define(everywhere, 'text', 'event.description', 'Description of the event, without markup'),
  define(everywhere, 'link', 'event.link', 'Public page of the event'),
  define(everywhere, 'text', 'recipient.name', 'First name of the reader, or the next best'),
  define(everywhere, 'text', 'recipient.fullName', 'First and last name of the reader'),
  define(everywhere, 'text', 'recipient.email', 'Address that the letter goes to'),
  define(everywhere, 'text', 'organizer.name', 'Name of the sender, from GREENROOM_MAIL_FROM'),
  define(everywhere, 'text', 'organizer.email', 'Address of the sender'),
  define(everywhere, 'block', 'details', 'Table with date, place, sessions and number'),
  define(ofRegistration, 'text', 'registration.number', 'Number of the registration'),
  define(ofRegistration, 'link', 'registration.link', "The reader's own page, to look and change"),
  define(ofRegistration, 'link', 'registration.cancelLink', 'Page on which the reader cancels'),
  define(ofRegistration, 'text', 'registration.sessions', 'Names of the chosen sessions'),
  define(ofRegistration, 'text', 'registration.startsIn', 'Time until the start: "in 1 hour"'),
  define(ofRegistration, 'link', 'joinLink', "The reader's own join link"),
  define(ofRegistration, 'block', 'joinButton', 'Button with the join link; nothing on site'),
  define(ofRegistration, 'block', 'qr', 'QR code of the registration number, for check-in'),
  define(ofWaitlist, 'text', 'waitlist.for', 'Event or session that the reader waits for'),
  define(ofWaitlist, 'text', 'waitlist.until', 'Until when the seat is held'),
  define(ofWaitlist, 'link', 'waitlist.link', 'Page on which the reader takes the held seat'),
  define(ofWaitlist, 'block', 'seatButton', 'Button with that link'),
  define(ofPurchase, 'text', 'purchase.number', 'Number of the purchase; empty without payment'),
  define(ofPurchase, 'text', 'purchase.total', 'Amount with its currency'),
  define(ofPurchase, 'text', 'purchase.until', 'Until when it has to be paid'),
  define(ofPurchase, 'text', 'purchase.attendees', 'Who is registered, with passes'),
  define(ofPurchase, 'link', 'purchase.link', 'Page on which the purchaser pays'),
  define(ofPurchase, 'block', 'payButton', 'Button with that link'),
  define(['presenter'], 'link', 'presenter.link', "The presenter's own way in"),
  define(['presenter'], 'block', 'presenterButton', 'Button with that link'),
]

/** The placeholders of a kind of letter, by name. */
export function placeholdersOf(kind: LetterKind): ReadonlyMap<string, Placeholder> {
  const topic = topicOf(kind)
  const mine = placeholders.filter(
    ({ topics }) => topics.includes('event') || topics.includes(topic),
  )
  return new Map(mine.map((each) => [each.name, each]))
}
