/**
 * For this module's tests: a pipeline over small tables of its own that have one column of every
 * kind, with jobs and secrets kept in real tables, so that a test sees what was committed.
 */
import { sql } from 'kysely'
import { frozenClock } from '#clock'
import {
  bigint,
  boolean,
  choice,
  type Database,
  date,
  decimal,
  defineRelationship,
  defineTable,
  float,
  instant,
  integer,
  json,
  key,
  localtime,
  lookup,
  memo,
  money,
  option,
  secret,
  type Tx,
  text,
  uuid,
} from '#database'
import { isRefusal, type Refusal } from '#errors'
import type { JobRequest } from '#jobs'
import { silentLog } from '#log'
import type { Caller, Values } from './execution.ts'
import { createPipeline, type PipelineOptions } from './pipeline.ts'

export const projectKind = {
  small: option(100000000, 'Small'),
  large: option(100000001, 'Large'),
} as const

export const projectTable = defineTable({
  name: 'gr_project',
  set: 'gr_projects',
  label: 'Project',
  ownership: 'user',
  primaryName: 'gr_name',
  keys: { code: ['gr_code'] },
  states: [
    {
      value: 0,
      label: 'Active',
      statuses: [
        { value: 1, label: 'Open' },
        { value: 3, label: 'Waiting' },
      ],
    },
    { value: 1, label: 'Inactive', statuses: [{ value: 2, label: 'Closed' }] },
  ],
  columns: {
    gr_projectid: key('Project'),
    gr_name: text('Name', { max: 20, required: true }),
    gr_code: text('Code', { max: 10 }),
    gr_first: text('First name', { max: 20 }),
    gr_last: text('Last name', { max: 20 }),
    gr_full: text('Full name', {
      max: 30,
      generated: `nullif(btrim(coalesce(gr_first, '') || ' ' || coalesce(gr_last, '')), '')`,
    }),
    gr_memo: memo('Memo', { max: 200 }),
    gr_budget: money('Budget', { min: 0 }),
    gr_rate: decimal('Rate'),
    gr_count: integer('Count', { min: 0, max: 10 }),
    gr_any: integer('Any number'),
    gr_big: bigint('Big'),
    gr_ratio: float('Ratio', { min: -1000, max: 1000 }),
    gr_done: boolean('Done', { default: false }),
    gr_kind: choice('Kind', projectKind, { default: 100000000 }),
    gr_start: instant('Start'),
    gr_local: localtime('Local'),
    gr_day: date('Day'),
    gr_external: uuid('External'),
    gr_settings: json('Settings'),
    gr_hidden: json('Hidden', { hidden: true }),
    gr_locked: text('Locked', { max: 20, readOnly: true }),
    gr_tasks: integer('Tasks', {
      computed: '(select count(*)::integer from gr_task k where k.gr_project = t.gr_projectid)',
    }),
    gr_password: secret('Password', { max: 30 }),
    gr_lead: lookup('Lead', 'gr_person'),
    gr_parent: lookup('Parent', 'gr_project'),
    gr_customer: lookup('Customer', ['gr_company', 'gr_person']),
    gr_customertype: text('Customer type', { max: 64, readOnly: true }),
  },
})

export const taskTable = defineTable({
  name: 'gr_task',
  set: 'gr_tasks',
  label: 'Task',
  ownership: 'user',
  primaryName: 'gr_name',
  columns: {
    gr_taskid: key('Task'),
    gr_name: text('Name', { max: 20, required: true }),
    gr_project: lookup('Project', 'gr_project', { required: true, onTargetDelete: 'cascade' }),
    gr_doer: lookup('Doer', 'gr_person', { onTargetDelete: 'restrict', navigation: 'gr_Doer' }),
    gr_order: integer('Order'),
  },
})

const person = {
  set: 'gr_people',
  label: 'Person',
  ownership: 'organization',
  primaryName: 'gr_name',
} as const

export const personTable = defineTable({
  ...person,
  name: 'gr_person',
  columns: { gr_personid: key('Person'), gr_name: text('Name', { max: 20, required: true }) },
})

export const companyTable = defineTable({
  ...person,
  name: 'gr_company',
  set: 'gr_companies',
  label: 'Company',
  columns: { gr_companyid: key('Company'), gr_name: text('Name', { max: 20, required: true }) },
})

const engineTable = defineTable({
  name: 'gr_engine',
  set: 'gr_engines',
  label: 'Engine',
  ownership: 'none',
  exposed: false,
  columns: { gr_engineid: key('Engine') },
})

/** As much of the owners' tables as the pipeline uses. */
const ownerTables = [
  defineTable({
    name: 'systemuser',
    set: 'systemusers',
    label: 'User',
    ownership: 'organization',
    columns: {
      systemuserid: key('User'),
      lastname: text('Last name', { max: 256 }),
      businessunitid: lookup('Business unit', 'businessunit', { required: true }),
    },
  }),
  defineTable({
    name: 'team',
    set: 'teams',
    label: 'Team',
    ownership: 'organization',
    columns: {
      teamid: key('Team'),
      name: text('Team name', { max: 160, required: true }),
      businessunitid: lookup('Business unit', 'businessunit', { required: true }),
    },
  }),
]

const relationships = [
  defineRelationship({
    name: 'gr_project_person',
    intersect: 'gr_project_person',
    first: { table: 'gr_project', column: 'gr_projectid' },
    second: { table: 'gr_person', column: 'gr_personid' },
  }),
]

const standard = `createdon timestamptz not null, createdby uuid, modifiedon timestamptz not null,
  modifiedby uuid, versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null, statuscode integer not null`
const owned = 'ownerid uuid, owneridtype varchar(64), owningbusinessunit uuid'

const schema = `
create table gr_person (gr_personid uuid primary key, gr_name varchar(20) not null, ${standard});
create table gr_company (gr_companyid uuid primary key, gr_name varchar(20) not null, ${standard});
create table gr_project (
  gr_projectid uuid primary key, gr_name varchar(20) not null, gr_code varchar(10) unique,
  gr_first varchar(20), gr_last varchar(20),
  gr_full varchar(30) generated always as
    (nullif(btrim(coalesce(gr_first, '') || ' ' || coalesce(gr_last, '')), '')) stored,
  gr_memo text, gr_budget numeric(19,4), gr_rate numeric(23,10), gr_count integer, gr_any integer,
  gr_big bigint, gr_ratio double precision, gr_done boolean, gr_kind integer,
  gr_start timestamptz, gr_local timestamp, gr_day date, gr_external uuid, gr_settings jsonb,
  gr_hidden jsonb, gr_locked varchar(20), gr_lead uuid references gr_person on delete set null,
  gr_parent uuid references gr_project on delete set null, gr_customer uuid,
  gr_customertype varchar(64), ${standard}, ${owned});
create unique index gr_project_lower_last on gr_project (lower(gr_last)) where gr_last like 'u%';
create table gr_task (
  gr_taskid uuid primary key, gr_name varchar(20) not null,
  gr_project uuid not null references gr_project on delete cascade,
  gr_doer uuid references gr_person on delete restrict, gr_order integer, ${standard}, ${owned});
create table gr_project_person (
  gr_projectid uuid not null references gr_project on delete cascade,
  gr_personid uuid not null references gr_person on delete cascade,
  primary key (gr_projectid, gr_personid));
create table gr_testjob (id bigint generated always as identity, job jsonb not null);
create table gr_testsecret (
  tablename text, row uuid, columnname text, plaintext text, primary key (row, columnname));`

export const systemUserId = '00000000-0000-4000-8000-000000000003'
export const rootBusinessUnitId = '00000000-0000-4000-8000-000000000002'

export const admin: Caller = {
  userId: systemUserId,
  businessUnitId: rootBusinessUnitId,
  roles: ['System Administrator'],
}

/** May read, and update projects. */
export const reader: Caller = { ...admin, roles: ['Reader'] }

export const startOfTime = new Date('2026-01-02T03:04:05.678Z')

/** Call at the top of a test file, with a database of its own. */
export async function pipelineFixture(database: Database) {
  await sql.raw(schema).execute(database.db)
  const clock = frozenClock(startOfTime)
  const enqueued: JobRequest[][] = []
  const options: PipelineOptions = {
    db: database.db,
    tables: [projectTable, taskTable, personTable, companyTable, engineTable, ...ownerTables],
    relationships,
    clock,
    log: silentLog,
    enqueue: async (tx, jobs) => {
      enqueued.push([...jobs])
      await insertJobs(tx, jobs)
    },
    secrets: { put: putSecret, remove: removeSecret },
    mayDo: (caller, privilege, table) =>
      caller.roles.includes('System Administrator') ||
      privilege === 'Read' ||
      (privilege === 'Update' && table === 'gr_project'),
  }
  /** A pipeline without the steps of other tests, on the same database. */
  const freshPipeline = (more: Partial<PipelineOptions> = {}) =>
    createPipeline({ ...options, ...more })
  const rows = async (text: string): Promise<Values[]> =>
    (await sql.raw<Values>(text).execute(database.db)).rows
  return { ...database, clock, enqueued, options, freshPipeline, rows }
}

async function insertJobs(tx: Tx, jobs: readonly JobRequest[]): Promise<void> {
  for (const job of jobs) {
    await sql`insert into gr_testjob (job) values (${JSON.stringify(job)})`.execute(tx)
  }
}

const putSecret: PipelineOptions['secrets']['put'] = async (
  tx,
  { table, row, column },
  plaintext,
) =>
  await sql`insert into gr_testsecret values (${table}, ${row}, ${column}, ${plaintext})
    on conflict (row, columnname) do update set plaintext = excluded.plaintext`.execute(tx)

const removeSecret: PipelineOptions['secrets']['remove'] = async (tx, { row, column }) =>
  await sql`delete from gr_testsecret
    where row = ${row} and (${column ?? null}::text is null or columnname = ${column ?? null})`.execute(
    tx,
  )

/** The refusal that a promise ends with. */
export async function refusal(promise: Promise<unknown>): Promise<Refusal> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!isRefusal(error)) throw new Error('There was no refusal.', { cause: error })
  return error
}
