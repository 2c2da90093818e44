import { sql } from 'kysely'
import type { Db } from '#database'

/** A question that the organiser of an event asks registrants. */
export interface RegistrationField {
  readonly eventId: string
  readonly id: string
  readonly text: string
  readonly type: number
  /** The event's own wish, otherwise the question's. */
  readonly isRequired: boolean
  readonly choices: readonly string[]
}

/** The questions of events, in the organiser's order. */
export async function fieldsOf(db: Db, eventIds: readonly string[]): Promise<RegistrationField[]> {
  if (eventIds.length === 0) return []
  const { rows } = await sql<Omit<RegistrationField, 'choices'> & { choices: string | null }>`
    select e.msevtmgt_event as "eventId", f.msevtmgt_customregistrationfieldid as id,
      f.msevtmgt_text as text, f.msevtmgt_type as type, f.msevtmgt_choices as choices,
      coalesce(e.gr_isrequired, f.msevtmgt_isrequired, false) as "isRequired"
    from msevtmgt_eventcustomregistrationfield e
    join msevtmgt_customregistrationfield f
      on f.msevtmgt_customregistrationfieldid = e.msevtmgt_customregistrationfield
    where e.msevtmgt_event = any (${[...new Set(eventIds)]}::uuid[])
      and e.statecode = 0 and f.statecode = 0
    order by e.msevtmgt_event, e.msevtmgt_order nulls last, f.msevtmgt_text, f.msevtmgt_customregistrationfieldid`.execute(
    db,
  )
  return rows.map((row) => ({ ...row, choices: linesOf(row.choices) }))
}

/** Choices are written one per line (event-management.md §3.4). */
function linesOf(text: string | null): string[] {
  return (text ?? '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
