/** A small world to ask about: the same for the same seed. */
import fc from 'fast-check'
import {
  type ColumnType,
  type Row,
  shapes,
  type TableName,
  type Value,
  type World,
} from './question.ts'
import { companyId, personId, valuesOf } from './random-questions.ts'

const people = 30
const companies = 7

export function drawWorld(seed: number): World {
  const lookups = {
    companyid: fc.integer({ min: 1, max: companies }).map(companyId),
    managerid: fc.integer({ min: 1, max: people }).map(personId),
    parentid: fc.integer({ min: 1, max: companies }).map(companyId),
  }
  const draw = (table: TableName, count: number, id: (number: number) => string) => {
    const columns = Object.entries(shapes[table].columns).filter(
      ([name]) => name !== 'namelength' && !(name in lookups),
    )
    const singles = Object.values(shapes[table].singles).map(({ column }) => column)
    const row = fc.record({
      ...Object.fromEntries(columns.map(([name, type]) => [name, columnValue(name, type)])),
      ...Object.fromEntries(
        singles.map((name) => [name, fc.option(lookups[name as keyof typeof lookups])]),
      ),
    })
    return fc.sample(row, { seed, numRuns: count }).map((values, index): Row => {
      const whole = { [shapes[table].key]: id(index + 1), ...values } as Row
      return table === 'gr_company' ? whole : { ...whole, namelength: lengthOf(whole.name) }
    })
  }
  return {
    gr_company: draw('gr_company', companies, companyId),
    gr_person: draw('gr_person', people, personId),
  }
}

const lengthOf = (name: Value | undefined): number | null =>
  typeof name === 'string' ? [...name].length : null

const whole = new Set(['age', 'level', 'new_size'])

function columnValue(name: string, type: ColumnType): fc.Arbitrary<Value> {
  const values = whole.has(name) ? fc.constantFrom(0, 1, 2, 3, 4, -1, 100) : valuesOf[type]
  return fc.option(values, { freq: 4 })
}

interface Pool {
  query(text: string, values?: unknown[]): Promise<unknown>
}

export async function insertWorld(pool: Pool, world: World): Promise<void> {
  for (const table of ['gr_company', 'gr_person'] as const) {
    // Rows point to each other, so that the pointers come last.
    const pointers = Object.values(shapes[table].singles).map(({ column }) => column)
    for (const row of world[table]) await insertRow(pool, table, row, pointers)
    for (const row of world[table]) await pointRow(pool, table, row, pointers)
  }
}

async function insertRow(pool: Pool, table: TableName, row: Row, pointers: string[]) {
  const columns = Object.entries(row).filter(
    ([name]) => name !== 'namelength' && !pointers.includes(name),
  )
  const list = columns.map((_, index) => `$${index + 1}`).join(', ')
  const names = columns.map(([name]) => name).join(', ')
  await pool.query(
    `insert into ${table} (${names}) values (${list})`,
    columns.map(([, value]) => value),
  )
}

async function pointRow(pool: Pool, table: TableName, row: Row, pointers: string[]) {
  for (const name of pointers) {
    const { key } = shapes[table]
    await pool.query(`update ${table} set ${name} = $1 where ${key} = $2`, [row[name], row[key]])
  }
}
