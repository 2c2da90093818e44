/** What the provider is told about a meeting. Pure. */
import { createHash } from 'node:crypto'
import { instantOf } from '#calendar'
import type { WebinarPlan } from '#providers'
import { withDays } from './examine-recurrence.ts'
import type { Guest, Meeting } from './meeting.ts'
import type { MeetingWish } from './wish.ts'

interface Telling {
  readonly creationKey: string
  /** Whoever plans at the vendor under their own name is host there already. */
  readonly hostActs: boolean
}

export function planOf(
  meeting: Meeting & { readonly guests: readonly Guest[] },
  { creationKey, hostActs }: Telling,
): WebinarPlan {
  const { host, title, description, password, zone, language } = meeting
  const cohosts = meeting.guests.filter(({ role, isRemoved }) => role === 'cohost' && !isRemoved)
  const producer =
    hostActs || host.email === undefined
      ? undefined
      : { name: host.name ?? host.email, email: host.email }
  return {
    ...unusual,
    idempotencyKey: creationKey,
    title,
    description,
    start: instantOf(meeting.start, zone),
    end: instantOf(meeting.end, zone),
    timeZone: zone,
    language,
    recurrence: meeting.recurrence,
    password,
    producer,
    presenters: cohosts
      .map(({ id, name, email }) => ({ externalId: id, name: name ?? email, email }))
      .toSorted((a, b) => (a.email < b.email ? -1 : 1)),
  }
}

/** A wish as the provider would hear it, before anything is saved. Times and zone are right. */
export function draftPlan(wish: MeetingWish): WebinarPlan {
  return {
    ...unusual,
    idempotencyKey: 'draft',
    title: wish.title,
    description: wish.description,
    start: instantOf(wish.start, wish.timeZone),
    end: instantOf(wish.end, wish.timeZone),
    timeZone: wish.timeZone,
    language: wish.language,
    recurrence: withDays(wish.recurrence, wish.start),
    password: wish.password,
    producer: undefined,
    presenters: wish.cohosts.map(({ email, name }) => ({
      externalId: email,
      name: name ?? email,
      email,
    })),
  }
}

/** What events have and meetings have not. */
const unusual = {
  kind: 'event',
  webinarType: undefined,
  pastedUrl: undefined,
  maxAttendees: undefined,
} as const

/** Equal fingerprints: the provider was told this already. */
export function fingerprintOf(plan: WebinarPlan): string {
  const { idempotencyKey: _key, ...told } = plan
  return createHash('sha256').update(JSON.stringify(told)).digest('hex')
}
