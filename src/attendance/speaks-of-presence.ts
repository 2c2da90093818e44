import { type RawBuilder, sql } from 'kysely'
import { evidenceSource } from './choices.ts'

/** SQL: a check-in, by its name in the query, is more than a click or a wait at the door. */
export function speaksOfPresence(checkin: string): RawBuilder<boolean> {
  return sql<boolean>`(${sql.ref(`${checkin}.gr_source`)} is distinct from
    ${evidenceSource.joinLink.value} and ${sql.ref(`${checkin}.gr_isinwaitingroom`)} is not true)`
}
