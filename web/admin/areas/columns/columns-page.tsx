import { ActionIcon, Anchor, Badge, Button, Group, Select, Table, Text } from '@mantine/core'
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useMe } from '../../api/me.ts'
import { useTables } from '../../api/tables.ts'
import { useAddressState } from '../../app/address.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { useFormat } from '../../texts/format.ts'
import { ColumnDrawer } from './column-drawer.tsx'
import { useColumnTexts } from './column-texts.ts'
import { type CustomColumn, kindOf, useCustomColumns } from './custom-columns.ts'
import { RemoveColumn } from './remove-column.tsx'

type Open = CustomColumn | 'new' | undefined

/** Columns that administrators added, of all tables or of one. */
export function ColumnsPage() {
  const t = useColumnTexts()
  const { administrator } = useMe()
  const [chosen, choose] = useAddressState('table')
  const [open, setOpen] = useState<Open>()
  const [leaving, setLeaving] = useState<CustomColumn>()
  const all = useCustomColumns()
  const shown = all.filter(({ table }) => chosen === '' || table.name === chosen)
  const add = administrator && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen('new')}>
      {t('columns.add')}
    </Button>
  )
  return (
    <Page title={t('columns.title')} note={<Note />} actions={add}>
      <Sheet
        actions={all.length > 0 && <TableFilter columns={all} chosen={chosen} choose={choose} />}
      >
        {shown.length === 0 ? (
          <EmptyState title={t('columns.empty')} text={t('columns.empty.text')} action={add} />
        ) : (
          <ColumnTable
            columns={shown}
            {...(administrator ? { change: setOpen, remove: setLeaving } : {})}
          />
        )}
      </Sheet>
      {open !== undefined && (
        <ColumnDrawer
          column={open === 'new' ? undefined : open}
          table={chosen === '' ? 'contact' : chosen}
          close={() => setOpen(undefined)}
        />
      )}
      {leaving !== undefined && (
        <RemoveColumn column={leaving} close={() => setLeaving(undefined)} />
      )}
    </Page>
  )
}

function Note() {
  const t = useColumnTexts()
  return (
    <>
      {t('columns.note')}{' '}
      <Anchor component={Link} to="/website" size="sm" underline="always">
        {t('columns.website')}
      </Anchor>
    </>
  )
}

function TableFilter({
  columns,
  chosen,
  choose,
}: {
  readonly columns: readonly CustomColumn[]
  readonly chosen: string
  readonly choose: (table: string) => void
}) {
  const t = useColumnTexts()
  const tables = new Map(columns.map(({ table }) => [table.name, table.label]))
  return (
    <Select
      aria-label={t('column.table')}
      placeholder={t('columns.allTables')}
      clearable
      searchable
      w={240}
      data={[...tables].map(([value, label]) => ({ value, label }))}
      value={tables.has(chosen) ? chosen : null}
      onChange={(value) => choose(value ?? '')}
    />
  )
}

interface ColumnTableProps {
  readonly columns: readonly CustomColumn[]
  readonly change?: (column: CustomColumn) => void
  readonly remove?: (column: CustomColumn) => void
}

function ColumnTable({ columns, change, remove }: ColumnTableProps) {
  const t = useColumnTexts()
  return (
    <Table.ScrollContainer minWidth={620}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('column.label')}</Table.Th>
            <Table.Th>{t('column.table')}</Table.Th>
            <Table.Th>{t('column.kind')}</Table.Th>
            <Table.Th>{t('column.more')}</Table.Th>
            {change !== undefined && <Table.Th aria-label={t('columns.acts')} />}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {columns.map((column) => (
            <ColumnRow
              key={`${column.table.name}.${column.facts.name}`}
              column={column}
              {...(change === undefined ? {} : { change: () => change(column) })}
              {...(remove === undefined ? {} : { remove: () => remove(column) })}
            />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

interface ColumnRowProps {
  readonly column: CustomColumn
  readonly change?: () => void
  readonly remove?: () => void
}

function ColumnRow({ column, change, remove }: ColumnRowProps) {
  const t = useColumnTexts()
  const said = useAppTexts()
  const { facts, table } = column
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={600}>
          {facts.label}
        </Text>
        <Text size="xs" c="dimmed" className="code">
          {facts.name}
        </Text>
      </Table.Td>
      <Table.Td>{table.label}</Table.Td>
      <Table.Td>{t(`kind.${kindOf(facts)}`)}</Table.Td>
      <Table.Td>
        <Details column={column} />
      </Table.Td>
      {change !== undefined && (
        <Table.Td>
          <Group gap={4} justify="flex-end" wrap="nowrap">
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('columns.change', { label: facts.label })}
              onClick={change}
            >
              <IconPencil size={18} stroke={1.6} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="red"
              aria-label={`${said('act.delete')}: ${facts.label}`}
              onClick={remove}
            >
              <IconTrash size={18} stroke={1.6} />
            </ActionIcon>
          </Group>
        </Table.Td>
      )}
    </Table.Tr>
  )
}

/** What of its definition matters to who uses it. */
function Details({ column }: { readonly column: CustomColumn }) {
  const t = useColumnTexts()
  const format = useFormat()
  const tables = useTables()
  const { facts } = column
  const words = [
    facts.maxLength === undefined ? '' : t('detail.length', { count: facts.maxLength }),
    facts.min === undefined ? '' : t('detail.from', { value: format.number(facts.min) }),
    facts.max === undefined ? '' : t('detail.to', { value: format.number(facts.max) }),
    facts.kind === 'boolean' ? '' : (facts.options ?? []).map(({ label }) => label).join(', '),
    (facts.targets ?? [])
      .map((name) => tables.find((each) => each.name === name)?.label ?? name)
      .join(', '),
  ].filter(Boolean)
  return (
    <Group gap={6}>
      <Text size="sm" lineClamp={2} maw="32ch">
        {words.join(', ')}
      </Text>
      {facts.required && (
        <Badge variant="default" tt="none">
          {t('detail.required')}
        </Badge>
      )}
      {column.indexed && (
        <Badge variant="default" tt="none">
          {t('detail.indexed')}
        </Badge>
      )}
    </Group>
  )
}
