/** Date operators as ranges of a column; the edges are worked out when the query runs. */
import type { Family } from '../metadata/value-kind.ts'
import type { Condition } from '../plan/filter.ts'
import type { Literal } from '../plan/literal.ts'
import { describePlace } from '../plan/place.ts'
import { refusals } from '../refusals.ts'
import { type BoundValue, fixed, late } from './bound-value.ts'
import {
  dateWindows,
  greatestCount,
  presentOf,
  type Window,
  type WindowOperator,
  withinCalendar,
} from './date-window.ts'
import { readMoment } from './read-moment.ts'
import type { Expression, Range, Test } from './resolved.ts'
import type { RunContext } from './run-context.ts'

export function dateTest(of: Expression, node: Condition): Test {
  const { operator } = node
  if (operator === 'in-fiscal-period') return fiscalPeriodTest(of, node)
  if (operator === 'on' || operator === 'on-or-before' || operator === 'on-or-after') {
    return dayTest(of, node)
  }
  const [first = 0, second = 0] = node.values.map((value, index) => count(node, value, index))
  const make = dateWindows[operator as WindowOperator]
  const window = (context: RunContext) => make(presentOf(context), first, second)
  return { kind: 'range', of, range: rangeOf(of.family, window, shapes(operator)) }
}

/** Which edges an operator's window has does not depend on when it runs. */
function shapes(operator: string): Shape {
  if (operator.startsWith('olderthan-') || operator.startsWith('in-or-before')) {
    return { from: undefined, to: 'excluded' }
  }
  if (operator.startsWith('in-or-after')) return { from: 'included', to: undefined }
  if (/^last-(x|seven)-/.test(operator)) return { from: 'included', to: 'included' }
  if (/^next-(x|seven)-/.test(operator)) return { from: 'excluded', to: 'excluded' }
  return { from: 'included', to: 'excluded' }
}

interface Shape {
  readonly from: 'included' | 'excluded' | undefined
  readonly to: 'included' | 'excluded' | undefined
}

function rangeOf(family: Family, window: (context: RunContext) => Window, shape: Shape): Range {
  const edge = (side: 'from' | 'to') => {
    const kind = shape[side]
    if (kind === undefined) return undefined
    return { value: edgeValue(family, (c) => window(c)[side]), inclusive: kind === 'included' }
  }
  return { from: edge('from'), to: edge('to') }
}

/** A date column counts as its midnight, so that "until now" holds today. */
function edgeValue(
  family: Family,
  edge: (context: RunContext) => Temporal.PlainDateTime | undefined,
): BoundValue {
  const wall = (context: RunContext) => {
    const found = edge(context)
    if (found === undefined) throw new TypeError('A window lacks an edge that its operator has.')
    return withinCalendar(found)
  }
  if (family !== 'instant') return late('timestamp', (context) => wall(context).toString())
  return late('timestamptz', (context) =>
    wall(context).toZonedDateTime(context.timeZone).toInstant().toString(),
  )
}

function dayTest(of: Expression, node: Condition): Test {
  const [value] = node.values
  const moment = value && readMoment(value.text)
  if (moment === undefined) throw wrongValue(node, value, 'a date', '2026-11-21')
  const day = (context: RunContext) => dayOf(moment, of.family, context)
  const window = (context: RunContext): Window => {
    const start = day(context)
    return { from: start.toPlainDateTime(), to: start.add({ days: 1 }).toPlainDateTime() }
  }
  const range = rangeOf(of.family, window, dayShapes[node.operator as keyof typeof dayShapes])
  return { kind: 'range', of, range }
}

const dayShapes = {
  on: { from: 'included', to: 'excluded' },
  'on-or-before': { from: undefined, to: 'excluded' },
  'on-or-after': { from: 'included', to: undefined },
} as const

/** The day that was meant: of an exact instant, the one it has for the asking user. */
function dayOf(
  moment: NonNullable<ReturnType<typeof readMoment>>,
  family: Family,
  { timeZone }: RunContext,
): Temporal.PlainDate {
  if (moment.instant === undefined || family !== 'instant') {
    return Temporal.PlainDate.from(moment.wall)
  }
  return Temporal.Instant.from(moment.instant).toZonedDateTimeISO(timeZone).toPlainDate()
}

function fiscalPeriodTest(of: Expression, node: Condition): Test {
  const [value] = node.values
  if (value === undefined) throw new TypeError('in-fiscal-period has no value.')
  const equals = fixed('integer', String(count(node, value, 0)))
  return { kind: 'date part', of, part: 'fiscal-period', equals }
}

/** "Last X days" counts from 1; fiscal years are years of the calendar. */
function count(node: Condition, value: Literal, index: number): number {
  const most = greatest(node, index)
  const number = /^\d{1,12}$/.test(value.text.trim()) ? Number(value.text) : Number.NaN
  if (number >= 1 && number <= most) return number
  throw wrongValue(node, value, `a whole number from 1 to ${most}`, '7')
}

function greatest({ operator }: Condition, index: number): number {
  if (operator.endsWith('and-year')) return index === 0 ? 13 : 9998
  if (operator === 'in-fiscal-year') return 9998
  if (operator === 'in-fiscal-period') return 13
  const unit = operator.split('-').at(-1) as keyof typeof greatestCount
  return greatestCount[unit]
}

function wrongValue(
  node: Condition,
  value: Literal | undefined,
  expected: string,
  example: string,
) {
  const at = value?.at ?? node.at
  return refusals['wrong-value'](
    {
      column: `The operator ${node.operator}`,
      expected,
      found: value?.text ?? 'nothing',
      place: describePlace(at),
      example,
    },
    { input: at.within, expected, found: value?.text ?? 'nothing' },
  )
}
