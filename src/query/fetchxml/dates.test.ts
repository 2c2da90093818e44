import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { isRefusal } from '#errors'
import { testDatabase } from '../../../test/database.ts'
import { fetchXmlWorld, idOf, insert } from './fetchxml-fixture.ts'

const world = fetchXmlWorld(await testDatabase())

/**
 * Moments around "now", Wednesday 2026-09-16 14:30 in Berlin (+02:00), by the wall clock there.
 * Weeks begin on Sunday, fiscal periods are quarters of the calendar year.
 */
const moments: Readonly<Record<string, string>> = {
  'ten years ago': '2016-01-01T00:00:00+01:00',
  'last year': '2025-09-16T10:00:00+02:00',
  'last quarter': '2026-05-05T12:00:00+02:00',
  'last month': '2026-08-20T08:00:00+02:00',
  'last week': '2026-09-10T12:00:00+02:00',
  'late yesterday': '2026-09-15T23:59:59+02:00',
  midnight: '2026-09-16T00:00:00+02:00',
  'two hours ago': '2026-09-16T12:15:00+02:00',
  'a minute ago': '2026-09-16T14:29:00+02:00',
  'in a minute': '2026-09-16T14:31:00+02:00',
  tonight: '2026-09-16T23:30:00+02:00',
  tomorrow: '2026-09-17T00:00:00+02:00',
  'next week': '2026-09-20T00:00:00+02:00',
  'next month': '2026-10-05T09:00:00+02:00',
  'next year': '2027-03-01T00:00:00+01:00',
}

const order = Object.keys(moments)

before(() =>
  insert(
    world,
    'contact',
    Object.entries(moments).map(([firstname, createdon], index) => ({
      contactid: idOf(700 + index),
      firstname,
      createdon: new Date(createdon),
    })),
  ),
)

const found = (condition: string, context = {}) =>
  world.names(
    `<fetch><entity name="contact"><attribute name="firstname" /><filter>${condition}</filter><order attribute="createdon" /></entity></fetch>`,
    'firstname',
    { context },
  )

/** The names from one to another, both included. */
const span = (from: string, to: string): readonly string[] =>
  order.slice(order.indexOf(from), order.indexOf(to) + 1)

const first = 'ten years ago'
const last = 'next year'

type Case = readonly [operator: string, values: readonly (string | number)[], readonly string[]]

const cases: readonly Case[] = [
  ['yesterday', [], ['late yesterday']],
  ['today', [], span('midnight', 'tonight')],
  ['tomorrow', [], ['tomorrow']],
  ['on', ['2026-09-16'], span('midnight', 'tonight')],
  ['on', ['2026-09-15T22:30:00Z'], span('midnight', 'tonight')],
  ['on-or-after', ['2026-09-17'], span('tomorrow', last)],
  ['on-or-before', ['2026-09-15'], span(first, 'late yesterday')],
  ['last-seven-days', [], span('last week', 'a minute ago')],
  ['next-seven-days', [], span('in a minute', 'next week')],
  ['last-week', [], ['last week']],
  ['this-week', [], span('late yesterday', 'tomorrow')],
  ['next-week', [], ['next week']],
  ['last-month', [], ['last month']],
  ['this-month', [], span('last week', 'next week')],
  ['next-month', [], ['next month']],
  ['last-year', [], ['last year']],
  ['this-year', [], span('last quarter', 'next month')],
  ['next-year', [], ['next year']],
  ['last-x-hours', [2], span('two hours ago', 'a minute ago')],
  ['last-x-hours', [1], ['a minute ago']],
  ['next-x-hours', [1], ['in a minute']],
  ['next-x-hours', [9], span('in a minute', 'tonight')],
  ['last-x-days', [1], span('late yesterday', 'a minute ago')],
  ['next-x-days', [1], span('in a minute', 'tomorrow')],
  ['last-x-weeks', [1], span('last week', 'a minute ago')],
  ['next-x-weeks', [1], span('in a minute', 'next week')],
  ['last-x-months', [1], span('last month', 'a minute ago')],
  ['next-x-months', [1], span('in a minute', 'next month')],
  ['last-x-years', [1], span('last year', 'a minute ago')],
  ['next-x-years', [1], span('in a minute', 'next year')],
  ['olderthan-x-minutes', [1], span(first, 'two hours ago')],
  ['olderthan-x-hours', [1], span(first, 'two hours ago')],
  ['olderthan-x-hours', [2], span(first, 'midnight')],
  ['olderthan-x-days', [1], span(first, 'last week')],
  ['olderthan-x-weeks', [1], span(first, 'last month')],
  ['olderthan-x-months', [1], span(first, 'last quarter')],
  ['olderthan-x-years', [1], [first]],
  ['last-fiscal-year', [], ['last year']],
  ['this-fiscal-year', [], span('last quarter', 'next month')],
  ['next-fiscal-year', [], ['next year']],
  ['last-fiscal-period', [], ['last quarter']],
  ['this-fiscal-period', [], span('last month', 'next week')],
  ['next-fiscal-period', [], ['next month']],
  ['last-x-fiscal-years', [1], span('last year', 'a minute ago')],
  ['next-x-fiscal-years', [1], span('in a minute', 'next year')],
  ['last-x-fiscal-periods', [1], span('last quarter', 'a minute ago')],
  ['next-x-fiscal-periods', [1], span('in a minute', 'next month')],
  ['in-fiscal-year', [2026], span('last quarter', 'next month')],
  ['in-fiscal-period', [1], ['ten years ago', 'next year']],
  ['in-fiscal-period-and-year', [2, 2026], ['last quarter']],
  ['in-or-before-fiscal-period-and-year', [4, 2025], span(first, 'last year')],
  ['in-or-after-fiscal-period-and-year', [4, 2026], span('next month', last)],
  ['eq', ['2026-09-16'], ['midnight']],
  ['lt', ['2026-09-16'], span(first, 'late yesterday')],
  ['ge', ['2026-09-16T12:31:00Z'], span('in a minute', last)],
  ['between', ['2026-09-16', '2026-09-17'], span('midnight', 'tomorrow')],
  ['not-between', ['2020-01-01', '2030-01-01'], [first]],
]

describe('operators on dates', () => {
  for (const [operator, values, expected] of cases) {
    const shown = expected.length > 2 ? `${expected[0]} to ${expected.at(-1)}` : expected.join(', ')
    test(`${[operator, ...values].join(' ')} finds ${shown}`, async () => {
      const elements = values.map((value) => `<value>${value}</value>`).join('')
      const condition = `<condition attribute="createdon" operator="${operator}">${elements}</condition>`
      assert.deepEqual(await found(condition), expected)
    })
  }

  test('days begin at midnight of the asking user', async () => {
    const today = '<condition attribute="createdon" operator="today" />'
    const inTokyo = await found(today, { timeZone: 'Asia/Tokyo' })
    assert.deepEqual(inTokyo, span('late yesterday', 'in a minute'))
  })

  test('the calendar of the organisation moves weeks and fiscal years', async () => {
    const calendar = {
      firstDayOfWeek: 1,
      yearStart: { month: 10, day: 1 },
      period: 'half-year',
    } as const
    const ask = (operator: string) =>
      found(`<condition attribute="createdon" operator="${operator}" />`, { calendar })
    assert.deepEqual(await ask('this-week'), span('late yesterday', 'next week'))
    assert.deepEqual(await ask('next-fiscal-year'), span('next month', 'next year'))
    assert.deepEqual(await ask('this-fiscal-period'), span('last quarter', 'next week'))
  })

  for (const value of ['0', '-1', 'x', '', '1.5', '99999999999999']) {
    test(`last-x-days takes no ${value === '' ? 'empty text' : value}`, async () => {
      const condition = `<condition attribute="createdon" operator="last-x-days" value="${value}" />`
      await assert.rejects(found(condition), (error: unknown) => isRefusal(error, 'wrong-value'))
    })
  }

  test('a date operator on a text says that it needs a date', async () => {
    await assert.rejects(
      found('<condition attribute="firstname" operator="today" />'),
      (error: unknown) =>
        isRefusal(error, 'operator-not-for-column') && error.dataverse === 0x80041120,
    )
  })
})
