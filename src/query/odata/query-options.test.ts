import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isRefusal } from '#errors'
import { readQueryOptions } from './query-options.ts'

const id = '0000000a-0000-4000-8000-000000000001'

describe('the query string', () => {
  test('a second question mark separates parameter aliases', () => {
    const { system, aliases } = readQueryOptions(`$select=name,stage?@id=${id}`)
    assert.equal(system.get('$select'), 'name,stage')
    assert.equal(aliases.get('id'), id)
  })

  test('a question mark inside quotes stays, encoded or not', () => {
    const plain = readQueryOptions("$filter=name eq 'who?@id=1'")
    assert.equal(plain.system.get('$filter'), "name eq 'who?@id=1'")
    const encoded = readQueryOptions('$filter=name%20eq%20%27who?@id=1%27?@x=2')
    assert.equal(encoded.system.get('$filter'), "name eq 'who?@id=1'")
    assert.equal(encoded.aliases.get('x'), '2')
  })

  test('plus signs and percent codes are blanks and characters', () => {
    const { system } = readQueryOptions('$filter=name+eq+%27O%27%27Neil%2B%27')
    assert.equal(system.get('$filter'), "name eq 'O''Neil+'")
  })

  test('options of other makers are kept apart and change nothing', () => {
    const { system, custom } = readQueryOptions('tag=a&fetchXml=%3Cfetch/%3E&$top=3')
    assert.deepEqual(
      [...custom],
      [
        ['tag', 'a'],
        ['fetchXml', '<fetch/>'],
      ],
    )
    assert.deepEqual([...system], [['$top', '3']])
  })

  const refused: readonly (readonly [string, string, string])[] = [
    ['$skip=3', 'unsupported-option', 'The query parameter $skip is not supported.'],
    ['$search=a', 'unsupported-option', 'The query parameter $search is not supported.'],
    ['$Filter=a', 'unsupported-option', 'The query parameter $Filter is not supported.'],
    ['$top=1&$top=2', 'repeated-option', 'The query parameter $top was given more than once.'],
    ['$filter=%ZZ', 'query-syntax', 'Syntax error at character 1 of $filter'],
  ]
  for (const [query, code, sentence] of refused) {
    test(`${query} is refused`, () => {
      assert.throws(
        () => readQueryOptions(query),
        (error) => isRefusal(error, code) && error.message.startsWith(sentence),
      )
    })
  }

  test('$format=json is what the hub answers anyway', () => {
    assert.equal(readQueryOptions('$format=json').system.size, 0)
  })

  test('a query of more than 32 KB is refused with 414; in a batch twice as much may come', () => {
    const long = `$filter=${'a'.repeat(33_000)}`
    assert.throws(
      () => readQueryOptions(long),
      (error) => isRefusal(error, 'query-too-long') && error.status === 414,
    )
    assert.equal(readQueryOptions(long, 64 * 1024).system.size, 1)
  })
})
