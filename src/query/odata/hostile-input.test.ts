import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import { testDatabase } from '../../../test/database.ts'
import { odataText } from '../../../test/query/odata-text.ts'
import { questions } from '../../../test/query/random-questions.ts'
import { compile } from '../compile/compile.ts'
import { ask, metadata, schema } from '../query-fixture.ts'
import { resolve } from '../resolve/resolve.ts'
import { parseOData } from './parse-odata.ts'
import { systemOptions } from './query-options.ts'

const database = await testDatabase()

before(() => database.pool.query(schema))

/** Either it is a question or it is refused with a code, a status and a sentence. */
function demandAnswerable(path: string, query: string): void {
  try {
    compile(resolve(parseOData({ path, query }, metadata).plan, metadata, systemCaller))
  } catch (error) {
    if (!isRefusal(error)) throw error
    assert.ok(error.status >= 400 && error.status < 500, `${error.code} has status ${error.status}`)
    assert.doesNotMatch(error.message, /\{\w+\}/, 'the sentence is filled in')
    assert.doesNotMatch(error.advice, /\{\w+\}/, 'the advice is filled in')
  }
}

const bytes = fc
  .uint8Array({ maxLength: 200 })
  .map((array) => Buffer.from(array).toString('latin1'))

const words = fc
  .array(
    fc.constantFrom(
      ...['name', 'age', 'manager', 'companyid', '_companyid_value', 'reports', 'any', 'all', 'x'],
      ...['(', ')', ',', '/', ':', ';', '=', "'", '"', '@p', '$it', '$select', '$filter', '$ref'],
      ...[' ', ' eq ', ' ne ', ' gt ', ' and ', ' or ', 'not ', ' in ', ' add ', ' div ', '-', '*'],
      ...['null', 'true', '1', '2.5', "'a'", '2026-01-01', '2026-13-45', '2026-01-01T00:00:00Z'],
      ...['contains', 'length', 'year', 'now()', 'Microsoft.Dynamics.CRM.', 'LastXDays', 'Between'],
      ...[
        'PropertyName',
        'PropertyValues',
        '[',
        ']',
        'groupby',
        'aggregate',
        ' with ',
        ' as ',
        'sum',
      ],
      ...[
        '0000000a-0000-4000-8000-000000000001',
        '%',
        '%2',
        '+',
        '\\',
        '\0',
        '\ud800',
        'é',
        '?@p=1',
      ],
    ),
    { maxLength: 25 },
  )
  .map((list) => list.join(''))

test('no bytes in the query do anything but ask or be refused', () => {
  fc.assert(
    fc.property(bytes, fc.constantFrom('', ...systemOptions), (text, option) => {
      demandAnswerable('gr_persons', option === '' ? text : `${option}=${text}`)
    }),
    { numRuns: 2000 },
  )
})

test('no bytes in the address do anything but ask or be refused', () => {
  fc.assert(
    fc.property(bytes, fc.boolean(), (text, inside) => {
      demandAnswerable(inside ? `gr_persons(${text})` : `gr_persons/${text}`, '')
    }),
    { numRuns: 1000 },
  )
})

test('no heap of words of the language does anything but ask or be refused', () => {
  fc.assert(
    fc.property(words, fc.constantFrom(...systemOptions), fc.boolean(), (text, option, encoded) => {
      const value = encoded ? encodeURIComponent(text.toWellFormed()) : text
      demandAnswerable('gr_persons', `${option}=${value}`)
    }),
    { numRuns: 4000 },
  )
})

/** A valid query with a few letters lost, doubled or strange. */
const damaged = fc
  .tuple(
    questions.map(odataText).map(decodeURIComponent),
    fc.array(
      fc.tuple(fc.nat(), fc.constantFrom('', "'", '(', ')', '/', ' ', '9', '\0', '%', 'é')),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
  )
  .map(([text, changes]) =>
    changes.reduce((changed, [at, letter]) => {
      const place = at % (changed.length + 1)
      return changed.slice(0, place) + letter + changed.slice(place + 1)
    }, text),
  )

test('whatever is let through, PostgreSQL runs', async () => {
  await fc.assert(
    fc.asyncProperty(damaged, async (address) => {
      try {
        await ask(database, address)
      } catch (error) {
        if (!isRefusal(error)) throw error
      }
    }),
    { numRuns: 500 },
  )
})
