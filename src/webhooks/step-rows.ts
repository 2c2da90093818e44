/** SQL that looks up what a step or image is registered for. */
import { sql } from 'kysely'
import type { Db } from '#database'
import { mode } from './choices.ts'

export interface MessageRow {
  readonly id: string
  readonly name: string
  /** Whether steps may be registered for it without a table. */
  readonly isOpen: boolean
}

export async function findMessage(db: Db, id: string): Promise<MessageRow | undefined> {
  const { rows } = await sql<MessageRow>`
select m.sdkmessageid as id, m.name, exists (
    select from sdkmessagefilter f
    where f.sdkmessageid = m.sdkmessageid and f.iscustomprocessingstepallowed
  ) as "isOpen"
from sdkmessage m where m.sdkmessageid = ${id}`.execute(db)
  return rows[0]
}

export interface FilterRow {
  readonly messageId: string
  readonly messageName: string
  /** Logical name, or `none`. */
  readonly primary: string
  readonly isOpen: boolean
}

export async function findFilter(db: Db, id: string): Promise<FilterRow | undefined> {
  const { rows } = await sql<FilterRow>`
select m.sdkmessageid as "messageId", m.name as "messageName", f.primaryobjecttypecode as "primary",
  coalesce(f.iscustomprocessingstepallowed, false) as "isOpen"
from sdkmessagefilter f
join sdkmessage m on m.sdkmessageid = f.sdkmessageid
where f.sdkmessagefilterid = ${id}`.execute(db)
  return rows[0]
}

export async function findHandlerName(db: Db, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`
select e.name from serviceendpoint e where e.serviceendpointid = ${id}
union all
select coalesce(p.friendlyname, p.name) from plugintype p where p.plugintypeid = ${id}`.execute(db)
  return rows[0]?.name
}

/** As much of an endpoint as the rules of steps ask for. */
export interface EndpointSubject {
  readonly name: string
  readonly contract: number
}

export async function findEndpoint(db: Db, id: string): Promise<EndpointSubject | undefined> {
  const { rows } = await sql<EndpointSubject>`
select e.name, e.contract from serviceendpoint e where e.serviceendpointid = ${id}`.execute(db)
  return rows[0]
}

/** The name of a step that waits for this endpoint, where there is one. */
export async function findWaitingStep(db: Db, endpointId: string): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`
select s.name from sdkmessageprocessingstep s
where s.eventhandler = ${endpointId} and s.mode = ${sql.lit(mode.synchronous.value)}
limit 1`.execute(db)
  return rows[0]?.name
}

/** As much of an image as its rules ask for. */
export interface ImageSubject {
  readonly imagetype: unknown
  readonly messagepropertyname: unknown
  readonly attributes: unknown
}

export async function readImages(db: Db, stepId: string): Promise<readonly ImageSubject[]> {
  const { rows } = await sql<ImageSubject>`
select i.imagetype, i.messagepropertyname, i.attributes
from sdkmessageprocessingstepimage i
where i.sdkmessageprocessingstepid = ${stepId}`.execute(db)
  return rows
}

export interface StepSubjectRow {
  readonly message: string
  readonly primary: string | null
  readonly stage: number
}

export async function findStep(db: Db, id: string): Promise<StepSubjectRow | undefined> {
  const { rows } = await sql<StepSubjectRow>`
select m.name as message, f.primaryobjecttypecode as "primary", s.stage
from sdkmessageprocessingstep s
join sdkmessage m on m.sdkmessageid = s.sdkmessageid
left join sdkmessagefilter f on f.sdkmessagefilterid = s.sdkmessagefilterid
where s.sdkmessageprocessingstepid = ${id}`.execute(db)
  return rows[0]
}

export async function listImages(db: Db, stepId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
select i.sdkmessageprocessingstepimageid as id
from sdkmessageprocessingstepimage i
where i.sdkmessageprocessingstepid = ${stepId}`.execute(db)
  return rows.map(({ id }) => id)
}
