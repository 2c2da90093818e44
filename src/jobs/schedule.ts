import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '#database'
import { enqueue } from './enqueue.ts'
import { refusals } from './refusals.ts'

/**
 * The first instant after `after` of a rule of RFC 5545 that starts at `start`, or undefined where
 * the rule has come to its end. Injected: recurrence belongs to another module.
 */
export type NextOccurrence = (rule: string, start: Date, after: Date) => Date | undefined

export interface Schedule {
  readonly kind: string
  readonly name: string
  /** RFC 5545, e.g. `FREQ=DAILY;BYHOUR=3;BYMINUTE=0`. */
  readonly rule: string
  readonly payload: unknown
  /** Names the schedule: there is one with it, however often this is called. */
  readonly uniqueKey: string
}

interface OpenOccurrence {
  readonly asyncoperationid: string
  readonly recurrencepattern: string | null
  readonly gr_kind: string
  readonly name: string
  readonly gr_payload: unknown
  readonly begun: boolean
}

/**
 * Makes sure that this recurring job exists with this rule and payload; gives the id of its open
 * occurrence. Call it at every start. Occurrences missed while no worker ran take place once. A
 * schedule whose job somebody cancelled has ended; the next call begins it anew.
 */
export async function ensureSchedule(
  tx: Tx,
  schedule: Schedule,
  now: Date,
  nextOccurrence: NextOccurrence,
): Promise<string> {
  // Hubs that start together do this one after the other.
  await sql`select pg_advisory_xact_lock(hashtextextended(${schedule.uniqueKey}, 4700))`.execute(tx)
  const open = await openOccurrence(tx, schedule.uniqueKey)
  if (open === undefined) return await begin(tx, schedule, now, nextOccurrence)
  if (!isSame(open, schedule)) await change(tx, open, schedule, now, nextOccurrence)
  return open.asyncoperationid
}

async function openOccurrence(tx: Tx, uniqueKey: string): Promise<OpenOccurrence | undefined> {
  const { rows } = await sql<OpenOccurrence>`
select a.asyncoperationid, a.recurrencepattern, a.gr_kind, a.name, a.gr_payload, a.gr_begun as begun
from asyncoperation a
where a.gr_uniquekey = ${uniqueKey} and a.statecode < 3
order by a.gr_begun
limit 1
for update`.execute(tx)
  return rows[0]
}

async function begin(
  tx: Tx,
  schedule: Schedule,
  now: Date,
  nextOccurrence: NextOccurrence,
): Promise<string> {
  const { kind, name, payload, uniqueKey, rule } = schedule
  const runAt = firstOccurrence(schedule, now, nextOccurrence)
  const request = { kind, name, payload, uniqueKey, recurrence: rule, runAt }
  const [id] = await enqueue(tx, [request], now)
  if (id === undefined) throw new Error(`The schedule ${uniqueKey} exists, though nobody sees it.`)
  return id
}

function firstOccurrence(schedule: Schedule, now: Date, nextOccurrence: NextOccurrence): Date {
  const { rule, name } = schedule
  const first = nextOccurrence(rule, now, now)
  if (first !== undefined) return first
  throw refusals['schedule-without-next']({ rule, name, after: now.toISOString() })
}

function isSame(open: OpenOccurrence, schedule: Schedule): boolean {
  return (
    open.recurrencepattern === schedule.rule &&
    open.gr_kind === schedule.kind &&
    open.name === schedule.name &&
    isSameJson(open.gr_payload, schedule.payload)
  )
}

/** jsonb does not keep the order of keys. */
function isSameJson(stored: unknown, given: unknown): boolean {
  const ordered = (value: unknown) =>
    JSON.stringify(value ?? null, (_, each: unknown) =>
      typeof each === 'object' && each !== null && !Array.isArray(each)
        ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
        : each,
    )
  return ordered(stored) === ordered(given)
}

/** An occurrence that has begun goes on as it is; the next one follows the new rule. */
async function change(
  tx: Tx,
  open: OpenOccurrence,
  schedule: Schedule,
  now: Date,
  nextOccurrence: NextOccurrence,
): Promise<void> {
  const first = firstOccurrence(schedule, now, nextOccurrence)
  await sql`
update asyncoperation a
set name = ${schedule.name}, gr_kind = ${schedule.kind},
  gr_payload = ${JSON.stringify(schedule.payload ?? null)},
  recurrencepattern = ${schedule.rule}, recurrencestarttime = ${first},
  postponeuntil = case when a.statecode = 1 and not a.gr_begun then ${first} else a.postponeuntil end,
  modifiedon = ${now}, versionnumber = nextval('gr_versionnumber')
where a.asyncoperationid = ${open.asyncoperationid}`.execute(tx)
}

/**
 * Enqueues the occurrence after one that ends in this transaction; call it before the ending is
 * written, because that may remove the row. Nothing happens where the next one is already there,
 * e.g. when an old occurrence was retried by hand, where the rule has come to its end, and where
 * someone asked for the job to be cancelled (22): that ends the schedule.
 */
export async function enqueueNextOccurrence(
  tx: Tx,
  endingId: string,
  now: Date,
  nextOccurrence: NextOccurrence,
): Promise<void> {
  const { rows } = await sql<{ recurrencepattern: string; recurrencestarttime: Date }>`
select a.recurrencepattern, a.recurrencestarttime from asyncoperation a
where a.asyncoperationid = ${endingId} and a.recurrencepattern is not null and a.statuscode <> 22
for update`.execute(tx)
  const [row] = rows
  if (row === undefined) return
  const next = nextOccurrence(row.recurrencepattern, row.recurrencestarttime, now)
  if (next !== undefined) await copyAsNext(tx, endingId, next, now)
}

async function copyAsNext(tx: Tx, endingId: string, next: Date, now: Date): Promise<void> {
  const id = randomUUIDv7()
  await sql`
insert into asyncoperation (
  asyncoperationid, correlationid, postponeuntil, statecode, statuscode, sequence,
  createdon, modifiedon, name, operationtype, gr_kind, gr_payload, dependencytoken, gr_uniquekey,
  regardingobjectid, regardingobjectidtype, primaryentitytype, depth, ownerid, createdby,
  modifiedby, owneridtype, owningbusinessunit, gr_autodelete, retainjobhistory,
  recurrencepattern, recurrencestarttime
)
select ${id}, ${id}, ${next}, 1, 10, null,
  ${now}, ${now}, a.name, a.operationtype, a.gr_kind, a.gr_payload, a.dependencytoken, a.gr_uniquekey,
  a.regardingobjectid, a.regardingobjectidtype, a.primaryentitytype, a.depth, a.ownerid, a.createdby,
  a.modifiedby, a.owneridtype, a.owningbusinessunit, a.gr_autodelete, a.retainjobhistory,
  a.recurrencepattern, a.recurrencestarttime
from asyncoperation a
where a.asyncoperationid = ${endingId}
on conflict (gr_uniquekey) where statecode < 3 and not gr_begun and gr_uniquekey is not null
do nothing`.execute(tx)
}
