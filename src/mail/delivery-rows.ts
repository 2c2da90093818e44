/** The system job that carries a mail. */
import { sql } from 'kysely'
import type { Db } from '#database'
import type { MailRow } from './mail-rows.ts'
import { postedJobKind } from './post-letter.ts'
import { testJobKind } from './preview.ts'
import { letterJobKind } from './send-letter.ts'

export interface Delivery {
  readonly jobId: string
  /** `statuscode` of the system job. */
  readonly status: number
  /** What the last try came to; null before the first. */
  readonly message: string | null
  readonly tries: number
  /** Not before then. */
  readonly nextTryOn: Date | null
}

/**
 * The newest job of a mail; undefined once it was cleaned away. Letters are found by what their
 * reference was made of, the others name the mail itself.
 */
export async function deliveryOf(
  db: Db,
  { gr_mailid: id, reference }: Pick<MailRow, 'gr_mailid' | 'reference'>,
): Promise<Delivery | undefined> {
  const [kind = '', about = '', sequence = '', ...version] = reference.split(':')
  const regarding = [id, about.split('.')[0] as string].filter((each) => uuid.test(each))
  const { rows } = await sql<Delivery>`
    select asyncoperationid as "jobId", statuscode as status, friendlymessage as message,
      retrycount as tries, postponeuntil as "nextTryOn"
    from asyncoperation
    where regardingobjectid = any(${regarding}::uuid[]) and (
      gr_kind in (${postedJobKind}, ${testJobKind}) and regardingobjectid = ${id}
      or gr_kind = ${letterJobKind} and dependencytoken = ${`mail:${about}`}
        and gr_payload->>'kind' = ${kind} and gr_payload->>'sequence' = ${sequence}
        and coalesce(gr_payload->>'version', '') = ${version.join(':')})
    order by createdon desc, sequence desc nulls last limit 1`.execute(db)
  return rows[0]
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
