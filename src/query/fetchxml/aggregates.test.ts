import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { isRefusal } from '#errors'
import { testDatabase } from '../../../test/database.ts'
import { allAnnotations } from '../plan/query-plan.ts'
import { accounts, fetchXmlWorld, idOf, insert, insertPeople } from './fetchxml-fixture.ts'

const world = fetchXmlWorld(await testDatabase())

before(async () => {
  await insertPeople(world)
  await insert(world, 'msevtmgt_event', [
    event(1, '2026-01-31T23:30:00Z'),
    event(2, '2026-02-10T10:00:00Z'),
    event(3, '2025-12-31T23:30:00Z'),
  ])
})

/** In Berlin the first begins in February, the third in 2026. */
const event = (number: number, createdon: string) => ({
  msevtmgt_eventid: idOf(300 + number),
  msevtmgt_name: `Event ${number}`,
  msevtmgt_eventstartdate: '2026-03-05T09:00:00',
  msevtmgt_eventenddate: '2026-03-05T10:00:00',
  createdon: new Date(createdon),
})

const aggregate = (inside: string, entity = 'contact', fetch = '') =>
  `<fetch aggregate="true" ${fetch}><entity name="${entity}">${inside}</entity></fetch>`

const ask = async (inside: string, entity = 'contact', fetch = '', asking = {}) =>
  (await world.ask(aggregate(inside, entity, fetch), asking)).values

describe('aggregates', () => {
  test('each function over a column, nulls left out', async () => {
    const functions = ['count', 'countcolumn', 'sum', 'avg', 'min', 'max']
    const list = functions.map(
      (name) => `<attribute name="numberofchildren" aggregate="${name}" alias="n_${name}" />`,
    )
    assert.deepEqual(await ask(list.join('')), [
      { n_count: 5, n_countcolumn: 4, n_sum: 9, n_avg: 2.25, n_min: 0, n_max: 5 },
    ])
  })

  test('countcolumn counts distinct values on demand', async () => {
    const distinct =
      '<attribute name="numberofchildren" aggregate="countcolumn" distinct="true" alias="n" />'
    assert.deepEqual(await ask(distinct), [{ n: 3 }])
  })

  test('amounts keep their decimals; dates and texts have a least and a greatest', async () => {
    const list =
      '<attribute name="annualincome" aggregate="sum" alias="income" /><attribute name="birthdate" aggregate="min" alias="oldest" /><attribute name="lastname" aggregate="max" alias="last" />'
    const [row] = await ask(list)
    assert.deepEqual([Number(row?.income), row?.oldest, row?.last], [350.5, '1985-07-01', 'Eve'])
  })

  test('over no rows count is 0 and the others are null', async () => {
    const none = '<filter><condition attribute="firstname" operator="eq" value="Nobody" /></filter>'
    const list =
      '<attribute name="contactid" aggregate="count" alias="n" /><attribute name="numberofchildren" aggregate="sum" alias="sum" />'
    assert.deepEqual(await ask(list + none), [{ n: 0, sum: null }])
  })

  test('groups by a choice in order of an alias, with its label', async () => {
    const list =
      '<attribute name="gendercode" groupby="true" alias="gender" /><attribute name="contactid" aggregate="count" alias="n" /><order alias="n" descending="true" /><order alias="gender" descending="true" />'
    const rows = await ask(list, 'contact', '', { annotations: allAnnotations })
    const label = 'gender@OData.Community.Display.V1.FormattedValue'
    assert.deepEqual(rows, [
      { [label]: 'Female', gender: 2, n: 2 },
      { [label]: 'Male', gender: 1, n: 2 },
      { gender: null, n: 1 },
    ])
  })

  test('groups by a lookup give the id', async () => {
    const list =
      '<attribute name="parentcustomerid" groupby="true" alias="firm" /><attribute name="contactid" aggregate="count" alias="n" /><filter><condition attribute="parentcustomerid" operator="not-null" /></filter><order alias="n" />'
    assert.deepEqual(await ask(list), [
      { firm: accounts.holding, n: 1 },
      { firm: accounts.daughter, n: 2 },
    ])
  })

  test('links join in: groups and aggregates of linked tables, ordered from the link', async () => {
    const link =
      '<attribute name="contactid" aggregate="count" alias="people" /><link-entity name="account" from="accountid" to="parentcustomerid" alias="firm"><attribute name="name" groupby="true" alias="name" /><attribute name="revenue" aggregate="max" alias="revenue" /><order alias="name" descending="true" /></link-entity>'
    const rows = await ask(link)
    assert.deepEqual(
      rows.map((row) => [row.name, row.people, Number(row.revenue)]),
      [
        ['Holding', 1, 900],
        ['Daughter', 2, 500],
      ],
    )
  })

  const parts = (part: string, more = '') =>
    `<attribute name="createdon" groupby="true" dategrouping="${part}" alias="part" ${more} /><attribute name="msevtmgt_eventid" aggregate="count" alias="n" /><order alias="part" />`

  const grouped: readonly (readonly [string, string, readonly (readonly [number, number])[]])[] = [
    [
      'day',
      '',
      [
        [1, 2],
        [10, 1],
      ],
    ],
    [
      'month',
      '',
      [
        [1, 1],
        [2, 2],
      ],
    ],
    [
      'month',
      'usertimezone="false"',
      [
        [1, 1],
        [2, 1],
        [12, 1],
      ],
    ],
    ['quarter', '', [[1, 3]]],
    ['year', '', [[2026, 3]]],
    [
      'year',
      'usertimezone="0"',
      [
        [2025, 1],
        [2026, 2],
      ],
    ],
    [
      'week',
      '',
      [
        [1, 1],
        [6, 1],
        [7, 1],
      ],
    ],
    ['fiscal-period', '', [[1, 3]]],
    ['fiscal-year', '', [[2026, 3]]],
  ]
  for (const [part, more, expected] of grouped) {
    test(`dategrouping ${part} ${more} groups by the part of the date`, async () => {
      const rows = await ask(parts(part, more), 'msevtmgt_event')
      assert.deepEqual(
        rows.map((row) => [row.part, row.n]),
        expected,
      )
    })
  }

  test('aggregates come in pages too', async () => {
    const list =
      '<attribute name="firstname" groupby="true" alias="name" /><attribute name="contactid" aggregate="count" alias="n" /><order alias="name" />'
    const second = await world.ask(aggregate(list, 'contact', 'count="2" page="2"'))
    assert.deepEqual(
      second.values.map(({ name }) => name),
      ['Cleo', 'Dan'],
    )
    assert.equal(second.more, true)
  })

  test('top gives so many groups and no more', async () => {
    const list =
      '<attribute name="firstname" groupby="true" alias="name" /><attribute name="contactid" aggregate="count" alias="n" /><order alias="name" />'
    const names = async (top: number) =>
      (await ask(list, 'contact', `top="${top}"`)).map(({ name }) => name)
    assert.deepEqual(await names(1), ['Ada'])
    assert.deepEqual(await names(2), ['Ada', 'Bob'])
  })

  test('more rows than aggregatelimit are refused', async () => {
    const list = '<attribute name="contactid" aggregate="count" alias="n" />'
    await assert.rejects(
      ask(list, 'contact', 'aggregatelimit="4"'),
      (error: unknown) =>
        isRefusal(error, 'too-many-rows-to-aggregate') && error.dataverse === 0x8004e023,
    )
    assert.deepEqual(await ask(list, 'contact', 'aggregatelimit="5"'), [{ n: 5 }])
  })
})
