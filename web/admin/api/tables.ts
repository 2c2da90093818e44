/** What tables and columns there are, custom ones included: the hub's declarations. */
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ColumnKind } from '../../../src/database/define-table.ts'
import { fromServer } from '../server-words/server-words.ts'
import { useLanguage } from '../texts/language.ts'
import { request } from './request.ts'

export interface ColumnFacts {
  readonly name: string
  readonly kind: ColumnKind
  readonly label: string
  readonly required: boolean
  readonly readOnly: boolean
  readonly custom: boolean
  readonly maxLength?: number
  readonly min?: number
  readonly max?: number
  readonly precision?: number
  readonly options?: readonly { readonly value: number; readonly label: string }[]
  /** Logical names of the tables that a lookup may point to. */
  readonly targets?: readonly string[]
  /** Property to write a lookup by, with `@odata.bind`; by target where there are several. */
  readonly navigation?: Readonly<Record<string, string>>
}

export interface TableFacts {
  readonly name: string
  readonly set: string
  readonly label: string
  readonly labelPlural: string
  readonly primaryName: string | undefined
  readonly key: string
  readonly columns: readonly ColumnFacts[]
}

export const tablesOptions = queryOptions({
  queryKey: ['tables'],
  queryFn: ({ signal }) => request<readonly TableFacts[]>('/api/v1/tables', { signal }),
  staleTime: 300_000,
})

export function useTable(name: string): TableFacts {
  const table = useTables().find((each) => each.name === name)
  if (table === undefined) throw new Error(`There is no table ${name}.`)
  return table
}

/** Entity set by logical name, for `@odata.bind`. */
export function useSetOf(): (table: string) => string {
  const { data } = useSuspenseQuery(tablesOptions)
  return (name) => data.find((each) => each.name === name)?.set ?? name
}

/** With labels in the language of the page. */
export function useTables(): readonly TableFacts[] {
  const { data } = useSuspenseQuery(tablesOptions)
  const language = useLanguage()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another language, other words
  return useMemo(() => data.map(inOwnWords), [data, language])
}

function inOwnWords(table: TableFacts): TableFacts {
  return {
    ...table,
    label: fromServer(table.label),
    labelPlural: fromServer(table.labelPlural),
    columns: table.columns.map((column) => (column.custom ? column : columnInOwnWords(column))),
  }
}

/** Labels of custom columns are those that an administrator gave. */
function columnInOwnWords(column: ColumnFacts): ColumnFacts {
  const { label, options } = column
  return {
    ...column,
    label: fromServer(label),
    ...(options === undefined
      ? {}
      : { options: options.map((each) => ({ ...each, label: fromServer(each.label) })) }),
  }
}
