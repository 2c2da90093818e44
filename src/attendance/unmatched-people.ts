/** People whom a provider reported and nobody could match, for a person to decide about. */
import type { Db } from '#database'
import type { Occasion } from '#events'
import * as rows from './attendance-rows.ts'
import { attendanceDecision, evidenceSource } from './choices.ts'
import { decisionsOf, type StandingDecision } from './decision-rows.ts'
import { keptStay } from './kept-stay.ts'
import { type RefusedRow, unmatchedRecords } from './refused-rows.ts'

export type UnmatchedState = 'open' | 'assigned' | 'setAside'

export interface UnmatchedPerson {
  readonly personKey: string
  /** As the provider shows the person; nobody is matched by it. */
  readonly name: string
  readonly email: string | undefined
  /** The provider's id of the registrant. */
  readonly registrantId: string | undefined
  /** Why nobody could be matched, in words. */
  readonly explanation: string
  readonly state: UnmatchedState
  /** The event registration that the person is assigned to. */
  readonly registrationId: string | undefined
  /** Registrations with the very same e-mail, where there are several. */
  readonly candidates: readonly string[]
  readonly records: readonly UnmatchedRecord[]
  /** Every decision, oldest first. */
  readonly history: readonly PastDecision[]
}

export interface UnmatchedRecord {
  readonly id: string
  readonly from: Date | undefined
  readonly to: Date | undefined
  readonly minutes: number | undefined
  readonly inWaitingRoom: boolean
  readonly source: number
  readonly receivedOn: Date
  /** As the provider sent it. */
  readonly record: string
}

export interface PastDecision {
  readonly decision: keyof typeof attendanceDecision
  readonly registrationId: string | undefined
  readonly reason: string
  readonly decidedOn: Date
  readonly decidedBy: string | undefined
}

export async function unmatchedPeople(db: Db, occasion: Occasion): Promise<UnmatchedPerson[]> {
  const [records, decisions, attendees] = await Promise.all([
    unmatchedRecords(db, occasion),
    decisionsOf(db, occasion),
    rows.attendeesOf(db, occasion),
  ])
  const byEmail = Map.groupBy(
    attendees.filter(({ active }) => active),
    ({ email }) => email?.trim().toLowerCase() ?? '',
  )
  const history = Map.groupBy(decisions, ({ personKey }) => personKey)
  return [...Map.groupBy(records, (row) => row.personkey ?? '')].map(([personKey, own]) => {
    const email = own.find((row) => row.email !== null)?.email ?? undefined
    const same = email === undefined ? [] : (byEmail.get(email.trim().toLowerCase()) ?? [])
    return {
      ...personOf(personKey, own, history.get(personKey) ?? []),
      email,
      candidates: same.map(({ registrationId }) => registrationId),
    }
  })
}

function personOf(
  personKey: string,
  records: readonly RefusedRow[],
  history: readonly StandingDecision[],
): Omit<UnmatchedPerson, 'email' | 'candidates'> {
  const latest = history.at(-1)
  return {
    personKey,
    name: records[0]?.name ?? '',
    registrantId: records.find((row) => row.registrantid !== null)?.registrantid ?? undefined,
    explanation: records[0]?.explanation ?? '',
    state: stateAfter(latest?.decision),
    registrationId: latest?.registrationId,
    records: records.map(recordOf),
    history: history.map(({ personKey: _key, decision, ...others }) => ({
      decision: nameOf(decision),
      ...others,
    })),
  }
}

function stateAfter(decision: number | undefined): UnmatchedState {
  if (decision === undefined) return 'open'
  const name = nameOf(decision)
  return name === 'reopened' ? 'open' : name
}

function nameOf(decision: number): keyof typeof attendanceDecision {
  if (decision === attendanceDecision.assigned.value) return 'assigned'
  return decision === attendanceDecision.setAside.value ? 'setAside' : 'reopened'
}

function recordOf(row: RefusedRow): UnmatchedRecord {
  const { joinedAt, leftAt, ...item } = keptStay(row.stay ?? '{}', undefined)
  return {
    id: row.gr_refusedattendanceid,
    from: joinedAt,
    to: leftAt,
    minutes: item.viewingMinutes,
    inWaitingRoom: item.inWaitingRoom === true,
    source: row.source ?? evidenceSource.providerReport.value,
    receivedOn: row.receivedon,
    record: row.record,
  }
}
