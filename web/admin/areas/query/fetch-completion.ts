/** What can stand at a place of a FetchXML text. */
import { type Completion, snippetCompletion } from '@codemirror/autocomplete'
import type { ColumnFacts, TableFacts } from '../../api/tables.ts'
import { fetchOperators } from './fetch-operators.ts'
import type { Found } from './odata-completion.ts'

interface OpenElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
}

const nothing: Found = { typed: '', options: [] }

export function completeFetch(before: string, tables: readonly TableFacts[]): Found {
  const start = before.lastIndexOf('<')
  if (start < 0 || before.lastIndexOf('>') > start) return nothing
  const open = openElements(before.slice(0, start))
  const tag = before.slice(start + 1)
  const name = /^\/?[\w-]*$/.exec(tag)?.[0]
  if (name !== undefined) return { typed: name, options: elementsIn(open.at(-1)) }
  const element = { name: /^[\w-]+/.exec(tag)?.[0] ?? '', attributes: attributesOf(tag) }
  const [, attribute, value] = /([\w-]+)\s*=\s*["']([^"']*)$/.exec(tag) ?? []
  if (attribute === undefined || value === undefined) {
    const given = Object.keys(element.attributes)
    const options = (attributeNames[element.name] ?? [])
      .filter((each) => !given.includes(each))
      .map((each) => snippetCompletion(`${each}="#{}"`, { label: each, type: 'property' }))
    return { typed: /[\w-]*$/.exec(tag)?.[0] ?? '', options }
  }
  return { typed: value, options: valuesFor(attribute, element, open, tables) }
}

/** Elements that are open before a place, the outermost first. */
function openElements(text: string): OpenElement[] {
  const open: OpenElement[] = []
  const tags = /<(\/?)([\w-]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>/g
  for (const [, end, name = '', attributes = '', closed] of text.matchAll(tags)) {
    if (end === '/') open.pop()
    else if (closed !== '/') open.push({ name, attributes: attributesOf(attributes) })
  }
  return open
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(
      ([, name = '', double, single]) => [name, double ?? single ?? ''],
    ),
  )
}

const snippets: Readonly<Record<string, string>> = {
  fetch: 'fetch>\n  <entity name="#{}">\n  </entity>\n</fetch>',
  entity: 'entity name="#{}">\n</entity>',
  attribute: 'attribute name="#{}" />',
  'all-attributes': 'all-attributes />',
  order: 'order attribute="#{}" />',
  filter:
    'filter type="and">\n  <condition attribute="#{}" operator="eq" value="#{}" />\n</filter>',
  condition: 'condition attribute="#{}" operator="#{}" value="#{}" />',
  'link-entity': 'link-entity name="#{}" from="#{}" to="#{}" alias="#{}">\n</link-entity>',
  value: 'value>#{}</value>',
}

const columnElements = ['attribute', 'all-attributes', 'order', 'filter', 'link-entity']

const children: Readonly<Record<string, readonly string[]>> = {
  fetch: ['entity'],
  entity: columnElements,
  'link-entity': columnElements,
  filter: ['condition', 'filter', 'link-entity'],
  condition: ['value'],
}

function elementsIn(parent: OpenElement | undefined): Completion[] {
  const names = parent === undefined ? ['fetch'] : (children[parent.name] ?? [])
  const inner = names.map((label) =>
    snippetCompletion(snippets[label] ?? label, { label, type: 'class' }),
  )
  return parent === undefined
    ? inner
    : [...inner, { label: `/${parent.name}`, apply: `/${parent.name}>`, type: 'class' }]
}

const attributeNames: Readonly<Record<string, readonly string[]>> = {
  fetch: ['top', 'count', 'page', 'distinct', 'aggregate', 'returntotalrecordcount'],
  entity: ['name'],
  attribute: ['name', 'alias', 'aggregate', 'groupby', 'dategrouping', 'distinct'],
  order: ['attribute', 'descending', 'alias'],
  filter: ['type'],
  condition: ['attribute', 'operator', 'value', 'entityname', 'valueof'],
  'link-entity': ['name', 'from', 'to', 'alias', 'link-type'],
}

const words: Readonly<Record<string, readonly string[]>> = {
  'link-type': ['inner', 'outer', 'exists', 'in', 'any', 'not any', 'all', 'not all'],
  type: ['and', 'or'],
  aggregate: ['count', 'countcolumn', 'sum', 'avg', 'min', 'max', 'true'],
  dategrouping: ['day', 'week', 'month', 'quarter', 'year'],
  descending: ['true', 'false'],
  distinct: ['true', 'false'],
  groupby: ['true'],
  returntotalrecordcount: ['true', 'false'],
  operator: fetchOperators,
}

function valuesFor(
  attribute: string,
  element: OpenElement,
  open: readonly OpenElement[],
  tables: readonly TableFacts[],
): Completion[] {
  const isTable = ['entity', 'link-entity'].includes(element.name)
  if (attribute === 'name' && isTable) {
    return tables.map(({ name, label }) => ({ label: name, detail: label, type: 'class' }))
  }
  const known = words[attribute]
  if (known !== undefined) return known.map((label) => ({ label, type: 'keyword' }))
  const around = tableAround(open, tables)
  if (attribute === 'from' && isTable) return columns(tableCalled(element.attributes.name, tables))
  if (['name', 'attribute', 'to', 'valueof'].includes(attribute)) return columns(around)
  if (attribute === 'value') {
    const column = around?.columns.find(({ name }) => name === element.attributes.attribute)
    return choices(column)
  }
  return []
}

const tableCalled = (name: string | undefined, tables: readonly TableFacts[]) =>
  tables.find((each) => each.name === name)

function tableAround(
  open: readonly OpenElement[],
  tables: readonly TableFacts[],
): TableFacts | undefined {
  const around = open.findLast(({ name }) => name === 'entity' || name === 'link-entity')
  return tableCalled(around?.attributes.name, tables)
}

function columns(table: TableFacts | undefined): Completion[] {
  return (table?.columns ?? [])
    .filter(({ kind }) => kind !== 'secret')
    .map(({ name, label }) => ({ label: name, detail: label, type: 'property' }))
}

function choices(column: ColumnFacts | undefined): Completion[] {
  if (column?.kind === 'boolean') return ['0', '1'].map((label) => ({ label, type: 'enum' }))
  return (column?.options ?? []).map(({ value, label }) => ({
    label,
    apply: String(value),
    detail: String(value),
    type: 'enum',
  }))
}
