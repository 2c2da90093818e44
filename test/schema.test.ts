import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import pg from 'pg'
import type { Column, Table } from '#database'
import { describeSchema } from '../check/describe-schema.ts'
import { allRelationships, allTables } from '../src/all-tables.ts'
import { testDatabase } from './database.ts'

const database = await testDatabase()

test('schema.sql is what the migrations make (npm run schema)', async () => {
  const client = new pg.Client(database.target)
  await client.connect()
  const described = await describeSchema(client)
  await client.end()
  const written = await readFile(new URL('../schema.sql', import.meta.url), 'utf8')
  const known = new Set(written.split('\n'))
  const news = described.split('\n').filter((line) => !known.has(line))
  assert.ok(written === described, `schema.sql is not current: ${news.slice(0, 5).join(' | ')}`)
})

const sqlTypes: Partial<Record<Column['kind'], string>> = {
  key: 'uuid',
  uuid: 'uuid',
  lookup: 'uuid',
  memo: 'text',
  integer: 'integer',
  choice: 'integer',
  bigint: 'bigint',
  float: 'double precision',
  decimal: 'numeric(23,10)',
  money: 'numeric(19,4)',
  boolean: 'boolean',
  instant: 'timestamp with time zone',
  localtime: 'timestamp without time zone',
  date: 'date',
  json: 'jsonb',
}

function expectedColumns(table: Table): Map<string, string> {
  const stored = Object.entries(table.allColumns).filter(
    ([, column]) => column.kind !== 'secret' && column.computed === undefined,
  )
  return new Map(
    stored.map(([name, column]) => {
      const type =
        column.kind === 'text' ? `character varying(${column.maxLength})` : sqlTypes[column.kind]
      const generated = column.generated === undefined ? '' : ' generated'
      return [name, `${type}${column.required && generated === '' ? ' not null' : ''}${generated}`]
    }),
  )
}

async function actualColumns(name: string): Promise<Map<string, string>> {
  const { rows } = await database.pool.query<{ name: string; text: string }>(
    `select attname as name, format_type(atttypid, atttypmod)
       || case when attnotnull then ' not null' else '' end
       || case when attgenerated = 's' then ' generated' else '' end as text
     from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped`,
    [name],
  )
  return new Map(rows.map((row) => [row.name, row.text]))
}

test('every declared table is the one in the database, column by column', async () => {
  for (const table of allTables) {
    const actual = Object.fromEntries([...(await actualColumns(table.name))].sort())
    const expected = Object.fromEntries([...expectedColumns(table)].sort())
    assert.deepEqual(actual, expected, `declaration and migrations differ for ${table.name}`)
  }
})

test('every table in the database is declared or belongs to a relationship', async () => {
  const { rows } = await database.pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public'`,
  )
  const known = new Set([
    ...allTables.map((table) => table.name),
    ...allRelationships.map((relationship) => relationship.intersect),
    'gr_migration',
  ])
  assert.deepEqual(
    rows.map((row) => row.name).filter((name) => !known.has(name)),
    [],
  )
})

test('lookups point to declared tables, or to tables of Dataverse that the hub does not have', () => {
  const declared = new Set(allTables.map((table) => table.name))
  const elsewhere = new Set([
    'fxexpression',
    'keyvaultreference',
    'msdyncrm_file',
    'msdyncrm_marketingform',
    'msdynmkt_marketingform',
    'powerfxrule',
    'workflow',
  ])
  for (const table of allTables) {
    for (const [name, column] of Object.entries(table.allColumns)) {
      for (const target of column.targets ?? []) {
        assert.ok(
          declared.has(target) || elsewhere.has(target),
          `${table.name}.${name} → ${target}`,
        )
      }
    }
  }
})

test('names, set names and labels are given once and follow one form', () => {
  assert.equal(new Set(allTables.map((table) => table.name)).size, allTables.length)
  assert.equal(new Set(allTables.map((table) => table.set)).size, allTables.length)
  for (const table of allTables) {
    for (const [name, column] of Object.entries(table.allColumns)) {
      assert.match(name, /^[a-z][a-z0-9_]*$/)
      assert.notEqual(column.label, '', `${table.name}.${name}`)
    }
    if (table.primaryName !== undefined) assert.ok(table.allColumns[table.primaryName], table.name)
  }
})
