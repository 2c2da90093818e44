/**
 * Names a person whom a provider reported and the hub could not match, so that a decision about
 * them holds for their other stays and for later reports. Built from the provider's registrant id or
 * the e-mail; who has neither (a caller by phone) is one stay of one record. Never from a name.
 */
import type { AttendanceItem } from '#providers'
import { digestOf } from './assess-record.ts'

export function personKeyOf(webinar: string, item: AttendanceItem): string {
  if (item.registrantId !== undefined && item.registrantId !== '') {
    return digestOf(['registrant', webinar, item.registrantId])
  }
  const email = emailOf(item)
  if (email !== undefined) return digestOf(['email', email])
  return digestOf(['stay', webinar, item.stayId, item.joinedAt?.getTime(), presenceIn(item.raw)])
}

export function emailOf({ email }: AttendanceItem): string | undefined {
  const text = email?.trim().toLowerCase()
  return text === '' ? undefined : text
}

const nameMembers = ['name', 'displayName', 'user_name', 'userName', 'fullName', 'full_name']
const idMembers = ['id', 'user_id', 'userId', 'userID', 'participantId', 'participant_id']

/** What people read in the list; it decides nothing. */
export function displayNameIn(raw: unknown): string | undefined {
  return firstText(raw, nameMembers)
}

/** Tells apart two callers who join in the same second. */
function presenceIn(raw: unknown): readonly unknown[] {
  return [firstText(raw, idMembers), firstText(raw, nameMembers)]
}

function firstText(raw: unknown, members: readonly string[]): string | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined
  const record = raw as Readonly<Record<string, unknown>>
  for (const member of members) {
    const value = record[member]
    if (typeof value === 'string' && value.trim() !== '') return value.trim().slice(0, 200)
    if (typeof value === 'number') return String(value)
    if (typeof value === 'object' && value !== null) {
      const inner = firstText(value, nameMembers)
      if (inner !== undefined) return inner
    }
  }
  return undefined
}
