/**
 * Operators that need more than SQL's own comparison: calendar windows, the asking user, trees and
 * multiple choices. The names are FetchXML's; the functions of OData (`LastXDays`) are spelled
 * into them by the OData parser. Plain operators (eq, like, in, between, null) have own nodes.
 */
export type ConditionSubject = 'date' | 'lookup' | 'hierarchy' | 'choices' | 'language'

export interface ConditionOperator {
  /** How many values belong to it. */
  readonly values: 0 | 1 | 2 | 'one or more'
  /** What the column has to be. */
  readonly on: ConditionSubject
}

const date = <const V extends 0 | 1 | 2>(values: V) => ({ values, on: 'date' }) as const
const user = { values: 0, on: 'lookup' } as const
const tree = { values: 1, on: 'hierarchy' } as const
const choices = { values: 'one or more', on: 'choices' } as const

export const conditionOperators = {
  yesterday: date(0),
  today: date(0),
  tomorrow: date(0),
  'last-seven-days': date(0),
  'next-seven-days': date(0),
  'last-week': date(0),
  'this-week': date(0),
  'next-week': date(0),
  'last-month': date(0),
  'this-month': date(0),
  'next-month': date(0),
  'last-year': date(0),
  'this-year': date(0),
  'next-year': date(0),
  'last-fiscal-year': date(0),
  'this-fiscal-year': date(0),
  'next-fiscal-year': date(0),
  'last-fiscal-period': date(0),
  'this-fiscal-period': date(0),
  'next-fiscal-period': date(0),
  on: date(1),
  'on-or-before': date(1),
  'on-or-after': date(1),
  'last-x-hours': date(1),
  'next-x-hours': date(1),
  'last-x-days': date(1),
  'next-x-days': date(1),
  'last-x-weeks': date(1),
  'next-x-weeks': date(1),
  'last-x-months': date(1),
  'next-x-months': date(1),
  'last-x-years': date(1),
  'next-x-years': date(1),
  'last-x-fiscal-years': date(1),
  'next-x-fiscal-years': date(1),
  'last-x-fiscal-periods': date(1),
  'next-x-fiscal-periods': date(1),
  'olderthan-x-minutes': date(1),
  'olderthan-x-hours': date(1),
  'olderthan-x-days': date(1),
  'olderthan-x-weeks': date(1),
  'olderthan-x-months': date(1),
  'olderthan-x-years': date(1),
  'in-fiscal-year': date(1),
  'in-fiscal-period': date(1),
  /** Values: period, year. */
  'in-fiscal-period-and-year': date(2),
  'in-or-before-fiscal-period-and-year': date(2),
  'in-or-after-fiscal-period-and-year': date(2),
  'eq-userid': user,
  'ne-userid': user,
  'eq-userteams': user,
  'eq-useroruserteams': user,
  'eq-useroruserhierarchy': user,
  'eq-useroruserhierarchyandteams': user,
  'eq-businessid': user,
  'ne-businessid': user,
  'eq-userlanguage': { values: 0, on: 'language' },
  above: tree,
  'eq-or-above': tree,
  under: tree,
  'eq-or-under': tree,
  'not-under': tree,
  'contain-values': choices,
  'not-contain-values': choices,
} as const satisfies Readonly<Record<string, ConditionOperator>>

export type ConditionOperatorName = keyof typeof conditionOperators
