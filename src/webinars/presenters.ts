/**
 * The ways in of those who present: one link per speaker of an event or session and per member of
 * its team. A link names the person and the occasion and is signed, so nothing is stored for it; who
 * is no longer on the team is not let in.
 */
import { sql } from 'kysely'
import type { Db } from '#database'
import type { OccasionTable } from '#events'

/** Parts of the vault: a signature made for one purpose is worthless for another. */
export interface Signing {
  sign(purpose: string, content: string | Uint8Array): Uint8Array
  verify(purpose: string, content: string | Uint8Array, signature: Uint8Array): boolean
}

export interface Presenter {
  /** Of the speaker or the team member. */
  readonly id: string
  readonly as: 'speaker' | 'team member'
  readonly name: string
  readonly email: string
}

export async function presentersAt(
  db: Db,
  table: OccasionTable,
  id: string,
): Promise<readonly Presenter[]> {
  const { rows } = await sql<Presenter>`
    ${table === 'msevtmgt_event' ? speakersOfEvent(id) : speakersOfSession(id)}
    union ${table === 'msevtmgt_event' ? teamOfEvent(id) : teamOfSession(id)}
    order by 2, 3`.execute(db)
  return rows
}

const speaker = sql`
  select s.msevtmgt_speakerid as id, 'speaker' as as, s.msevtmgt_name as name,
    s.msevtmgt_email as email
  from msevtmgt_speaker s`

const speakersOfEvent = (id: string) => sql`${speaker}
  join msevtmgt_speakerengagement g on g.msevtmgt_speaker = s.msevtmgt_speakerid
  where g.msevtmgt_event = ${id} and g.msevtmgt_session is null and g.statecode = 0
    and s.msevtmgt_email is not null`

const speakersOfSession = (id: string) => sql`${speaker}
  where s.msevtmgt_email is not null and (
    exists (select 1 from msevtmgt_speakerengagement g
      where g.msevtmgt_speaker = s.msevtmgt_speakerid and g.msevtmgt_session = ${id} and g.statecode = 0)
    or exists (select 1 from msevtmgt_session_speaker l
      where l.msevtmgt_speakerid = s.msevtmgt_speakerid and l.msevtmgt_sessionid = ${id}))`

const member = sql`
  select m.msevtmgt_eventteammemberid, 'team member', m.msevtmgt_name, m.msevtmgt_email
  from msevtmgt_eventteammember m`

const named = sql`m.msevtmgt_email is not null and m.msevtmgt_name is not null`

const teamOfEvent = (id: string) => sql`${member}
  where ${named} and (
    exists (select 1 from msevtmgt_event e
      where e.msevtmgt_eventid = ${id} and e.msevtmgt_producer = m.msevtmgt_eventteammemberid)
    or exists (select 1 from msevtmgt_event_eventteammember l
      where l.msevtmgt_eventid = ${id}
        and l.msevtmgt_eventteammemberid = m.msevtmgt_eventteammemberid))`

const teamOfSession = (id: string) => sql`${member}
  where ${named} and (
    exists (select 1 from msevtmgt_session e
      where e.msevtmgt_sessionid = ${id} and e.msevtmgt_producer = m.msevtmgt_eventteammemberid)
    or exists (select 1 from msevtmgt_session_eventteammember l
      where l.msevtmgt_sessionid = ${id}
        and l.msevtmgt_eventteammemberid = m.msevtmgt_eventteammemberid))`

export interface PresenterPlace {
  readonly table: OccasionTable
  readonly occasionId: string
  readonly personId: string
}

const purpose = 'presenter-link'
const idBytes = 16
const signatureBytes = 32

/** One byte for the kind of occasion, both ids and the signature. */
export function presenterToken(
  { sign }: Pick<Signing, 'sign'>,
  { table, occasionId, personId }: PresenterPlace,
): string {
  const kind = Buffer.from([table === 'msevtmgt_event' ? 1 : 2])
  const content = Buffer.concat([kind, ...[occasionId, personId].map(toBytes)])
  return Buffer.concat([content, sign(purpose, content)]).toString('base64url')
}

/** Undefined when this hub did not make it. */
export function readPresenterToken(
  { verify }: Pick<Signing, 'verify'>,
  token: string,
): PresenterPlace | undefined {
  const bytes = Buffer.from(token, 'base64url')
  const length = 1 + 2 * idBytes
  if (bytes.length !== length + signatureBytes || bytes.toString('base64url') !== token) {
    return undefined
  }
  const content = bytes.subarray(0, length)
  if (!verify(purpose, content, bytes.subarray(length))) return undefined
  return {
    table: content[0] === 1 ? 'msevtmgt_event' : 'msevtmgt_session',
    occasionId: toId(content.subarray(1, 1 + idBytes)),
    personId: toId(content.subarray(1 + idBytes)),
  }
}

const toBytes = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex')

const toId = (bytes: Uint8Array) =>
  Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
