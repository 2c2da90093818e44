/** A wish as columns of the row. Pure. */
import { toRRule } from '#calendar'
import { datesOf, spanOf } from './dates.ts'
import { withDays } from './examine-recurrence.ts'
import { letterLanguages } from './letter-texts.ts'
import type { Exception } from './meeting.ts'
import type { MeetingWish } from './wish.ts'

/** What people see of a meeting; a wish that `examine` found possible. */
export function visibleColumns(wish: MeetingWish, exceptions: readonly Exception[]) {
  const recurrence = withDays(wish.recurrence, wish.start)
  const { start, end, timeZone: zone } = wish
  const span = spanOf(datesOf({ start, end, zone, recurrence }, exceptions))
  if (span === undefined) throw new TypeError('A meeting has at least one date.')
  return {
    gr_name: wish.title.trim(),
    gr_description: wish.description?.trim() || null,
    gr_start: start,
    gr_end: end,
    gr_timezone: zone,
    gr_recurrencerule: (recurrence && toRRule(recurrence, zone)) ?? null,
    gr_password: wish.password || null,
    gr_language: languageOf(wish.language),
    gr_startson: span.from,
    gr_endson: span.to,
  }
}

/** The tag as it is always written; English where the hub has no texts in it. */
export function languageOf(tag: string | undefined): string {
  const canonical = canonicalTag(tag ?? 'en')
  return letterLanguages.includes(canonical.split('-')[0] ?? '') ? canonical : 'en'
}

function canonicalTag(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en'
  } catch {
    // Its only way to say "no" is a RangeError; letters are in English then.
    return 'en'
  }
}

/** Empty texts of a form are no texts. */
export function tidy(wish: MeetingWish): MeetingWish {
  const people = (list: MeetingWish['attendees']) =>
    list.map((person) => ({
      ...person,
      email: person.email.trim(),
      name: person.name?.trim() || undefined,
    }))
  return {
    ...wish,
    start: withSeconds(wish.start),
    end: withSeconds(wish.end),
    recurrence: wish.recurrence?.frequency === 'once' ? undefined : wish.recurrence,
    password: wish.password || undefined,
    description: wish.description?.trim() || undefined,
    attendees: people(wish.attendees),
    cohosts: people(wish.cohosts),
  }
}

/** A datetime-local field of a browser gives no seconds. */
export const withSeconds = (time: string) =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(time) ? `${time}:00` : time
