import { Group, ScrollArea, Switch, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { memo, useCallback, useMemo, useRef, useState } from 'react'
import { EmptyState } from '../../components/empty-state.tsx'
import { useLanguage } from '../../texts/language.ts'
import {
  type Extent,
  type Privileges,
  type Rights,
  type RoleTable,
  roleTablesOptions,
  type Verb,
  verbs,
} from './people.ts'
import { extentsOf, withExtent } from './rights.ts'
import { useUserTexts } from './users-texts.ts'
import './rights-matrix.css'
import { fromServer } from '../../server-words/server-words.ts'

interface RightsMatrixProps {
  readonly privileges: Privileges
  /** Without it the rights are only shown. */
  readonly onChange?: (privileges: Privileges) => void
}

type Pick = (table: string, verb: Verb, extent: Extent | 'none') => void

function useTablesInOwnWords(tables: readonly RoleTable[]) {
  const language = useLanguage()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another language, other words
  return useMemo(
    () => tables.map((table) => ({ ...table, label: fromServer(table.label) })),
    [tables, language],
  )
}

/** Tables down, verbs across: none, own rows or all. */
export function RightsMatrix({ privileges, onChange }: RightsMatrixProps) {
  const t = useUserTexts()
  const { data } = useSuspenseQuery(roleTablesOptions)
  const tables = useTablesInOwnWords(data)
  const [text, setText] = useState('')
  const [onlyHeld, setOnlyHeld] = useState(onChange === undefined)
  const wanted = text.trim().toLowerCase()
  const seen = tables.filter(
    ({ table, label }) =>
      `${label} ${table}`.toLowerCase().includes(wanted) &&
      (!onlyHeld || privileges[table] !== undefined),
  )
  // The rows keep one function for ever, so that a change draws one row anew and not eighty.
  const newest = useRef({ privileges, onChange })
  newest.current = { privileges, onChange }
  const pick = useCallback<Pick>((table, verb, extent) => {
    const { privileges: held, onChange: change } = newest.current
    change?.(withExtent(held, { table, verb, extent }))
  }, [])
  return (
    <>
      <Group gap="md">
        <TextInput
          type="search"
          aria-label={t('rights.search')}
          placeholder={t('rights.search')}
          leftSection={<IconSearch size={16} />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          w={{ base: '100%', sm: 280 }}
        />
        <Switch
          label={t('rights.onlyHeld')}
          checked={onlyHeld}
          onChange={(event) => setOnlyHeld(event.currentTarget.checked)}
        />
      </Group>
      {seen.length === 0 ? (
        <EmptyState title={t('rights.none')} text={t('rights.none.text')} />
      ) : (
        <ScrollArea.Autosize mah="60vh" type="auto" viewportProps={{ tabIndex: 0 }}>
          <table className="rights">
            <thead>
              <tr>
                <th scope="col">{t('rights.table')}</th>
                {verbs.map((verb) => (
                  <th key={verb} scope="col">
                    {t(`verb.${verb}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {seen.map((table) => (
                <TableRow
                  key={table.table}
                  table={table}
                  rights={privileges[table.table] ?? nothing}
                  pick={onChange === undefined ? undefined : pick}
                />
              ))}
            </tbody>
          </table>
        </ScrollArea.Autosize>
      )}
    </>
  )
}

const nothing: Rights = {}

interface TableRowProps {
  readonly table: RoleTable
  readonly rights: Rights
  readonly pick: Pick | undefined
}

const TableRow = memo(function TableRow({ table, rights, pick }: TableRowProps) {
  const t = useUserTexts()
  return (
    <tr>
      <th scope="row" title={table.table}>
        {table.label}
      </th>
      {verbs.map((verb) => {
        const held = rights[verb] ?? 'none'
        const choices = extentsOf(table, verb)
        return (
          <td key={verb} data-extent={held}>
            {pick === undefined || choices.length === 1 ? (
              <Text span size="sm">
                {t(`extent.${held}`)}
              </Text>
            ) : (
              <select
                aria-label={t('rights.cell', { verb: t(`verb.${verb}`), table: table.label })}
                value={held}
                onChange={(event) =>
                  pick(table.table, verb, event.currentTarget.value as Extent | 'none')
                }
              >
                {choices.map((each) => (
                  <option key={each} value={each}>
                    {t(`extent.${each}`)}
                  </option>
                ))}
              </select>
            )}
          </td>
        )
      })}
    </tr>
  )
})
