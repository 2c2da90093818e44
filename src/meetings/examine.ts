/**
 * What is wrong with a wish, each thing at its field, and what people should know before they save.
 * Pure: nothing is stored and no provider is asked.
 */
import { durationMinutes, instantOf, isZone, resolveLocal } from '#calendar'
import { datesOf, type MeetingDate, mostDates } from './dates.ts'
import { checkPeople } from './examine-people.ts'
import { checkRecurrence, isSeries } from './examine-recurrence.ts'
import { draftPlan } from './plan-room.ts'
import type { AccountFacts, MeetingWish, Remark } from './wish.ts'

export interface Examination {
  /** Empty: it can be saved. */
  readonly problems: readonly Remark[]
  /** What happens all the same: what the provider leaves out, dates at changes of clocks. */
  readonly notices: readonly Remark[]
  /** All dates; empty where start, end, zone or recurrence are wrong. */
  readonly dates: readonly MeetingDate[]
}

export interface Circumstances {
  readonly now: Date
  readonly account: AccountFacts
  /** When the meeting begins as it is now; a series that runs may keep it. */
  readonly currentStart?: Date | undefined
}

export function examine(wish: MeetingWish, around: Circumstances): Examination {
  const problems = [
    ...checkTexts(wish),
    ...checkPassword(wish, around.account),
    ...checkPeople(wish),
    ...checkTimes(wish, around),
  ]
  if (problems.some(({ field }) => timeFields.has(field))) {
    return { problems, notices: noticesOf(wish, around, []), dates: [] }
  }
  problems.push(...checkRecurrence(wish, around.account))
  if (problems.some(({ field }) => field.startsWith('recurrence'))) {
    return { problems, notices: noticesOf(wish, around, []), dates: [] }
  }
  const dates = datesOf({ ...wish, zone: wish.timeZone, recurrence: wish.recurrence })
  problems.push(...checkDates(wish, dates), ...checkPlan(wish, around.account))
  return { problems, notices: noticesOf(wish, around, dates), dates }
}

const timeFields = new Set(['start', 'end', 'timeZone'])

/** Line breaks in a title would end the header of a mail. */
function checkTexts({ title, password, description }: MeetingWish): Remark[] {
  const found: Remark[] = []
  if (title.trim() === '') found.push({ field: 'title', message: 'Give the meeting a title.' })
  if (/\p{Cc}/u.test(title)) {
    found.push({ field: 'title', message: 'The title has a line break or a control character.' })
  }
  if (password !== undefined && /[\s\p{Cc}]/u.test(password)) {
    found.push({ field: 'password', message: 'The password has a blank or a control character.' })
  }
  if (description?.includes('\0')) {
    found.push({ field: 'description', message: 'The description has a null character.' })
  }
  return found
}

function checkTimes(wish: MeetingWish, { now, account, currentStart }: Circumstances): Remark[] {
  const { start, end, timeZone } = wish
  if (!isZone(timeZone)) {
    const message = `There is no time zone "${timeZone}". Choose one such as Europe/Berlin.`
    return [{ field: 'timeZone', message }]
  }
  const found = (['start', 'end'] as const).flatMap((field) => checkTime(wish, field))
  if (found.length > 0) return found
  const startsAt = instantOf(start, timeZone)
  const isUnchanged = currentStart?.getTime() === startsAt.getTime()
  if (startsAt <= now && !isUnchanged) {
    return [{ field: 'start', message: `${spoken(start)} in ${timeZone} is over.` }]
  }
  const minutes = durationMinutes(start, end, timeZone)
  if (instantOf(end, timeZone) <= startsAt) {
    return [{ field: 'end', message: `The meeting ends before it begins, at ${spoken(end)}.` }]
  }
  const most = account.mostMinutes ?? dayMinutes
  if (minutes <= most) return []
  const message = `The meeting would take ${minutes} minutes; ${account.name} allows ${most}.`
  return [{ field: 'end', message }]
}

const dayMinutes = 1440

/** A time that clocks skip, or that is no time at all. */
export function checkTime(
  { timeZone, ...times }: Pick<MeetingWish, 'start' | 'end' | 'timeZone'>,
  field: 'start' | 'end',
): Remark[] {
  const time = times[field]
  const readable = isReadable(time)
  if (!readable) {
    return [{ field, message: `"${time}" is no date and time such as 2026-12-24T15:00:00.` }]
  }
  const resolved = resolveLocal(time, timeZone)
  if (resolved.kind !== 'gap') return []
  const message = `${spoken(time)} does not exist in ${timeZone}: clocks go forward and show ${resolved.shownAs.slice(11, 16)} then.`
  return [{ field, message }]
}

function isReadable(time: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(time)) return false
  try {
    return Temporal.PlainDateTime.from(time).toString({ smallestUnit: 'second' }) === time
  } catch {
    // Temporal's only way to say "no" is a RangeError; the caller gets the answer, nothing is lost.
    return false
  }
}

/** A date that ends after the next has begun would be two meetings in one room. */
function checkDates(wish: MeetingWish, dates: readonly MeetingDate[]): Remark[] {
  if (dates.length > mostDates) {
    const message = `The series has more than ${mostDates} dates. Let it end earlier.`
    return [{ field: 'recurrence', message }]
  }
  const at = dates.findIndex((date, index) => {
    const next = dates[index + 1]
    return next !== undefined && next.startsAt < date.endsAt
  })
  const next = dates[at + 1]
  if (at === -1 || next === undefined) return []
  const message = `The date of ${spoken(dates[at]?.start ?? wish.start)} would not be over when that of ${spoken(next.start)} begins.`
  return [{ field: 'end', message }]
}

function checkPassword({ password }: MeetingWish, account: AccountFacts): Remark[] {
  if (password === undefined || account.capabilities.password) return []
  const message = `${account.provider} takes no password for a meeting. Leave it empty.`
  return [{ field: 'password', message }]
}

function checkPlan(wish: MeetingWish, { planFault }: AccountFacts): Remark[] {
  const fault = planFault?.(draftPlan(wish))
  return fault === undefined ? [] : [{ field: fault.about, message: fault.message }]
}

function noticesOf(
  wish: MeetingWish,
  { account }: Circumstances,
  dates: readonly MeetingDate[],
): Remark[] {
  const { capabilities, provider } = account
  const notices: Remark[] = []
  if (wish.cohosts.length > 0 && !capabilities.cohosts) {
    const message = `${provider} is not told of co-hosts in advance. Their own link lets them in with more rights where it knows any.`
    notices.push({ field: 'cohosts', message })
  }
  if (wish.cohosts.length > 0 && account.mailsCohosts) {
    const message = `${provider} writes to co-hosts itself with this account, so the hub does not.`
    notices.push({ field: 'cohosts', message })
  }
  if (!capabilities.update) {
    const message = `${provider} cannot change a meeting. A later change makes a new one there; links and calendar entries stay.`
    notices.push({ field: 'configurationId', message })
  }
  if (!capabilities.delete) {
    const message = `${provider} cannot delete a meeting. After a cancellation it stays there until somebody deletes it by hand; nobody is let in by the hub.`
    notices.push({ field: 'configurationId', message })
  }
  return [
    ...notices,
    ...(isSeries(wish) && !capabilities.singleDates ? [seriesNotice(provider)] : []),
    ...clocks(wish, dates),
  ]
}

const seriesNotice = (provider: string): Remark => ({
  field: 'recurrence',
  message: `Single dates that are moved or cancelled later change in everybody's calendar and in the hub; the list at ${provider} keeps the dates of the rule. The link works at the new time.`,
})

/** The hour that clocks skip or show twice, for the dates it falls on. */
function clocks({ timeZone }: MeetingWish, dates: readonly MeetingDate[]): Remark[] {
  return dates.flatMap(({ start }) => {
    const resolved = resolveLocal(start, timeZone)
    if (resolved.kind === 'exact') return []
    const message =
      resolved.kind === 'gap'
        ? `On ${start.slice(0, 10)} clocks in ${timeZone} skip ${start.slice(11, 16)}; the meeting begins when they show ${resolved.shownAs.slice(11, 16)}.`
        : `On ${start.slice(0, 10)} clocks in ${timeZone} show ${start.slice(11, 16)} twice; the meeting begins the first time.`
    return [{ field: 'start', message }]
  })
}

/** 2026-12-24 15:00. */
export const spoken = (time: string) => time.slice(0, 16).replace('T', ' ')
