/** Numbers of the first page's charts: what came each day and each hour. */
import { sql } from 'kysely'
import type { Db } from '#database'

export interface DayCount {
  /** `2026-11-22` in the reader's zone. */
  readonly day: string
  readonly count: number
}

export interface HourCount {
  readonly hour: string
  readonly count: number
}

export interface JobHour {
  readonly hour: string
  readonly succeeded: number
  readonly failed: number
}

const days = 30
const hours = 24

/** Registrations of the last 30 days, those that were cancelled later too; days without any are 0. */
export async function registrationsByDay(db: Db, now: Date, zone: string): Promise<DayCount[]> {
  const { rows } = await sql<DayCount>`
with days as (
  select d::date as day from generate_series(
    (${now}::timestamptz at time zone ${zone})::date - ${days - 1}::integer,
    (${now}::timestamptz at time zone ${zone})::date, interval '1 day') d
), counts as (
  select (r.createdon at time zone ${zone})::date as day, count(*)::integer as count
  from msevtmgt_eventregistration r
  where r.createdon > ${now}::timestamptz - interval '31 days'
  group by 1
)
select to_char(d.day, 'YYYY-MM-DD') as day, coalesce(c.count, 0) as count
from days d left join counts c on c.day = d.day order by d.day`.execute(db)
  return rows
}

const lastHours = (now: Date) => sql`
select h as hour from generate_series(
  date_trunc('hour', ${now}::timestamptz) - ${hours - 1}::integer * interval '1 hour',
  date_trunc('hour', ${now}::timestamptz), interval '1 hour') h`

/** How many came in by their join link or at the door, by hour. */
export async function joinsByHour(db: Db, now: Date): Promise<HourCount[]> {
  const { rows } = await sql<{ hour: Date; count: number }>`
with hours as (${lastHours(now)}), counts as (
  select date_trunc('hour', c.msevtmgt_checkintime) as hour,
    count(distinct c.msevtmgt_registrationid)::integer as count
  from msevtmgt_checkin c
  where c.msevtmgt_checkintime > ${now}::timestamptz - interval '24 hours'
    and c.msevtmgt_checkintime <= ${now} and c.statecode = 0 and c.gr_supersededon is null
    and c.gr_isinwaitingroom is not true
  group by 1
)
select h.hour, coalesce(c.count, 0) as count
from hours h left join counts c on c.hour = h.hour order by h.hour`.execute(db)
  return rows.map(({ hour, count }) => ({ hour: hour.toISOString(), count }))
}

/** System jobs that ended, by hour; those that steps delete at once are not among them. */
export async function jobsByHour(db: Db, now: Date): Promise<JobHour[]> {
  const { rows } = await sql<Omit<JobHour, 'hour'> & { hour: Date }>`
with hours as (${lastHours(now)}), counts as (
  select date_trunc('hour', a.completedon) as hour,
    count(*) filter (where a.statuscode = 30)::integer as succeeded,
    count(*) filter (where a.statuscode = 31)::integer as failed
  from asyncoperation a
  where a.statuscode in (30, 31) and a.completedon > ${now}::timestamptz - interval '24 hours'
  group by 1
)
select h.hour, coalesce(c.succeeded, 0) as succeeded, coalesce(c.failed, 0) as failed
from hours h left join counts c on c.hour = h.hour order by h.hour`.execute(db)
  return rows.map(({ hour, ...counts }) => ({ hour: hour.toISOString(), ...counts }))
}
