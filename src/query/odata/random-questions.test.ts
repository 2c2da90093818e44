import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import fc from 'fast-check'
import { testDatabase } from '../../../test/database.ts'
import { evaluate } from '../../../test/query/evaluate.ts'
import { odataText } from '../../../test/query/odata-text.ts'
import { questions } from '../../../test/query/random-questions.ts'
import { drawWorld, insertWorld } from '../../../test/query/world.ts'
import { ask, schema } from '../query-fixture.ts'
import { writeSkipToken } from './skip-token.ts'

const database = await testDatabase()
const world = drawWorld(20260916)

before(async () => {
  await database.pool.query(schema)
  await insertWorld(database.pool, world)
})

/** Links and counts are for other tests. */
const plain = (_name: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter(([name]) => !name.includes('@')))
    : value

const rowsOf = (values: unknown): unknown => JSON.parse(JSON.stringify(values), plain)

test('whatever is asked in OData has the answer that looking at row after row gives', async () => {
  await fc.assert(
    fc.asyncProperty(questions, async (question) => {
      const { values } = await ask(database, odataText(question))
      assert.deepEqual(rowsOf(values), rowsOf(evaluate(world, question)))
    }),
    { numRuns: 300 },
  )
})

test('pages in any order follow each other without a gap or a repeat', async () => {
  const pages = fc.integer({ min: 1, max: 9 })
  await fc.assert(
    fc.asyncProperty(questions, pages, async (question, maxPageSize) => {
      const whole = { ...question, expands: [] }
      const found: unknown[] = []
      let token = ''
      for (let page = 1; page < 40; page += 1) {
        const answer = await ask(database, odataText(whole) + token, { maxPageSize })
        found.push(...answer.values)
        assert.ok(answer.values.length <= maxPageSize)
        if (!answer.more) break
        token = `&$skiptoken=${encodeURIComponent(writeSkipToken(answer, page))}`
      }
      assert.deepEqual(rowsOf(found), rowsOf(evaluate(world, whole)))
    }),
    { numRuns: 60 },
  )
})

test('the count is the number of rows that there are', async () => {
  await fc.assert(
    fc.asyncProperty(questions, async (question) => {
      const whole = { ...question, expands: [] }
      const answer = await ask(database, `${odataText(whole)}&$count=true&$top=1`)
      assert.equal(answer.total, evaluate(world, whole).length)
    }),
    { numRuns: 60 },
  )
})
