/** People of the directory and what stands in the calendar, for tables that people query. */
import type {
  Account,
  Directory,
  DirectoryMeeting,
  DirectoryPerson,
  DirectoryRequest,
} from '../contract.ts'
import { rowReader } from '../directory-page.ts'
import * as client from './client.ts'
import type { Organizer } from './place.ts'
import { instantIn, instantOfZoned } from './recurrence.ts'
import { ask, askNextPage, type Question, readRows } from './send.ts'
import { choicesOf } from './settings.ts'
import { ownWebinarsQuestion } from './webinar-client.ts'
import * as wire from './wire.ts'

export const directoryOf = (account: Account): Directory => ({
  people: (request) => people(account, request),
  meetings: (request) => meetings(account, request),
})

/** Graph tells no times of change of people, so all of them are told each time. */
async function people(account: Account, { cursor }: DirectoryRequest) {
  const { rows, next } = await pageOf(account, client.peopleQuestion(account), cursor)
  return readPeople(rows, next)
}

/** Begins the cursor of the second list. */
const webinars = 'webinars '

/** First the calendar, then the webinars, which stand in no list of the calendar. */
async function meetings(account: Account, { since, cursor }: DirectoryRequest) {
  if (cursor?.startsWith(webinars)) {
    const address = cursor.slice(webinars.length) || undefined
    const { rows, next } = await pageOf(account, ownWebinarsQuestion, address)
    return readWebinars(rows, next === undefined ? undefined : webinars + next)
  }
  const question = client.calendarQuestion(await ownerOf(account, cursor), since)
  const { rows, next } = await pageOf(account, question, cursor)
  const { hasWebinars } = choicesOf(account)
  return readEvents(rows, next ?? (hasWebinars ? webinars : undefined))
}

/** An application lists the calendar of the organiser; further pages have addresses of their own. */
async function ownerOf(account: Account, cursor: string | undefined): Promise<Organizer> {
  const { organizer } = choicesOf(account)
  if (organizer === undefined || cursor !== undefined) return 'me'
  return { userId: client.readUser(await client.askUser(account, organizer)).id }
}

async function pageOf(account: Account, question: Question, address: string | undefined) {
  const exchange =
    address === undefined
      ? await ask(account, question)
      : await askNextPage(account, question, address)
  const reply = readRows(exchange)
  return { rows: reply.value, next: reply['@odata.nextLink'] }
}

const readPeople = rowReader(
  wire.listedPerson,
  (row): DirectoryPerson => ({
    id: row.id,
    name: row.displayName,
    email: row.mail ?? row.userPrincipalName ?? undefined,
    state: undefined,
    changedOn: undefined,
  }),
)

const readEvents = rowReader(
  wire.listedEvent,
  (row): DirectoryMeeting => ({
    id: row.id,
    title: row.subject ?? '',
    start: instantIn(row.start),
    end: instantIn(row.end),
    timeZone: row.originalStartTimeZone ?? undefined,
    hostEmail: row.organizer?.emailAddress.address ?? undefined,
    state: row.isCancelled ? 'cancelled' : 'planned',
    webLink: row.onlineMeeting?.joinUrl ?? row.webLink ?? undefined,
    changedOn: row.lastModifiedDateTime ? new Date(row.lastModifiedDateTime) : undefined,
  }),
)

const readWebinars = rowReader(
  wire.webinarReply,
  (row): DirectoryMeeting => ({
    id: row.id,
    title: row.displayName ?? '',
    start: instantOfZoned(row.startDateTime),
    end: instantOfZoned(row.endDateTime),
    timeZone: row.startDateTime.timeZone,
    hostEmail: undefined,
    state: row.status,
    webLink: undefined,
    changedOn: undefined,
  }),
)
