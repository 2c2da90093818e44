import { sql } from 'kysely'
import type { Tx } from '#database'
import type { Registered } from './registration.ts'

export interface AnswerAddress {
  readonly eventId: string
  readonly key: string
}

export interface KeptAnswer extends AnswerAddress {
  readonly fingerprint: string
  readonly answer: Registered
}

/** Answers kept since an instant. */
export async function findAnswers(
  tx: Tx,
  addresses: readonly AnswerAddress[],
  since: Date,
): Promise<KeptAnswer[]> {
  const { rows } = await sql<KeptAnswer>`
    select x.eventid as "eventId", x.key, kept.fingerprint, kept.answer
    from unnest(
      ${addresses.map(({ eventId }) => eventId)}::uuid[],
      ${addresses.map(({ key }) => key)}::text[]
    ) as x (eventid, key)
    cross join lateral (
      select a.gr_fingerprint as fingerprint, a.gr_answer as answer
      from gr_registrationanswer a
      where a.gr_eventid = x.eventid and a.gr_key = x.key and a.gr_createdon > ${since}
      limit 1
    ) kept`.execute(tx)
  return rows
}

/** Keeps answers, in place of expired ones with the same key. */
export async function keepAnswers(
  tx: Tx,
  answers: readonly KeptAnswer[],
  now: Date,
): Promise<void> {
  await sql`
    insert into gr_registrationanswer
      (gr_registrationanswerid, gr_eventid, gr_key, gr_fingerprint, gr_answer, gr_createdon)
    select gen_random_uuid(), x.eventid, x.key, x.fingerprint, x.answer, ${now}
    from unnest(
      ${answers.map(({ eventId }) => eventId)}::uuid[],
      ${answers.map(({ key }) => key)}::text[],
      ${answers.map(({ fingerprint }) => fingerprint)}::text[],
      ${answers.map(({ answer }) => JSON.stringify(answer))}::jsonb[]
    ) as x (eventid, key, fingerprint, answer)
    on conflict (gr_eventid, gr_key) do update set
      gr_fingerprint = excluded.gr_fingerprint,
      gr_answer = excluded.gr_answer,
      gr_createdon = excluded.gr_createdon`.execute(tx)
}

/** Removes expired answers, at most so many; those that another transaction removes are left to it. */
export async function forgetAnswers(tx: Tx, before: Date, most: number): Promise<void> {
  await sql`
    delete from gr_registrationanswer a
    where a.gr_registrationanswerid in (
      select old.gr_registrationanswerid
      from gr_registrationanswer old
      where old.gr_createdon <= ${before}
      order by old.gr_createdon
      limit ${most}
      for update skip locked
    )`.execute(tx)
}
