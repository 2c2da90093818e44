/** People and meetings of the organisation, for tables that people query. */
import type {
  Account,
  Directory,
  DirectoryMeeting,
  DirectoryPerson,
  DirectoryRequest,
} from '../contract.ts'
import { rowReader } from '../directory-page.ts'
import * as client from './client.ts'
import * as wire from './wire.ts'

export const directoryOf = (account: Account): Directory => ({
  people: (request) => people(account, request),
  meetings: (request) => meetings(account, request),
})

/** The list has no filter by time of change, so the rows are chosen here. */
async function people(account: Account, { since, cursor }: DirectoryRequest) {
  const exchange =
    cursor === undefined
      ? await client.askPeople(account)
      : await client.askNextPage(account, cursor)
  const { items, next } = client.pageIn(exchange, client.readPeople(exchange))
  const page = readPeople(items, next)
  const isNews = ({ changedOn }: DirectoryPerson) =>
    since === undefined || changedOn === undefined || changedOn >= since
  return { ...page, items: page.items.filter(isNews) }
}

const dayMs = 86_400_000

/** Webex lists what lies between two days: the last year and the next one. It tells no changes. */
async function meetings(account: Account, { cursor }: DirectoryRequest) {
  const now = account.clock.now().getTime()
  const exchange =
    cursor === undefined
      ? await client.askMeetings(account, {
          meetingType: 'meetingSeries',
          from: new Date(now - 365 * dayMs).toISOString(),
          to: new Date(now + 365 * dayMs).toISOString(),
        })
      : await client.askNextPage(account, cursor)
  const { items, next } = client.pageIn(exchange, client.readListedMeetings(exchange))
  return readMeetings(items, next)
}

const readPeople = rowReader(
  wire.listedPerson,
  (row): DirectoryPerson => ({
    id: row.id,
    name: row.displayName ?? '',
    email: row.emails?.[0],
    state: row.loginEnabled === false ? 'disabled' : row.status,
    changedOn: dateOf(row.lastModified),
  }),
)

const readMeetings = rowReader(
  wire.listedMeeting,
  (row): DirectoryMeeting => ({
    id: row.id,
    title: row.title ?? '',
    start: dateOf(row.start),
    end: dateOf(row.end),
    timeZone: row.timezone,
    hostEmail: row.hostEmail,
    state: row.state,
    webLink: row.webLink,
    changedOn: undefined,
  }),
)

const dateOf = (text: string | undefined) => (text === undefined ? undefined : new Date(text))
