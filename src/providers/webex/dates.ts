/** Single dates of a series: Webex lists them as meetings of their own, which are changed and deleted. */
import type { Account, DateThere, SeriesDate, SeriesDates } from '../contract.ts'
import { allPages } from '../pages.ts'
import * as client from './client.ts'
import { missingDate, toWebexTime } from './mapping.ts'

const dayMs = 86_400_000

export const datesOf = (account: Account): SeriesDates => ({
  async move(webinarId, date, { start, end }) {
    const dates = await listed(account, webinarId, around([...placesOf(date), start]))
    const times = { start: toWebexTime(start), end: toWebexTime(end) }
    const lasts = (each: ListedDate) =>
      each.end === undefined || Date.parse(each.end) === Date.parse(times.end)
    if (dates.some((each) => isAt(each, start) && lasts(each))) return
    const found = dates.find((each) => placesOf(date).some((place) => isAt(each, place)))
    if (found === undefined) throw missingDate(date)
    client.readMeeting(await client.askChange(account, found.id, times))
  },
  async cancel(webinarId, date) {
    const dates = await listed(account, webinarId, around(placesOf(date)))
    const found = dates.find((each) => placesOf(date).some((place) => isAt(each, place)))
    if (found !== undefined) client.readDeletion(await client.askDeletion(account, found.id))
  },
  async list(webinarId, window) {
    const dates = (await listed(account, webinarId, window)).flatMap(toDateThere)
    // A series without a date is none; so an empty list is no answer.
    return dates.length === 0 ? undefined : dates.filter(({ start }) => isWithin(window, start))
  },
})

interface Window {
  readonly from: Date
  readonly until: Date
}

const isWithin = ({ from, until }: Window, time: Date) => time >= from && time < until

interface ListedDate {
  readonly id: string
  readonly start?: string | undefined
  readonly end?: string | undefined
}

function toDateThere({ start = '', end = '' }: ListedDate): DateThere[] {
  const [from, to] = [Date.parse(start), Date.parse(end)]
  if (Number.isNaN(from)) return []
  return [{ start: new Date(from), end: Number.isNaN(to) ? undefined : new Date(to) }]
}

const placesOf = ({ original, movedTo }: SeriesDate) =>
  movedTo === undefined ? [original] : [movedTo, original]

/** Webex reckons in minutes. */
const isAt = ({ start = '' }: ListedDate, time: Date) =>
  Date.parse(start) === Date.parse(toWebexTime(time))

function around(times: readonly Date[]): Window {
  const moments = times.map((time) => time.getTime())
  return {
    from: new Date(Math.min(...moments) - dayMs),
    until: new Date(Math.max(...moments) + dayMs),
  }
}

/** Without bounds Webex looks a week ahead only. */
async function listed(
  account: Account,
  meetingSeriesId: string,
  { from, until }: Window,
): Promise<readonly ListedDate[]> {
  const pages = await allPages(client.providerId, async (next) => {
    const exchange =
      next === undefined
        ? await client.askMeetings(account, {
            meetingType: 'scheduledMeeting',
            meetingSeriesId,
            from: from.toISOString(),
            to: until.toISOString(),
          })
        : await client.askNextPage(account, next)
    return client.pageIn(exchange, client.readMeetings(exchange))
  })
  return pages.flatMap(({ items }) => items)
}
