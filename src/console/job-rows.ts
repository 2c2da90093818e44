/** SQL on system jobs for pages that count them or change many. */
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#database'

export interface JobCounts {
  readonly waiting: number
  readonly running: number
  readonly suspended: number
  readonly failed: number
}

/** Reads the indexes of open and of failed jobs. */
export async function countJobs(db: Db): Promise<JobCounts> {
  const { rows } = await sql<JobCounts>`
select
  (select count(*)::integer from asyncoperation a where a.statecode = 0) as waiting,
  (select count(*)::integer from asyncoperation a where a.statecode = 2) as running,
  (select count(*)::integer from asyncoperation a where a.statecode = 1) as suspended,
  (select count(*)::integer from asyncoperation a where a.statuscode = 31) as failed`.execute(db)
  return rows[0] ?? { waiting: 0, running: 0, suspended: 0, failed: 0 }
}

const conditions = {
  waiting: sql`a.statecode = 0`,
  running: sql`a.statecode = 2`,
  suspended: sql`a.statecode = 1`,
  succeeded: sql`a.statuscode = 30`,
  failed: sql`a.statuscode = 31`,
  canceled: sql`a.statuscode = 32`,
} as const

export interface JobChoice {
  readonly status?: keyof typeof conditions
  readonly kind?: string
  readonly stepId?: string
  readonly regardingId?: string
  readonly name?: string
  readonly createdFrom?: string
  readonly createdTo?: string
}

interface JobSearch extends JobChoice {
  readonly ids: readonly string[] | undefined
  readonly after: string | undefined
  readonly limit: number
}

/** In the order of their ids, so that nothing comes twice however statuses change meanwhile. */
export async function findJobs(db: Db, search: JobSearch): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
select a.asyncoperationid as id from asyncoperation a
where ${sql.join([sql`true`, ...wanted(search)], sql` and `)}
order by a.asyncoperationid limit ${search.limit}`.execute(db)
  return rows.map(({ id }) => id)
}

function wanted(search: JobSearch): RawBuilder<unknown>[] {
  const { status, kind, stepId, regardingId, name = '', createdFrom, createdTo } = search
  const words = name.split(/\s+/).filter(Boolean)
  const parts: (RawBuilder<unknown> | undefined)[] = [
    status && conditions[status],
    kind === undefined ? undefined : sql`a.gr_kind = ${kind}`,
    stepId && sql`a.owningextensionid = ${stepId}`,
    regardingId && sql`a.regardingobjectid = ${regardingId}`,
    createdFrom && sql`a.createdon >= ${new Date(createdFrom)}`,
    createdTo && sql`a.createdon < ${new Date(createdTo)}`,
    search.ids && sql`a.asyncoperationid = any(${search.ids}::uuid[])`,
    search.after && sql`a.asyncoperationid > ${search.after}`,
    ...words.map((word) => sql`position(lower(${word}) in lower(a.name)) > 0`),
  ].map((part) => (part === '' ? undefined : part))
  return parts.filter((part) => part !== undefined)
}
