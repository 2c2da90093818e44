/** Who is invited, as rows: those that are new, those that are not wanted any more, those that return. */
import type { Tx } from '#database'
import type { Caller, Pipeline, Request, Values } from '#pipeline'
import type { Guest, Role } from './meeting.ts'
import { meetingRole } from './tables.ts'
import type { MeetingWish, PersonWish } from './wish.ts'

interface Wanted extends PersonWish {
  readonly role: Role
}

interface HostOf {
  readonly name: string | undefined
  readonly email: string | undefined
}

/** The host comes first: who is host is not written to a second time as attendee. */
export function wantedGuests(wish: MeetingWish, host: HostOf): Wanted[] {
  const people: Wanted[] = [
    ...(host.email === undefined
      ? []
      : [{ email: host.email, name: host.name, role: 'host' as const }]),
    ...wish.cohosts.map((person) => ({ ...person, role: 'cohost' as const })),
    ...wish.attendees.map((person) => ({ ...person, role: 'attendee' as const })),
  ]
  const seen = new Set<string>()
  return people.filter(({ email }) => {
    const key = email.toLowerCase()
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** What has to be written; empty: the same people as before. */
export function guestRequests(
  meetingId: string,
  before: readonly Guest[],
  wanted: readonly Wanted[],
): Request[] {
  const known = new Map(before.map((guest) => [guest.email.toLowerCase(), guest]))
  const kept = new Set(wanted.map(({ email }) => email.toLowerCase()))
  const gone = before.filter((guest) => !guest.isRemoved && !kept.has(guest.email.toLowerCase()))
  return [
    ...wanted.flatMap((person) => {
      const guest = known.get(person.email.toLowerCase())
      if (guest === undefined) return [creation(meetingId, person)]
      const target = difference(guest, person)
      return target === undefined ? [] : [update(guest.id, target)]
    }),
    ...gone.map(({ id }) => update(id, { gr_isremoved: true })),
  ]
}

function creation(meetingId: string, person: Wanted): Request {
  return {
    message: 'Create',
    table: 'gr_meetingattendee',
    internal: true,
    target: {
      gr_meetingid: meetingId,
      gr_email: person.email,
      gr_name: person.name?.slice(0, 200) ?? null,
      gr_role: meetingRole[person.role].value,
      gr_contactid: person.contactId ?? null,
      gr_accountpersonid: person.accountPersonId ?? null,
      gr_isremoved: false,
    },
  }
}

function difference(guest: Guest, person: Wanted): Values | undefined {
  const target: Values = {}
  if (guest.isRemoved) target.gr_isremoved = false
  if (guest.role !== person.role) target.gr_role = meetingRole[person.role].value
  if (person.name !== undefined && person.name !== guest.name) target.gr_name = person.name
  return Object.keys(target).length === 0 ? undefined : target
}

const update = (id: string, target: Values): Request => ({
  message: 'Update',
  table: 'gr_meetingattendee',
  id,
  internal: true,
  target,
})

export async function writeAll(
  pipeline: Pipeline,
  tx: Tx,
  caller: Caller,
  requests: readonly Request[],
): Promise<void> {
  for (const request of requests) await pipeline.executeIn(tx, caller, request)
}
