/** Single dates of a series: Zoom calls them occurrences and gives each an id. */
import type { Account, DateThere, SeriesDate, SeriesDates } from '../contract.ts'
import * as client from './client.ts'
import { missingDate, toMeeting } from './mapping.ts'
import { toZoomTime } from './recurrence.ts'

export const datesOf = (account: Account): SeriesDates => ({
  async move(webinarId, date, { start, end }) {
    const meeting = toMeeting(webinarId)
    const dates = (await listed(account, meeting)) ?? []
    const duration = Math.round((end.getTime() - start.getTime()) / 60_000)
    const lasts = (each: ListedDate) => (each.duration ?? duration) === duration
    if (dates.some((each) => isAt(each, start) && lasts(each))) return
    const found = dates.find((each) => placesOf(date).some((place) => isAt(each, place)))
    if (found?.occurrence_id === undefined) throw missingDate(date)
    const body = { start_time: toZoomTime(start), duration }
    client.readDone(await client.askDateChange(account, meeting, found.occurrence_id, body))
  },
  async cancel(webinarId, date) {
    const meeting = toMeeting(webinarId)
    const dates = (await listed(account, meeting)) ?? []
    const found = dates.find((each) => placesOf(date).some((place) => isAt(each, place)))
    if (found?.occurrence_id === undefined) return
    client.readDeletion(await client.askDateDeletion(account, meeting, found.occurrence_id))
  },
  async list(webinarId, { from, until }) {
    const dates = await listed(account, toMeeting(webinarId))
    return dates?.flatMap(toDateThere).filter(({ start }) => start >= from && start < until)
  },
})

interface ListedDate {
  readonly occurrence_id?: string | undefined
  readonly start_time?: string | undefined
  readonly duration?: number | undefined
  readonly status?: string | undefined
}

/** Dates that were taken out go on being listed; undefined: it is no series, or Zoom tells none. */
async function listed(
  account: Account,
  meeting: client.Meeting,
): Promise<readonly ListedDate[] | undefined> {
  const { occurrences } = client.readMeeting(await client.askMeeting(account, meeting))
  return occurrences?.filter(({ status }) => status !== 'deleted')
}

function toDateThere({ start_time, duration }: ListedDate): DateThere[] {
  const start = Date.parse(start_time ?? '')
  if (Number.isNaN(start)) return []
  const end = duration === undefined ? undefined : new Date(start + duration * 60_000)
  return [{ start: new Date(start), end }]
}

const placesOf = ({ original, movedTo }: SeriesDate) =>
  movedTo === undefined ? [original] : [movedTo, original]

const isAt = ({ start_time = '' }: ListedDate, time: Date) =>
  Date.parse(start_time) === time.getTime()
