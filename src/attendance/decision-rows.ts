/** SQL on what persons decided about unmatched people. */
import { sql } from 'kysely'
import type { Db } from '#database'
import type { Occasion } from '#events'
import { attendanceDecision } from './choices.ts'

export interface StandingDecision {
  readonly personKey: string
  /** One of `attendanceDecision`. */
  readonly decision: number
  /** The event registration, where the person was assigned to one. */
  readonly registrationId: string | undefined
  readonly reason: string
  readonly decidedOn: Date
  readonly decidedBy: string | undefined
}

interface DecisionRow {
  personkey: string
  decision: number
  registrationid: string | null
  reason: string
  decidedon: Date
  decidedby: string | null
}

type Scope = Pick<Occasion, 'table' | 'id' | 'eventId'>

const sessionOf = ({ table, id }: Scope) => (table === 'msevtmgt_session' ? id : null)

/** Every decision, oldest first. */
export async function decisionsOf(db: Db, scope: Scope): Promise<StandingDecision[]> {
  const { rows } = await sql<DecisionRow>`
    select d.personkey, d.decision, d.registrationid, d.reason, d.decidedon,
      u.fullname as decidedby
    from gr_attendancedecision d left join systemuser u on u.systemuserid = d.createdby
    where d.eventid = ${scope.eventId} and d.sessionid is not distinct from ${sessionOf(scope)}::uuid
    order by d.versionnumber`.execute(db)
  return rows.map((row) => ({
    personKey: row.personkey,
    decision: row.decision,
    registrationId: row.registrationid ?? undefined,
    reason: row.reason,
    decidedOn: row.decidedon,
    decidedBy: row.decidedby ?? undefined,
  }))
}

/** What stands now, by person; who was opened again is not among them. */
export async function standingDecisions(
  db: Db,
  scope: Scope,
): Promise<Map<string, StandingDecision>> {
  const standing = new Map<string, StandingDecision>()
  for (const each of await decisionsOf(db, scope)) standing.set(each.personKey, each)
  for (const [key, { decision }] of standing) {
    if (decision === attendanceDecision.reopened.value) standing.delete(key)
  }
  return standing
}
