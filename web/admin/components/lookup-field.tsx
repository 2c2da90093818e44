import { Select, type SelectProps } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../api/me.ts'
import { literal, rowsOptions } from '../api/records.ts'
import { type TableFacts, useTables } from '../api/tables.ts'
import { useAppTexts } from '../app/app-texts.ts'
import type { Reference } from './record-draft.ts'

interface LookupFieldProps extends Omit<SelectProps, 'value' | 'onChange' | 'data' | 'filter'> {
  /** Logical names of the tables that are looked into. */
  readonly targets: readonly string[]
  readonly value: Reference | null
  readonly onChange: (value: Reference | null) => void
  /** More conditions, as `$filter`. */
  readonly filter?: string
}

const shown = 20

/** A record of another table, found by its name while typing. */
export function LookupField({ targets, value, onChange, filter, ...rest }: LookupFieldProps) {
  const t = useAppTexts()
  const [typed, setTyped] = useState('')
  const [opened, setOpened] = useState(false)
  const [settled] = useDebouncedValue(typed === value?.name ? '' : typed.trim(), 200)
  const may = useMay()
  const tables = useTables().filter(
    ({ name, primaryName }) => primaryName && targets.includes(name) && may('Read', name),
  )
  const answers = useQueries({
    queries: tables.map((table) => ({
      ...rowsOptions({
        set: table.set,
        select: [table.key, table.primaryName ?? table.key],
        filter: conditions(table, settled, filter),
        orderBy: table.primaryName,
        top: shown,
      }),
      enabled: opened,
    })),
  })
  const found = tables.flatMap((table, index) =>
    (answers[index]?.data ?? []).map((row) => ({
      table: table.name,
      id: String(row[table.key]),
      name: String(row[table.primaryName ?? table.key] ?? row[table.key]),
    })),
  )
  const known =
    value === null || found.some(({ id }) => id === value.id) ? found : [value, ...found]
  return (
    <Select
      {...rest}
      searchable
      clearable={!rest.withAsterisk}
      data={known.map(({ id, name }) => ({ value: id, label: name }))}
      filter={({ options }) => options}
      value={value?.id ?? null}
      searchValue={typed}
      onSearchChange={setTyped}
      onDropdownOpen={() => setOpened(true)}
      placeholder={t('field.search')}
      nothingFoundMessage={t(
        answers.some((each) => each.isLoading) ? 'field.loading' : 'field.nothingFound',
      )}
      onChange={(id) => onChange(known.find((each) => each.id === id) ?? null)}
    />
  )
}

function conditions(table: TableFacts, text: string, more: string | undefined): string | undefined {
  const parts = [
    text === '' ? undefined : `contains(${table.primaryName},${literal(text)})`,
    more,
    table.columns.some(({ name }) => name === 'statecode') ? 'statecode eq 0' : undefined,
  ].filter(Boolean)
  return parts.length === 0 ? undefined : parts.join(' and ')
}
