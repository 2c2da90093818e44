/** The declarations of every module can be asked about, whatever their columns are made of. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { systemCaller } from '#identity'
import { testDatabase } from '../../../test/database.ts'
import { compile } from '../compile/compile.ts'
import { addColumns, metadata } from '../fetchxml/fetchxml-fixture.ts'
import type { QueryTable } from '../metadata/metadata.ts'
import { allAnnotations } from '../plan/query-plan.ts'
import { context } from '../query-fixture.ts'
import { resolve } from '../resolve/resolve.ts'
import { run } from '../run/run.ts'
import { parseOData } from './parse-odata.ts'

const database = await testDatabase()
await database.pool.query(addColumns)

async function ask(path: string, query: string) {
  const { plan } = parseOData({ path, query, annotations: allAnnotations }, metadata)
  return await run(database, compile(resolve(plan, metadata, systemCaller)), context)
}

const sortable = ({ properties }: QueryTable): string[] =>
  [...properties.values()]
    .filter(({ readable, kind }) => readable && kind !== 'json' && kind !== 'multichoice')
    .map(({ property }) => property)

function* inLists<T>(items: Iterable<T>, size: number): Generator<T[]> {
  const list = [...items]
  for (let from = 0; from < list.length; from += size) yield list.slice(from, from + size)
}

describe('every table', () => {
  for (const [set, table] of metadata.sets) {
    test(`${set}: all columns with annotations, counted`, async () => {
      const { rows, total } = await ask(set, '$count=true')
      assert.equal(rows.length, total)
      for (const row of rows) {
        const names = Object.keys(JSON.parse(row)).filter((name) => !name.includes('@'))
        const readable = [...table.properties.values()].filter((column) => column.readable)
        assert.deepEqual(names.toSorted(), readable.map(({ property }) => property).toSorted())
      }
    })

    test(`${set}: every column filters and orders`, async () => {
      for (const names of inLists(sortable(table), 30)) {
        const filter = names.map((name) => `${name} ne null`).join(' or ')
        await ask(set, `$select=${table.primaryKey}&$filter=${filter}&$orderby=${names.join(',')}`)
      }
    })

    test(`${set}: every way to other rows expands, and collections can be asked about`, async () => {
      for (const ways of inLists(table.navigations.values(), 15)) {
        await ask(
          set,
          `$select=${table.primaryKey}&$expand=${ways.map(({ name }) => name).join(',')}`,
        )
        const collections = ways.filter(({ kind }) => kind !== 'single')
        const filter = collections.map(({ name }) => `${name}/any()`).join(' or ')
        if (filter !== '') await ask(set, `$filter=${filter}`)
      }
    })
  }
})
