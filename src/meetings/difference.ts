/** What somebody changed at the provider, past the hub. Pure. */
import { localOf } from '#calendar'
import type { Webinar } from '#providers'
import type { Difference, WholeMeeting } from './meeting.ts'

/**
 * Undefined: as far as the provider tells, it has what the hub told it. Times of a series are not
 * compared: providers name its first date, its next one or none.
 */
export function differenceOf(
  { standsAs }: Webinar,
  meeting: WholeMeeting,
  noticedOn: Date,
): Difference | undefined {
  if (standsAs === undefined) return undefined
  const { zone, recurrence } = meeting
  const title = isSameTitle(meeting.title, standsAs.title) ? undefined : standsAs.title
  const local = (time: Date | undefined, own: string) => {
    if (time === undefined || recurrence !== undefined) return undefined
    const there = localOf(time, zone)
    return there.slice(0, 16) === own.slice(0, 16) ? undefined : there
  }
  const start = local(standsAs.start, meeting.start)
  const end = local(standsAs.end, meeting.end)
  if (title === undefined && start === undefined && end === undefined) return undefined
  return { noticedOn, title, start, end }
}

/** Vendors cut long titles and trim them. */
function isSameTitle(own: string, theirs: string | undefined): boolean {
  if (theirs === undefined) return true
  const [mine, there] = [own, theirs].map((title) => title.replace(/\s+/g, ' ').trim())
  return mine === there || (there !== undefined && there.length >= 60 && !!mine?.startsWith(there))
}
