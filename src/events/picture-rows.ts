import { sql } from 'kysely'
import type { Db } from '#database'

export type PictureSubject = 'gr_event' | 'gr_speaker' | 'gr_sponsorship'

export interface Picture {
  readonly id: string
  readonly content: Buffer
  readonly contentType: string
  readonly fingerprint: string
}

/** The picture of an event, a speaker or a sponsorship. */
export async function readPicture(
  db: Db,
  subject: PictureSubject,
  id: string,
): Promise<Picture | undefined> {
  const { rows } = await sql<Omit<Picture, 'content'> & { content: string }>`
    select p.gr_pictureid as id, p.gr_content as content, p.gr_contenttype as "contentType",
      p.gr_fingerprint as fingerprint
    from gr_picture p
    where ${sql.ref(`p.${subject}`)} = ${id} and p.statecode = 0`.execute(db)
  const [row] = rows
  return row && { ...row, content: Buffer.from(row.content, 'base64') }
}

/** Of which of these events, speakers and sponsorships there are pictures: fingerprints by id. */
export async function picturesOf(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; fingerprint: string }>`
    select coalesce(p.gr_event, p.gr_speaker, p.gr_sponsorship) as id,
      p.gr_fingerprint as fingerprint
    from gr_picture p
    where p.statecode = 0 and (p.gr_event = any (${ids}::uuid[])
      or p.gr_speaker = any (${ids}::uuid[]) or p.gr_sponsorship = any (${ids}::uuid[]))`.execute(
    db,
  )
  return new Map(rows.map(({ id, fingerprint }) => [id, fingerprint]))
}

/** The row of a picture, also of one that is not shown. */
export async function findPicture(
  db: Db,
  subject: PictureSubject,
  id: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select p.gr_pictureid as id from gr_picture p where ${sql.ref(`p.${subject}`)} = ${id}`.execute(
    db,
  )
  return rows[0]?.id
}
