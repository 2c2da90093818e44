import { sql } from 'kysely'
import type { Db } from '#database'

/** In words: the steps that filter by a column, and the images that show it. */
export async function columnUses(db: Db, table: string, column: string): Promise<string[]> {
  const { rows } = await sql<{ what: string; name: string }>`
select 'the filtering attributes of the webhook step' as what, s.name
from sdkmessageprocessingstep s
join sdkmessagefilter f on f.sdkmessagefilterid = s.sdkmessagefilterid
where f.primaryobjecttypecode = ${table} and ${names(sql.ref('s.filteringattributes'), column)}
union all
select 'the image ' || i.entityalias || ' of the webhook step', s.name
from sdkmessageprocessingstepimage i
join sdkmessageprocessingstep s on s.sdkmessageprocessingstepid = i.sdkmessageprocessingstepid
join sdkmessagefilter f on f.sdkmessagefilterid = s.sdkmessagefilterid
where f.primaryobjecttypecode = ${table} and ${names(sql.ref('i.attributes'), column)}
order by 1, 2`.execute(db)
  return rows.map(({ what, name }) => `${what} "${name}"`)
}

/** Lists are `firstname, lastname`, in any case and with blanks. */
const names = (list: ReturnType<typeof sql.ref>, column: string) =>
  sql`${column} = any(regexp_split_to_array(lower(trim(${list})), '\\s*,\\s*'))`
