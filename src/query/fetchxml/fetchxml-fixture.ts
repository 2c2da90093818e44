/** A small hub to ask: people, accounts in a tree, users with managers and teams, registrations. */
import { tables as contactTables } from '#contacts'
import type { Table } from '#database'
import { relationships as eventRelationships, tables as eventTables } from '#events'
import {
  relationships as identityRelationships,
  tables as identityTables,
  rootBusinessUnitId,
  systemCaller,
} from '#identity'
import { tables as jobTables } from '#jobs'
import type { Caller } from '#pipeline'
import { tables as providerTables } from '#providers'
import { tables as registrationTables } from '#registrations'
import { tables as webhookTables } from '#webhooks'
import { compile } from '../compile/compile.ts'
import { createMetadata } from '../metadata/create-metadata.ts'
import { noAnnotations, type QueryPlan } from '../plan/query-plan.ts'
import { withColumns } from '../query-fixture.ts'
import { resolve } from '../resolve/resolve.ts'
import { type RunContext, standardCalendar } from '../resolve/run-context.ts'
import { type PoolReader, type QueryResult, run } from '../run/run.ts'
import { type FetchXmlOptions, parseFetchXml } from './parse-fetchxml.ts'

/** What administrators added, in a database that has all migrations. */
export const addColumns = 'alter table contact add column if not exists new_topics jsonb'

const addedColumns: Table['columns'] = {
  new_topics: {
    kind: 'multichoice',
    label: 'Topics',
    required: false,
    readOnly: false,
    hidden: false,
    options: [
      { value: 1, label: 'Art' },
      { value: 2, label: 'Music' },
      { value: 3, label: 'Sport' },
    ],
  },
}

export const metadata = createMetadata({
  tables: Object.values<Table>({
    ...identityTables,
    ...contactTables,
    contactTable: withColumns(contactTables.contactTable, addedColumns),
    ...providerTables,
    ...eventTables,
    ...registrationTables,
    ...jobTables,
    ...webhookTables,
  }),
  relationships: [...identityRelationships, ...eventRelationships],
})

/** A Wednesday, 14:30 in Berlin. */
export const now = new Date('2026-09-16T12:30:00Z')

export const idOf = (number: number): string =>
  `00000000-0000-4000-9000-${String(number).padStart(12, '0')}`

export const users = { boss: idOf(1), worker: idOf(2), stranger: idOf(3) }
export const teams = { red: idOf(11), blue: idOf(12) }
export const accounts = { holding: idOf(21), daughter: idOf(22), granddaughter: idOf(23) }

export const callerOf = (userId: string): Caller => ({ ...systemCaller, userId })

export interface Asking extends FetchXmlOptions {
  readonly caller?: Caller
  readonly context?: Partial<RunContext>
}

export interface Answer extends QueryResult {
  readonly plan: QueryPlan
  readonly values: readonly Readonly<Record<string, unknown>>[]
}

export interface FetchXmlWorld {
  ask(xml: string, asking?: Asking): Promise<Answer>
  answer(plan: QueryPlan, asking?: Asking): Promise<Answer>
  /** Values of a column, `fullname` unless said, in the order of the answer. */
  names(xml: string, column?: string, asking?: Asking): Promise<unknown[]>
  sql(text: string, values?: readonly unknown[]): Promise<unknown>
}

export function fetchXmlWorld(database: PoolReader): FetchXmlWorld {
  const sql = (text: string, values: readonly unknown[] = []) =>
    database.pool.query(text, [...values])

  async function answer(plan: QueryPlan, asking: Asking = {}): Promise<Answer> {
    const caller = asking.caller ?? systemCaller
    const result = await run(database, compile(resolve(plan, metadata, caller)), {
      ...contextOf(caller),
      ...asking.context,
    })
    return { ...result, plan, values: result.rows.map((row) => JSON.parse(row)) }
  }
  async function ask(xml: string, asking: Asking = {}): Promise<Answer> {
    const annotations = { ...noAnnotations, versions: false }
    return answer(parseFetchXml(xml, metadata, { annotations, ...asking }), asking)
  }
  return {
    ask,
    answer,
    sql,
    async names(xml, column = 'fullname', asking = {}) {
      return (await ask(xml, asking)).values.map((row) => row[column])
    },
  }
}

export const contextOf = (caller: Caller): RunContext => ({
  now,
  userId: caller.userId,
  businessUnitId: rootBusinessUnitId,
  timeZone: 'Europe/Berlin',
  languageCode: 1033,
  calendar: standardCalendar,
  root: 'https://hub.example/api/data/v9.2/',
})

type Values = Readonly<Record<string, unknown>>

/** Inserts rows with the standard columns that the table has, in the given order. */
export async function insert(
  world: Pick<FetchXmlWorld, 'sql'>,
  table: string,
  rows: readonly Values[],
): Promise<void> {
  for (const [index, row] of rows.entries()) {
    const columns = { ...standard(table, index), ...row }
    const names = Object.keys(columns)
    const list = names.map((_, place) => `$${place + 1}`)
    const text = `insert into ${table} (${names.join(', ')}) values (${list.join(', ')})`
    await world.sql(text, Object.values(columns))
  }
}

function standard(table: string, index: number): Values {
  if (metadata.tables.get(table)?.columns.has('createdon') !== true) return {}
  const createdon = new Date(now.getTime() - 86_400_000 * 100 + index * 1000)
  return { createdon, modifiedon: createdon, statecode: 0, statuscode: 1 }
}

export async function insertPeople(world: Pick<FetchXmlWorld, 'sql'>): Promise<void> {
  const unit = { businessunitid: rootBusinessUnitId }
  await insert(world, 'systemuser', [
    { systemuserid: users.boss, firstname: 'Bo', lastname: 'Boss', ...unit },
    {
      systemuserid: users.worker,
      firstname: 'Wim',
      lastname: 'Worker',
      parentsystemuserid: users.boss,
      ...unit,
    },
    { systemuserid: users.stranger, firstname: 'Sam', lastname: 'Stranger', ...unit },
  ])
  await insert(world, 'team', [
    { teamid: teams.red, name: 'Red', ...unit },
    { teamid: teams.blue, name: 'Blue', ...unit },
  ])
  await insert(world, 'teammembership', [
    { teamid: teams.red, systemuserid: users.worker },
    { teamid: teams.blue, systemuserid: users.stranger },
  ])
  await insert(world, 'account', [
    { accountid: accounts.holding, name: 'Holding', revenue: 900 },
    {
      accountid: accounts.daughter,
      name: 'Daughter',
      parentaccountid: accounts.holding,
      revenue: 500,
    },
    {
      accountid: accounts.granddaughter,
      name: 'Granddaughter',
      parentaccountid: accounts.daughter,
    },
  ])
  await world.sql(addColumns)
  await insert(world, 'contact', people)
}

const owned = (ownerid: string, owneridtype = 'systemuser') => ({
  ownerid,
  owneridtype,
  owningbusinessunit: rootBusinessUnitId,
})

export const contactIds = {
  ada: idOf(101),
  bob: idOf(102),
  cleo: idOf(103),
  dan: idOf(104),
  eve: idOf(105),
}

const people: readonly Values[] = [
  {
    contactid: contactIds.ada,
    firstname: 'Ada',
    lastname: 'Adler',
    address1_city: 'London',
    numberofchildren: 2,
    annualincome: '100.50',
    gendercode: 2,
    donotemail: true,
    birthdate: '1990-01-15',
    parentcustomerid: accounts.holding,
    new_topics: JSON.stringify([1, 2]),
    ...owned(users.worker),
  },
  {
    contactid: contactIds.bob,
    firstname: 'Bob',
    lastname: 'Baker',
    address1_city: 'london',
    numberofchildren: 0,
    annualincome: '200',
    gendercode: 1,
    donotemail: false,
    birthdate: '1985-07-01',
    parentcustomerid: accounts.daughter,
    new_topics: JSON.stringify([2]),
    ...owned(users.boss),
  },
  {
    contactid: contactIds.cleo,
    firstname: 'Cleo',
    lastname: 'Carter',
    address1_city: 'Paris',
    numberofchildren: 2,
    gendercode: 2,
    donotemail: false,
    parentcustomerid: accounts.daughter,
    new_topics: JSON.stringify([3]),
    ...owned(teams.red, 'team'),
  },
  {
    contactid: contactIds.dan,
    firstname: 'Dan',
    lastname: 'Dunn',
    numberofchildren: 5,
    annualincome: '50',
    gendercode: 1,
    birthdate: '2000-12-31',
    ...owned(users.stranger),
  },
  {
    contactid: contactIds.eve,
    firstname: 'Eve',
    lastname: 'Eve',
    address1_city: '100% Berlin_[x]',
    donotemail: true,
    ...owned(teams.blue, 'team'),
  },
]
