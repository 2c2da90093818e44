import { sql } from 'kysely'
import type { Db } from '#database'
import { type LetterKind, mailKind } from './kinds.ts'

export interface WrittenTemplate {
  readonly id: string
  readonly language: string
  readonly eventId: string | null
  readonly subject: string
  readonly html: string
  readonly text: string
}

/**
 * The template that people wrote for a letter: language by language, in each the event's own before
 * the one for all events.
 */
export async function chooseTemplate(
  db: Db,
  kind: LetterKind,
  eventId: string | null,
  languages: readonly string[],
): Promise<WrittenTemplate | undefined> {
  const { rows } = await sql<WrittenTemplate>`
    select t.gr_mailtemplateid as id, t.gr_language as language, t.gr_event as "eventId",
      t.gr_subject as subject, t.gr_bodyhtml as html, coalesce(t.gr_bodytext, '') as text
    from gr_mailtemplate t
    where t.statecode = 0 and t.gr_kind = ${mailKind[kind].value}
      and (t.gr_event is null or t.gr_event = ${eventId})
      and t.gr_language = any (${languages}::text[])
    order by array_position(${languages}::text[], t.gr_language::text), t.gr_event nulls last
    limit 1`.execute(db)
  return rows[0]
}
