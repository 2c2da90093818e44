import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import fc from 'fast-check'
import { frozenClock } from '#clock'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import { testDatabase } from '../../test/database.ts'
import { evaluate } from '../../test/query/evaluate.ts'
import { odataText } from '../../test/query/odata-text.ts'
import { questionPairs } from '../../test/query/random-questions.ts'
import { drawWorld, insertWorld } from '../../test/query/world.ts'
import { createQueries } from './create-queries.ts'
import { createMetadata } from './metadata/create-metadata.ts'
import { clubs, companyTable, metadata, now, personTable, quiet, schema } from './query-fixture.ts'
import type { Reader } from './run/run.ts'

const database = await testDatabase()
const world = drawWorld(77)

before(async () => {
  await database.pool.query(schema)
  await insertWorld(database.pool, world)
})

/** Counts statements, and remembers under which names they ran. */
function watched() {
  const statements: { readonly name: string; readonly text: string }[] = []
  const connect = (done: (...found: unknown[]) => void) =>
    database.pool.connect((error, client, release) => {
      const query = (asked: { name: string; text: string }) => {
        statements.push({ name: asked.name, text: asked.text })
        client?.query(asked as never)
      }
      done(error, client && { query }, release)
    })
  const { options } = database.pool
  return { statements, reader: { pool: { connect, options } } as unknown as Reader }
}

function newQueries(reader: Reader = database) {
  const clock = frozenClock(now)
  const queries = createQueries({ reader, clock, metadata: () => metadata })
  const asking = { caller: systemCaller, root: 'https://hub.example/' }
  return async (address: string) => {
    const [path = '', ...query] = address.split('?')
    const input = { path, query: query.join('?'), annotations: quiet }
    const { result } = await queries.odata(input, asking)
    return result.rows.map((row) => JSON.parse(row))
  }
}

const plain = (_name: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter(([name]) => !name.includes('@')))
    : value

const rowsOf = (values: unknown): unknown => JSON.parse(JSON.stringify(values), plain)

describe('a statement that is kept', () => {
  test('answers other values of the same question as if they had been asked first', async () => {
    const ask = newQueries()
    await fc.assert(
      fc.asyncProperty(questionPairs, async ([first, second]) => {
        for (const question of [first, second, first]) {
          const expected = rowsOf(evaluate(world, question))
          assert.deepEqual(rowsOf(await ask(odataText(question))), expected)
        }
      }),
      { numRuns: 150 },
    )
  })

  test('is one for all ids and filter values, and planned once from the second time on', async () => {
    const { statements, reader } = watched()
    const ask = newQueries(reader)
    for (const row of world.gr_person.slice(0, 4)) {
      await ask(`gr_persons(${row.gr_personid})?$select=name`)
    }
    assert.equal(new Set(statements.map(({ text }) => text)).size, 1)
    const names = statements.map(({ name }) => name)
    assert.deepEqual(names, ['', names[1], names[1], names[1]])
    assert.match(names[1] ?? '', /^[\w-]{22}$/)
  })

  test('is another one where a value needs another type or pattern', async () => {
    const { statements, reader } = watched()
    const ask = newQueries(reader)
    const filters = ['age gt 1', 'age gt 2', 'age gt 2.5', 'age gt 99999999999', 'age gt 3']
    const counts = []
    for (const filter of filters) {
      counts.push((await ask(`gr_persons?$select=name&$filter=${filter}`)).length)
    }
    const people = (least: number) =>
      world.gr_person.filter(({ age }) => age !== null && Number(age) > least).length
    assert.deepEqual(counts, [people(1), people(2), people(2.5), 0, people(3)])
    assert.equal(new Set(statements.map(({ text }) => text)).size, 2)
    await ask("gr_persons?$filter=contains(name,'a')")
    await ask("gr_persons?$filter=contains(name,'[ab]')")
    await ask("gr_persons?$filter=contains(name,'b')")
    assert.equal(new Set(statements.map(({ text }) => text)).size, 4)
  })

  test('refuses a wrong value at its own place', async () => {
    const ask = newQueries()
    await ask("gr_persons?$filter=name eq 'a long name' and born eq 2026-01-01")
    await assert.rejects(ask("gr_persons?$filter=name eq 'b' and born eq 2026-02-31"), (error) => {
      return isRefusal(error, 'wrong-value') && error.message.includes('at character 25 of $filter')
    })
  })

  test('is forgotten when the metadata changes', async () => {
    let current = metadata
    const clock = frozenClock(now)
    const queries = createQueries({ reader: database, clock, metadata: () => current })
    const asking = { caller: systemCaller, root: 'https://hub.example/' }
    const input = { path: 'gr_persons', query: '$select=new_colour&$top=1' }
    await queries.odata(input, asking)
    await queries.odata(input, asking)
    current = createMetadata({ tables: [personTable, companyTable], relationships: [clubs] })
    await assert.rejects(queries.odata(input, asking), (error) =>
      isRefusal(error, 'unknown-property'),
    )
  })

  test('serves only callers with the same roles', async () => {
    const clock = frozenClock(now)
    const queries = createQueries({ reader: database, clock, metadata: () => metadata })
    const input = { path: 'gr_persons', query: '$select=name&$top=1' }
    await queries.odata(input, { caller: systemCaller, root: '' })
    const nobody = { ...systemCaller, roles: [] }
    await assert.rejects(queries.odata(input, { caller: nobody, root: '' }), (error) =>
      isRefusal(error, 'not-allowed'),
    )
  })
})
