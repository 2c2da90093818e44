/** Single dates of a series: Webex lists them as meetings of their own, which are changed and deleted. */
import type { Account, SeriesDate, SeriesDates } from '../contract.ts'
import { allPages } from '../pages.ts'
import * as client from './client.ts'
import { missingDate, toWebexTime } from './mapping.ts'

const dayMs = 86_400_000

export const datesOf = (account: Account): SeriesDates => ({
  async move(webinarId, date, { start, end }) {
    const dates = await listed(account, webinarId, [...placesOf(date), start])
    if (dates.some((each) => isAt(each, start))) return
    const found = dates.find((each) => placesOf(date).some((place) => isAt(each, place)))
    if (found === undefined) throw missingDate(date)
    const times = { start: toWebexTime(start), end: toWebexTime(end) }
    client.readMeeting(await client.askChange(account, found.id, times))
  },
  async cancel(webinarId, date) {
    const dates = await listed(account, webinarId, placesOf(date))
    const found = dates.find((each) => placesOf(date).some((place) => isAt(each, place)))
    if (found !== undefined) client.readDeletion(await client.askDeletion(account, found.id))
  },
})

interface ListedDate {
  readonly id: string
  readonly start?: string | undefined
}

const placesOf = ({ original, movedTo }: SeriesDate) =>
  movedTo === undefined ? [original] : [movedTo, original]

/** Webex reckons in minutes. */
const isAt = ({ start = '' }: ListedDate, time: Date) =>
  Date.parse(start) === Date.parse(toWebexTime(time))

/** Around the times in question: without bounds Webex looks a week ahead only. */
async function listed(
  account: Account,
  meetingSeriesId: string,
  times: readonly Date[],
): Promise<readonly ListedDate[]> {
  const moments = times.map((time) => time.getTime())
  const pages = await allPages(client.providerId, async (next) => {
    const exchange =
      next === undefined
        ? await client.askMeetings(account, {
            meetingType: 'scheduledMeeting',
            meetingSeriesId,
            from: new Date(Math.min(...moments) - dayMs).toISOString(),
            to: new Date(Math.max(...moments) + dayMs).toISOString(),
          })
        : await client.askNextPage(account, next)
    return client.pageIn(exchange, client.readMeetings(exchange))
  })
  return pages.flatMap(({ items }) => items)
}
