import { sql } from 'kysely'
import type { Execution } from '#pipeline'
import { refusals } from './refusals.ts'

/** A pass that somebody has, or is paying for, is taken from sale but not deleted; with its event it goes. */
export async function keepSoldPasses({ db, id, parent }: Execution): Promise<void> {
  if (parent !== undefined) return
  const { rows } = await sql<{ name: string; count: number }>`
    select p.msevtmgt_name as name,
      (select count(*)::integer from msevtmgt_attendeepass a where a.msevtmgt_pass = p.msevtmgt_passid)
      + (select count(*)::integer from msevtmgt_eventpurchasepass x where x.msevtmgt_passid = p.msevtmgt_passid)
        as count
    from msevtmgt_pass p where p.msevtmgt_passid = ${id}`.execute(db)
  const [pass] = rows
  if (pass === undefined || pass.count === 0) return
  throw refusals['pass-is-sold']({ pass: pass.name, count: pass.count })
}
