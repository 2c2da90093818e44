/** Two tables with a column of every kind, related in every way, for questions to be asked of. */
import {
  boolean,
  choice,
  date,
  decimal,
  defineRelationship,
  defineTable,
  instant,
  integer,
  key,
  localtime,
  lookup,
  memo,
  money,
  option,
  secret,
  type Table,
  text,
} from '#database'
import { systemCaller } from '#identity'
import type { Caller } from '#pipeline'
import type { TestDatabase } from '../../test/database.ts'
import { compile } from './compile/compile.ts'
import { createMetadata } from './metadata/create-metadata.ts'
import { type ODataInput, parseOData } from './odata/parse-odata.ts'
import { resolve } from './resolve/resolve.ts'
import { type RunContext, standardCalendar } from './resolve/run-context.ts'
import { type QueryResult, run } from './run/run.ts'

export const levels = {
  low: option(1, 'Low'),
  middle: option(2, 'Middle'),
  high: option(3, 'High'),
}

export const personTable = defineTable({
  name: 'gr_person',
  set: 'gr_persons',
  label: 'Person',
  ownership: 'organization',
  primaryName: 'name',
  keys: { code: ['code'], nameatcompany: ['name', 'companyid'] },
  columns: {
    gr_personid: key('Person'),
    name: text('Name', { max: 100 }),
    code: text('Code', { max: 20 }),
    notes: memo('Notes', { max: 2000 }),
    age: integer('Age'),
    balance: money('Balance'),
    ratio: decimal('Ratio'),
    active: boolean('Active'),
    level: choice('Level', levels),
    born: date('Born'),
    seen: instant('Seen'),
    meets: localtime('Meets'),
    pin: secret('PIN', { max: 10 }),
    engine: text('Engine only', { max: 10, hidden: true }),
    namelength: integer('Length of the name', { computed: 'char_length(t.name)' }),
    companyid: lookup('Company', 'gr_company', { collection: 'staff' }),
    managerid: lookup('Manager', 'gr_person', { navigation: 'manager', collection: 'reports' }),
    favourite: lookup('Favourite', ['gr_company', 'gr_person']),
    favouritetype: text('Favourite type', { max: 64, readOnly: true }),
  },
})

export const companyTable = defineTable({
  name: 'gr_company',
  set: 'gr_companies',
  label: 'Company',
  pluralLabel: 'Companies',
  ownership: 'organization',
  primaryName: 'name',
  columns: {
    gr_companyid: key('Company'),
    name: text('Name', { max: 100 }),
    city: text('City', { max: 100 }),
    revenue: decimal('Revenue'),
    parentid: lookup('Parent', 'gr_company', { collection: 'daughters' }),
  },
})

export const clubs = defineRelationship({
  name: 'gr_person_clubs',
  intersect: 'gr_person_company',
  first: { table: 'gr_person', column: 'gr_personid' },
  second: { table: 'gr_company', column: 'gr_companyid' },
})

const custom = { required: false, readOnly: false, hidden: false }

/** What administrators added is beside what was declared, as the catalogue of tables has it. */
export function withColumns(table: Table, added: Table['columns']): Table {
  const columns = { ...table.columns, ...added }
  return { ...table, columns, allColumns: { ...table.allColumns, ...added } }
}

const addedColumns: Table['columns'] = {
  new_colour: { ...custom, kind: 'text', label: 'Colour', maxLength: 50 },
  new_size: { ...custom, kind: 'integer', label: 'Size' },
  new_since: { ...custom, kind: 'instant', label: 'Since' },
  new_topics: {
    ...custom,
    kind: 'multichoice',
    label: 'Topics',
    options: [
      { value: 1, label: 'Art' },
      { value: 2, label: 'Music' },
      { value: 3, label: 'Sport' },
    ],
  },
  new_friend: { ...custom, kind: 'lookup', label: 'Friend', targets: ['gr_person'] },
}

export const metadata = createMetadata({
  tables: [withColumns(personTable, addedColumns), companyTable],
  relationships: [clubs],
})

const standardColumns = `
  createdon timestamptz not null default '2026-01-01T00:00:00Z',
  createdby uuid,
  modifiedon timestamptz not null default '2026-01-01T00:00:00Z',
  modifiedby uuid,
  versionnumber bigint not null default nextval('gr_versionnumber'),
  statecode integer not null default 0,
  statuscode integer not null default 1`

export const schema = `
create table gr_company (
  gr_companyid uuid primary key, name varchar(100), city varchar(100), revenue numeric(23, 10),
  parentid uuid references gr_company, ${standardColumns});
create table gr_person (
  gr_personid uuid primary key, name varchar(100), code varchar(20), notes text, age integer,
  balance numeric(19, 4), ratio numeric(23, 10), active boolean, level integer, born date,
  seen timestamptz, meets timestamp, engine varchar(10), companyid uuid references gr_company,
  managerid uuid references gr_person, favourite uuid, favouritetype varchar(64),
  new_colour varchar(50), new_size integer, new_since timestamptz, new_topics jsonb,
  new_friend uuid, ${standardColumns});
create table gr_person_company (
  gr_personid uuid not null references gr_person, gr_companyid uuid not null references gr_company,
  primary key (gr_personid, gr_companyid));`

export type Values = Readonly<Record<string, unknown>>

export const idOf = (number: number): string =>
  `0000000a-0000-4000-8000-${String(number).padStart(12, '0')}`

/** Inserts rows; columns that a row does not name keep their defaults. */
export async function insertRows(
  { pool }: Pick<TestDatabase, 'pool'>,
  table: string,
  rows: readonly Values[],
): Promise<void> {
  for (const row of rows) {
    const names = Object.keys(row)
    const list = names.map((_, index) => `$${index + 1}`)
    const values = Object.values(row).map((value) =>
      isStructure(value) ? JSON.stringify(value) : value,
    )
    await pool.query(
      `insert into ${table} (${names.join(', ')}) values (${list.join(', ')})`,
      values,
    )
  }
}

const isStructure = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !(value instanceof Date)

export const now = new Date('2026-09-16T12:30:00Z')

export const context: RunContext = {
  now,
  userId: systemCaller.userId,
  businessUnitId: systemCaller.businessUnitId,
  timeZone: 'Europe/Berlin',
  languageCode: 1033,
  calendar: standardCalendar,
  root: 'https://hub.example/api/data/v9.2/',
}

export interface Answered extends QueryResult {
  readonly values: readonly Values[]
}

/** Asks by address, such as `gr_persons?$top=1`; blanks need no encoding. */
export async function ask(
  database: Pick<TestDatabase, 'pool'>,
  address: string,
  more: Partial<ODataInput> & { readonly caller?: Caller } = {},
): Promise<Answered> {
  const [path = '', ...query] = address.split('?')
  const input = { annotations: { ...quiet }, ...more, path, query: query.join('?') }
  const { plan } = parseOData(input, metadata)
  const result = await run(
    database,
    compile(resolve(plan, metadata, more.caller ?? systemCaller)),
    context,
  )
  return { ...result, values: result.rows.map((row) => JSON.parse(row) as Values) }
}

export const quiet = { formatted: false, lookupTables: false, navigations: false, versions: false }
