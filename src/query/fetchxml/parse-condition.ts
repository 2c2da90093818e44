import { type ColumnReference, columnReference } from '../plan/column-reference.ts'
import { comparison, type Filter } from '../plan/filter.ts'
import { type Literal, literal } from '../plan/literal.ts'
import { describePlace } from '../plan/place.ts'
import { nearestHint } from '../resolve/names.ts'
import { shorten } from '../resolve/read-literal.ts'
import { childrenNamed, demandChildren, requiredAttribute, unknownElement } from './attributes.ts'
import type { Element } from './element.ts'
import { type Operator, operators } from './operators.ts'
import { fetchXmlRefusals } from './refusals.ts'

/** `uiname`, `uitype` and their like only help editors of queries. */
export function parseCondition(element: Element): Filter {
  demandChildren(element, ['value'])
  if (element.attributes.has('aggregate')) {
    throw badCondition(element, 'rows, not aggregates', 'aggregate was given')
  }
  const name = requiredAttribute(element, 'attribute')
  const column = columnOf(element, name, element.attributes.get('entityname') || undefined)
  const operator = operatorOf(element)
  const other = element.attributes.get('valueof')
  if (other !== undefined) return withColumn(element, operator, column, other)
  const values = valuesOf(element)
  demandValues(element, operator, values.length)
  return operator.filter(column, operator.values === 0 ? [] : values, element.at)
}

const columnOf = (element: Element, name: string, scope: string | undefined): ColumnReference =>
  columnReference(name, element.at, scope === undefined ? {} : { scope })

function operatorOf(element: Element): Operator {
  const name = requiredAttribute(element, 'operator')
  const operator = operators.get(name)
  if (operator !== undefined) return operator
  throw fetchXmlRefusals['fetchxml-unknown-operator'](
    {
      operator: shorten(name),
      place: describePlace(element.at),
      hint: nearestHint(name, operators.keys()),
    },
    { input: `${element.at.within}/@operator`, expected: 'an operator', found: shorten(name) },
  )
}

/** The attribute's value and those of the elements; white space in them counts. */
function valuesOf(element: Element): readonly Literal[] {
  const own = element.attributes.get('value')
  const listed = childrenNamed(element, 'value').map((value) => {
    for (const child of value.children) throw unknownElement(child, [])
    return literal('untyped', value.text, value.at)
  })
  return own === undefined ? listed : [literal('untyped', own, element.at), ...listed]
}

/** Operators without values tolerate one: saved views carry left-over values. */
function demandValues(element: Element, { values }: Operator, given: number): void {
  if (values === 0 || given === values || (values === 'one or more' && given > 0)) return
  const operator = element.attributes.get('operator') ?? ''
  if (values === 'one or more') {
    throw fetchXmlRefusals['fetchxml-no-values'](
      { operator, place: describePlace(element.at) },
      { input: element.at.within, expected: 'one value or more', found: 'none' },
    )
  }
  const found = given === 0 ? 'none was given' : `${given} were given`
  throw badCondition(element, values === 1 ? 'one value' : 'two values', found)
}

const badCondition = (element: Element, expected: string, found: string) =>
  fetchXmlRefusals['fetchxml-bad-condition'](
    {
      operator: shorten(element.attributes.get('operator') ?? ''),
      expected,
      found,
      place: describePlace(element.at),
    },
    { input: element.at.within, expected, found },
  )

/** `valueof="name"` is of the condition's own row, `valueof="alias.name"` of a linked one. */
function withColumn(
  element: Element,
  { withColumn: operator }: Operator,
  left: ColumnReference,
  other: string,
): Filter {
  if (operator === undefined) throw badCondition(element, 'a value', 'valueof was given')
  if (valuesOf(element).length > 0) {
    throw badCondition(element, 'a value or a column', 'both value and valueof were given')
  }
  const dot = other.indexOf('.')
  const scope = dot < 0 ? left.scope : other.slice(0, dot)
  const right = columnOf(element, other.slice(dot + 1), scope)
  return comparison(left, operator, right, element.at)
}
