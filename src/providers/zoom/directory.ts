/** People of the account and what its host has planned, for tables that people query. */
import type {
  Account,
  Directory,
  DirectoryMeeting,
  DirectoryPage,
  DirectoryPerson,
} from '../contract.ts'
import { rowReader } from '../directory-page.ts'
import * as client from './client.ts'
import { toDate, toWebinarId } from './mapping.ts'
import { choicesOf, type Kind } from './settings.ts'
import * as wire from './wire.ts'

export const directoryOf = (account: Account): Directory => ({
  people: ({ cursor }) => people(account, cursor),
  meetings: ({ cursor }) => meetings(account, cursor),
})

/** Zoom tells no times of change, so all rows are told each time. */
async function people(
  account: Account,
  cursor: string | undefined,
): Promise<DirectoryPage<DirectoryPerson>> {
  const reply = client.readDirectory(await client.askUsers(account, cursor))
  return readPeople(reply.users ?? [], reply.next_page_token || undefined)
}

/**
 * Of the host, under whom everything is planned. Meetings and webinars are two lists, so the cursor
 * says which one is being read; without the add-on for webinars Zoom refuses the second one.
 */
async function meetings(
  account: Account,
  cursor: string | undefined,
): Promise<DirectoryPage<DirectoryMeeting>> {
  const { kind: planned, host } = choicesOf(account)
  const [kind, page] = placeOf(cursor)
  const reply = client.readDirectory(await client.askMeetings(account, kind, page))
  const next = reply.next_page_token
    ? `${kind} ${reply.next_page_token}`
    : kind === 'meetings' && planned === 'webinars'
      ? 'webinars '
      : undefined
  return readMeetings[kind](reply[kind] ?? [], next, host)
}

function placeOf(cursor: string | undefined): readonly [Kind, string | undefined] {
  const [, kind, page] = /^(meetings|webinars) (.*)$/s.exec(cursor ?? '') ?? []
  return [kind === 'webinars' ? 'webinars' : 'meetings', page || undefined]
}

const readPeople = rowReader(
  wire.directoryUser,
  (row): DirectoryPerson => ({
    id: row.id,
    name: row.display_name || [row.first_name, row.last_name].filter(Boolean).join(' ') || row.id,
    email: row.email,
    state: row.status,
    changedOn: undefined,
  }),
)

const readRows = (kind: Kind) => {
  const read = rowReader(wire.directoryMeeting, (row): DirectoryMeeting => {
    const start = toDate(row.start_time)
    return {
      id: toWebinarId({ kind, id: String(row.id) }),
      title: row.topic ?? '',
      start,
      end: start && new Date(start.getTime() + (row.duration ?? 0) * 60_000),
      timeZone: row.timezone,
      hostEmail: undefined,
      state: undefined,
      webLink: row.join_url,
      changedOn: undefined,
    }
  })
  return (rows: readonly unknown[], next: string | undefined, hostEmail: string) => {
    const page = read(rows, next)
    return { ...page, items: page.items.map((item) => ({ ...item, hostEmail })) }
  }
}

const readMeetings = { meetings: readRows('meetings'), webinars: readRows('webinars') } as const
