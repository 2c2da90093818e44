/** All registrations of an event as CSV, read in pieces so that 100,000 do not fill the memory. */
import { sql } from 'kysely'
import type { Db } from '#database'
import { csvLine } from './csv.ts'

interface ExportedRegistration {
  readonly id: string
  readonly number: string
  readonly fullName: string | null
  readonly email: string | null
  readonly company: string | null
  readonly canceled: boolean
  readonly registeredOn: Date
  readonly canceledOn: Date | null
  readonly publishingState: string | null
  readonly verdict: string | null
  readonly attendedMinutes: number | null
  readonly language: string | null
  readonly answers: Readonly<Record<string, string>> | null
}

const pieceSize = 2000

/** What the caller may read beside registrations; columns of the rest are left out. */
export interface ExportRights {
  readonly contacts: boolean
  readonly answers: boolean
}

/** The first piece is the header; then lines, oldest registration first. */
export async function* registrationsAsCsv(
  db: Db,
  eventId: string,
  labels: ExportLabels,
  may: ExportRights,
): AsyncGenerator<string> {
  const questions = may.answers ? await questionsOf(db, eventId) : []
  const names = columns.filter((name) => may.contacts || !ofContacts.has(name))
  // The byte order mark tells spreadsheets that this is UTF-8.
  yield `\uFEFF${csvLine([...names, ...questions.map(({ text }) => text)])}`
  let after: string | undefined
  for (;;) {
    const piece = await readPiece(db, eventId, after, labels)
    if (piece.length === 0) return
    yield piece.map((row) => lineOf(row, names, questions)).join('')
    after = piece.at(-1)?.id
    if (piece.length < pieceSize) return
  }
}

/** Labels of choices by their numbers, as JSON objects. */
export interface ExportLabels {
  readonly publishing: Readonly<Record<number, string>>
  readonly verdicts: Readonly<Record<number, string>>
}

const columns = [
  'registration',
  'fullName',
  'email',
  'company',
  'canceled',
  'registeredOn',
  'canceledOn',
  'publishingState',
  'verdict',
  'attendedMinutes',
  'language',
] as const

type Name = (typeof columns)[number]

const ofContacts: ReadonlySet<Name> = new Set(['fullName', 'email'])

interface Question {
  readonly id: string
  readonly text: string
}

function lineOf(
  row: ExportedRegistration,
  names: readonly Name[],
  questions: readonly Question[],
): string {
  const values: Readonly<Record<Name, unknown>> = {
    ...row,
    registration: row.number,
    registeredOn: row.registeredOn.toISOString(),
    canceledOn: row.canceledOn?.toISOString(),
  }
  return csvLine([
    ...names.map((name) => values[name]),
    ...questions.map(({ id }) => row.answers?.[id]),
  ])
}

async function questionsOf(db: Db, eventId: string): Promise<Question[]> {
  const { rows } = await sql<Question>`
    select f.msevtmgt_customregistrationfieldid as id, f.msevtmgt_text as text
    from msevtmgt_eventcustomregistrationfield e
    join msevtmgt_customregistrationfield f
      on f.msevtmgt_customregistrationfieldid = e.msevtmgt_customregistrationfield
    where e.msevtmgt_event = ${eventId}
    order by e.msevtmgt_order nulls last, f.msevtmgt_text`.execute(db)
  return rows
}

async function readPiece(
  db: Db,
  eventId: string,
  after: string | undefined,
  { publishing, verdicts }: ExportLabels,
): Promise<readonly ExportedRegistration[]> {
  const from = after === undefined ? sql`true` : sql`r.msevtmgt_eventregistrationid > ${after}`
  const { rows } = await sql<ExportedRegistration>`
    select r.msevtmgt_eventregistrationid as id, r.msevtmgt_name as number,
      c.fullname as "fullName", c.emailaddress1 as email, r.gr_company as company,
      (r.statecode <> 0 or r.msevtmgt_iscanceled is true) as canceled,
      r.createdon as "registeredOn", r.gr_canceledon as "canceledOn",
      ${JSON.stringify(publishing)}::jsonb ->> r.msevtmgt_publishingstate::text as "publishingState",
      ${JSON.stringify(verdicts)}::jsonb ->> r.gr_verdict::text as verdict,
      r.gr_attendedminutes as "attendedMinutes", r.gr_language as language,
      (select jsonb_object_agg(a.msevtmgt_customregistrationfield, a.msevtmgt_response)
        from msevtmgt_registrationresponse a
        where a.msevtmgt_eventregistration = r.msevtmgt_eventregistrationid) as answers
    from msevtmgt_eventregistration r
    join contact c on c.contactid = r.msevtmgt_contactid
    where r.msevtmgt_eventid = ${eventId} and ${from}
    order by r.msevtmgt_eventregistrationid limit ${pieceSize}`.execute(db)
  return rows
}
