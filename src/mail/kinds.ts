/** Why letters are written, to whom, and what their templates may name. */
import { option } from '#database'

export const mailKind = {
  confirmation: option(100000000, 'Confirmation'),
  purchaserConfirmation: option(100000001, 'Confirmation for the purchaser'),
  waitlistJoined: option(100000002, 'On the waitlist'),
  waitlistInvitation: option(100000003, 'Invitation from the waitlist'),
  waitlistRegistered: option(100000004, 'Registered from the waitlist'),
  paymentWaiting: option(100000005, 'Purchase waits for payment'),
  paymentPaid: option(100000006, 'Purchase paid'),
  paymentExpired: option(100000007, 'Purchase expired'),
  reminder: option(100000008, 'Reminder'),
  change: option(100000009, 'Event changed'),
  cancellation: option(100000010, 'Registration cancelled'),
  eventCancelled: option(100000011, 'Event cancelled'),
  presenterLink: option(100000012, "Presenter's link"),
} as const

export type LetterKind = keyof typeof mailKind

export const letterKinds = Object.keys(mailKind) as readonly LetterKind[]

/** What a letter is about; decides which placeholders it has. */
export type Topic = 'event' | 'registration' | 'waitlist' | 'purchase' | 'presenter'

const topics: Readonly<Record<LetterKind, Topic>> = {
  confirmation: 'registration',
  purchaserConfirmation: 'purchase',
  waitlistJoined: 'waitlist',
  waitlistInvitation: 'waitlist',
  waitlistRegistered: 'registration',
  paymentWaiting: 'purchase',
  paymentPaid: 'purchase',
  paymentExpired: 'purchase',
  reminder: 'registration',
  change: 'registration',
  cancellation: 'registration',
  eventCancelled: 'registration',
  presenterLink: 'presenter',
}

export const topicOf = (kind: LetterKind): Topic => topics[kind]

export function kindOfValue(value: unknown): LetterKind | undefined {
  return letterKinds.find((kind) => mailKind[kind].value === value)
}

/** Letters that put an entry into calendars, change it, or take it out again. */
export const calendarMethods: Partial<Record<LetterKind, 'REQUEST' | 'CANCEL'>> = {
  confirmation: 'REQUEST',
  waitlistRegistered: 'REQUEST',
  change: 'REQUEST',
  cancellation: 'CANCEL',
  eventCancelled: 'CANCEL',
}
