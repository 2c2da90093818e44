/** Tables and columns as pages draw them: names, kinds, labels, options, what lookups point to. */
import { Type } from 'typebox'
import type { Column, Relationship, Table } from '#database'
import type { HttpServer } from '#http'
import { createMetadata, type Metadata, type QueryColumn, type QueryTable } from '#query'
import type { ConsoleNeeds } from './needs.ts'

const option = Type.Object({ value: Type.Integer(), label: Type.String() })

const columnFacts = Type.Object({
  name: Type.String(),
  kind: Type.String(),
  label: Type.String(),
  required: Type.Boolean(),
  readOnly: Type.Boolean(),
  custom: Type.Boolean(),
  maxLength: Type.Optional(Type.Integer()),
  min: Type.Optional(Type.Number()),
  max: Type.Optional(Type.Number()),
  precision: Type.Optional(Type.Integer()),
  options: Type.Optional(Type.Array(option)),
  targets: Type.Optional(Type.Array(Type.String())),
  navigation: Type.Optional(Type.Record(Type.String(), Type.String())),
})

const tableFacts = Type.Object({
  name: Type.String(),
  set: Type.String(),
  label: Type.String(),
  labelPlural: Type.String(),
  primaryName: Type.Optional(Type.String()),
  key: Type.String(),
  columns: Type.Array(columnFacts),
})

/** `GET /api/v1/tables`: every table with an address, with the columns that administrators added. */
export function registerTableOperations(server: HttpServer, o: ConsoleNeeds): void {
  const described = describeTables(o.relationships)
  server.get(
    '/api/v1/tables',
    {
      schema: {
        summary: 'Tables with their columns, options and lookups',
        tags: ['Tables'],
        security: [{ apiKey: [] }],
        response: { 200: Type.Array(tableFacts) },
      },
    },
    async (request) => {
      await o.sessions.callerOf(request)
      return described(o.catalogue.tables())
    },
  )
}

type TableFacts = Type.Static<typeof tableFacts>
type ColumnFacts = Type.Static<typeof columnFacts>

/** The catalogue gives the same list until a definition changes; so long the answer stays. */
function describeTables(relationships: readonly Relationship[]) {
  let of: readonly Table[] | undefined
  let facts: TableFacts[] = []
  return (tables: readonly Table[]): TableFacts[] => {
    if (of !== tables) {
      const metadata = createMetadata({ tables, relationships })
      facts = [...metadata.tables.values()].flatMap((table) => tableOf(table, metadata))
      of = tables
    }
    return facts
  }
}

function tableOf(table: QueryTable, { tables }: Metadata): TableFacts[] {
  if (table.set === undefined) return []
  return [
    {
      name: table.name,
      set: table.set,
      label: table.label,
      labelPlural: table.pluralLabel,
      ...(table.primaryName === undefined ? {} : { primaryName: table.primaryName }),
      key: table.primaryKey,
      columns: [...table.columns.values()].map((column) =>
        columnOf(column, navigationOf(table, column, tables)),
      ),
    },
  ]
}

function columnOf(column: QueryColumn, navigation: Record<string, string>): ColumnFacts {
  const declared: Column = column.declaration
  const { maxLength, min, max, precision } = declared
  return {
    name: column.name,
    kind: declared.kind,
    label: column.label,
    required: declared.required,
    readOnly: declared.readOnly,
    custom: declared.custom !== undefined,
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(precision === undefined ? {} : { precision }),
    ...(column.options.length === 0
      ? {}
      : { options: column.options.map(({ value, label }) => ({ value, label })) }),
    ...(column.targets.length === 0 ? {} : { targets: [...column.targets], navigation }),
  }
}

/** By which property a lookup is written, for each table it may point to. */
function navigationOf(
  table: QueryTable,
  column: QueryColumn,
  tables: Metadata['tables'],
): Record<string, string> {
  const names: Record<string, string> = {}
  for (const navigation of table.navigations.values()) {
    if (navigation.kind !== 'single' || navigation.column !== column) continue
    for (const target of navigation.targets) {
      if (tables.has(target)) names[target] ??= navigation.name
    }
  }
  return names
}
