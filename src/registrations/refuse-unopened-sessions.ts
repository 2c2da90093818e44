import { sql } from 'kysely'
import type { Db } from '#database'
import type { Refusal } from '#errors'
import type { RegistrableSession, SellablePass } from '#events'
import { refusals } from './refusals.ts'

type OpeningPass = Pick<SellablePass, 'name' | 'sessionIds'>

/** Why passes do not let their holder into one of the sessions; one without sessions opens all. */
export function refusalOfUnopened(
  passes: readonly OpeningPass[],
  sessionIds: readonly string[],
  sessions: ReadonlyMap<string, Pick<RegistrableSession, 'msevtmgt_name'>>,
): Refusal | undefined {
  if (passes.length === 0 || passes.some((pass) => pass.sessionIds.length === 0)) return undefined
  const open = new Set(passes.flatMap((pass) => pass.sessionIds))
  const closed = sessionIds.find((id) => !open.has(id))
  if (closed === undefined) return undefined
  return refusals['session-not-in-pass']({
    pass: passes.map(({ name }) => name).join(', '),
    session: sessions.get(closed)?.msevtmgt_name ?? closed,
  })
}

/** The passes that somebody holds with a registration, also those that are no longer sold. */
export async function passesHeld(db: Db, registrationId: string): Promise<OpeningPass[]> {
  const { rows } = await sql<OpeningPass>`
    select p.msevtmgt_name as name, array(
        select l.msevtmgt_sessionid from msevtmgt_pass_session l
        where l.msevtmgt_passid = p.msevtmgt_passid
      )::text[] as "sessionIds"
    from msevtmgt_attendeepass a
    join msevtmgt_pass p on p.msevtmgt_passid = a.msevtmgt_pass
    where a.msevtmgt_eventregistrationid = ${registrationId} and a.statecode = 0
    order by p.msevtmgt_name`.execute(db)
  return rows
}
