/** Writes questions as OData. */

import { shown } from './evaluate.ts'
import {
  type ColumnType,
  type Expand,
  type Order,
  type Path,
  type Question,
  shapes,
  type TableName,
  type Test,
  type Value,
} from './question.ts'

const sets: Readonly<Record<TableName, string>> = {
  gr_person: 'gr_persons',
  gr_company: 'gr_companies',
}

export function odataText(question: Question): string {
  const { table, test, orders, expands } = question
  const options = [
    `$select=${selectText(table, question.select)}`,
    ...(test === undefined ? [] : [`$filter=${encodeURIComponent(testText(table, test, ''))}`]),
    ...(orders.length === 0 ? [] : [`$orderby=${orderText(table, orders)}`]),
    ...(expands.length === 0
      ? []
      : [
          `$expand=${encodeURIComponent(expands.map((each) => expandText(table, each)).join(','))}`,
        ]),
  ]
  return `${sets[table]}?${options.join('&')}`
}

const selectText = (table: TableName, select: readonly string[]): string =>
  [shapes[table].key, ...select].map((name) => shown(table, name)).join(',')

const orderText = (table: TableName, orders: readonly Order[]): string =>
  orders
    .map(({ path, descending }) => `${pathText(table, path, '')}${descending ? ' desc' : ''}`)
    .join(',')

function expandText(table: TableName, expand: Expand): string {
  const { singles, collections } = shapes[table]
  const to = singles[expand.way]?.to ?? collections[expand.way]?.of ?? table
  const options = [
    `$select=${selectText(to, expand.select)}`,
    ...(expand.test === undefined ? [] : [`$filter=${testText(to, expand.test, '')}`]),
    ...(expand.orders.length === 0 ? [] : [`$orderby=${orderText(to, expand.orders)}`]),
    ...(expand.top === undefined ? [] : [`$top=${expand.top}`]),
  ]
  return `${expand.way}(${options.join(';')})`
}

/** The table at the end of single-valued ways. */
function behind(table: TableName, ways: readonly string[]): TableName {
  return ways.reduce<TableName>((at, way) => shapes[at].singles[way]?.to ?? at, table)
}

function pathText(table: TableName, { ways, column }: Path, prefix: string): string {
  return prefix + [...ways, shown(behind(table, ways), column)].join('/')
}

export function testText(table: TableName, test: Test, prefix: string): string {
  switch (test.kind) {
    case 'and':
    case 'or':
      return test.tests.length === 0
        ? String(test.kind === 'and')
        : `(${test.tests.map((each) => testText(table, each, prefix)).join(` ${test.kind} `)})`
    case 'not':
      return `not (${testText(table, test.test, prefix)})`
    case 'some':
    case 'every': {
      const to = shapes[table].collections[test.collection]?.of ?? table
      const call = `${prefix}${test.collection}/${test.kind === 'some' ? 'any' : 'all'}`
      if (test.test === undefined) return test.kind === 'some' ? `${call}()` : 'true'
      const variable = `x${prefix.length}`
      return `${call}(${variable}:${testText(to, test.test, `${variable}/`)})`
    }
    default:
      return leafText(table, test, prefix)
  }
}

type Leaf = Exclude<Test, { kind: 'and' | 'or' | 'not' | 'some' | 'every' }>

function leafText(table: TableName, test: Leaf, prefix: string): string {
  const path = (each: Path) => pathText(table, each, prefix)
  switch (test.kind) {
    case 'compare':
      return `${path(test.path)} ${test.operator} ${literalText(test.value, test.path.type)}`
    case 'columns':
      return `${path(test.left)} ${test.operator} ${path(test.right)}`
    case 'null':
      return `${path(test.path)} ${test.negated ? 'ne' : 'eq'} null`
    case 'in': {
      const values = test.values.map((value) => literalText(value, test.path.type)).join(',')
      const list = `${path(test.path)} in (${values})`
      return test.negated ? `not (${list})` : list
    }
    case 'between': {
      const values = JSON.stringify([test.low, test.high].map(String))
      const name = `Microsoft.Dynamics.CRM.${test.negated ? 'NotBetween' : 'Between'}`
      const { ways, column } = test.path
      return `${prefix}${name}(PropertyName='${[...ways, column].join('/')}',PropertyValues=${values})`
    }
    case 'match':
      return `${test.part}(${path(test.path)},${literalText(test.text, 'text')})`
    case 'year':
      return `year(${path(test.path)}) ${test.operator} ${test.year}`
    case 'sum':
      return `${path(test.left)} add ${path(test.right)} ${test.operator} ${test.value}`
  }
}

export function literalText(value: Value, type: ColumnType): string {
  if (value === null) return 'null'
  return type === 'text' ? `'${String(value).replaceAll("'", "''")}'` : String(value)
}
