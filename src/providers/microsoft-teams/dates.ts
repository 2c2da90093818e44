/** Single dates of a series: Graph calls them instances, events of their own that are changed and deleted. */
import type { Account, SeriesDate, SeriesDates } from '../contract.ts'
import { ProviderError, unsupported } from '../provider-error.ts'
import * as client from './client.ts'
import { type MeetingKey, toPlace } from './place.ts'
import { requireEvent } from './plan-meeting.ts'
import { instantIn, toZonedTime } from './recurrence.ts'
import { readDeletion } from './send.ts'
import { providerId } from './settings.ts'
import type { ZonedTime } from './wire.ts'

const dayMs = 86_400_000

export const datesOf = (account: Account): SeriesDates => ({
  async move(webinarId, date, { start, end }) {
    const meeting = meetingIn(webinarId)
    const dates = await listed(account, meeting, [...placesOf(date), start])
    if (dates.some((each) => isAt(each, start))) return
    const found = dates.find((each) => placesOf(date).some((place) => isAt(each, place)))
    if (found === undefined) throw missingDate(date)
    const times = { start: toZonedTime(start, 'UTC'), end: toZonedTime(end, 'UTC') }
    client.readEvent(await client.askEventChange(account, meeting.organizer, found.id, times))
  },
  async cancel(webinarId, date) {
    const meeting = meetingIn(webinarId)
    const dates = await listed(account, meeting, placesOf(date))
    const found = dates.find((each) => placesOf(date).some((place) => isAt(each, place)))
    if (found === undefined) return
    readDeletion(await client.askEventDeletion(account, meeting.organizer, found.id))
  },
})

/** Webinars of Teams take place once. */
function meetingIn(webinarId: string): MeetingKey {
  const place = toPlace(webinarId)
  if (place.kind === 'meeting') return place
  throw unsupported(providerId, 'change single dates of a webinar')
}

interface ListedDate {
  readonly id: string
  readonly start: ZonedTime
}

const placesOf = ({ original, movedTo }: SeriesDate) =>
  movedTo === undefined ? [original] : [movedTo, original]

const isAt = ({ start }: ListedDate, time: Date) => instantIn(start).getTime() === time.getTime()

async function listed(
  account: Account,
  meeting: MeetingKey,
  times: readonly Date[],
): Promise<readonly ListedDate[]> {
  const moments = times.map((time) => time.getTime())
  const from = new Date(Math.min(...moments) - dayMs)
  const to = new Date(Math.max(...moments) + dayMs)
  const { id } = await requireEvent(account, meeting)
  return await client.instancesOf(account, meeting.organizer, id, { from, to })
}

const missingDate = ({ original }: SeriesDate) =>
  new ProviderError('not-found', {
    provider: providerId,
    message: `Teams has no date of the series at ${original.toISOString()}.`,
  })
