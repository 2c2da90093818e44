/** What somebody changed at the provider, past the hub. Pure. */
import { localOf } from '#calendar'
import type { Webinar } from '#providers'
import { type DatesThere, differenceOfDates, isSameTime } from './difference-of-dates.ts'
import type { Difference, WholeMeeting } from './meeting.ts'

/** More are counted, not named: the column holds 2,000 characters. */
const mostDates = 10

/**
 * Undefined: as far as the provider tells, it has what the hub told it. The times of a series are
 * compared date by date, where it lists them: as a whole, providers name its first date, its next one
 * or none.
 */
export function differenceOf(
  { standsAs }: Webinar,
  meeting: WholeMeeting,
  noticedOn: Date,
  there?: DatesThere,
): Difference | undefined {
  const { zone, recurrence } = meeting
  const title = isSameTitle(meeting.title, standsAs?.title) ? undefined : standsAs?.title
  const local = (time: Date | undefined, own: string) => {
    if (time === undefined || recurrence !== undefined) return undefined
    return isSameTime(own, time, zone) ? undefined : localOf(time, zone)
  }
  const start = local(standsAs?.start, meeting.start)
  const end = local(standsAs?.end, meeting.end)
  const dates = there === undefined ? [] : differenceOfDates(meeting, there)
  const isSame = title === undefined && start === undefined && end === undefined
  if (isSame && dates.length === 0) return undefined
  return { noticedOn, title, start, end, ...named(dates) }
}

function named(dates: Difference['dates'] & object): Pick<Difference, 'dates' | 'moreDates'> {
  if (dates.length === 0) return {}
  const more = dates.length - mostDates
  return { dates: dates.slice(0, mostDates), ...(more > 0 ? { moreDates: more } : {}) }
}

/** Vendors cut long titles and trim them. */
function isSameTitle(own: string, theirs: string | undefined): boolean {
  if (theirs === undefined) return true
  const [mine, there] = [own, theirs].map((title) => title.replace(/\s+/g, ' ').trim())
  return mine === there || (there !== undefined && there.length >= 60 && !!mine?.startsWith(there))
}
