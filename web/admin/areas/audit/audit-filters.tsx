import { Group, Pill, Select, TextInput } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { usersOptions } from '../users/people.ts'
import { choicesOptions } from './audit.ts'
import { useAuditTexts } from './audit-texts.ts'
import { useAuditWords } from './audit-words.ts'
import type { UsedAuditFilter } from './use-audit-filter.ts'

export function AuditFilters({ used }: { readonly used: UsedAuditFilter }) {
  const { filter, set } = used
  return (
    <Group p="sm" gap="xs">
      <SearchText used={used} />
      <Person id={filter.userId} choose={set.person} />
      <ActionAndTable used={used} />
      <Days used={used} />
      <Record used={used} />
    </Group>
  )
}

function SearchText({ used: { filter, set } }: { readonly used: UsedAuditFilter }) {
  const t = useAuditTexts()
  const [typed, setTyped] = useState(filter.text)
  const settle = useDebouncedCallback(set.text, 300)
  return (
    <TextInput
      type="search"
      aria-label={t('filter.text')}
      placeholder={t('filter.text')}
      leftSection={<IconSearch size={16} />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        settle(event.currentTarget.value)
      }}
      w={{ base: '100%', sm: 200 }}
    />
  )
}

interface PersonProps {
  readonly id: string
  readonly choose: (id: string) => void
}

function Person({ id, choose }: PersonProps) {
  const t = useAuditTexts()
  const { data: users = [] } = useQuery(usersOptions({ applications: true }))
  return (
    <Select
      aria-label={t('filter.person')}
      placeholder={t('filter.person')}
      clearable
      searchable
      limit={50}
      data={users.map((user) => ({ value: user.id, label: user.name ?? user.email ?? user.id }))}
      value={id === '' ? null : id}
      onChange={(next) => choose(next ?? '')}
      w={{ base: '100%', xs: 165 }}
    />
  )
}

function ActionAndTable({ used: { filter, set } }: { readonly used: UsedAuditFilter }) {
  const t = useAuditTexts()
  const words = useAuditWords()
  const { data } = useQuery(choicesOptions)
  const named = (values: readonly string[] = [], name: (value: string) => string) =>
    values
      .map((value) => ({ value, label: name(value) }))
      .toSorted((a, b) => a.label.localeCompare(b.label))
  return (
    <>
      <Select
        aria-label={t('filter.action')}
        placeholder={t('filter.action')}
        clearable
        searchable
        data={named(data?.actions, words.action)}
        value={filter.action === '' ? null : filter.action}
        onChange={(next) => set.action(next ?? '')}
        w={{ base: '100%', xs: 165 }}
      />
      <Select
        aria-label={t('filter.table')}
        placeholder={t('filter.table')}
        clearable
        searchable
        data={named(data?.tables, words.table)}
        value={filter.table === '' ? null : filter.table}
        onChange={(next) => set.table(next ?? '')}
        w={{ base: '100%', xs: 190 }}
      />
    </>
  )
}

function Days({ used: { days, setFrom, setTo } }: { readonly used: UsedAuditFilter }) {
  const t = useAuditTexts()
  const [from, to] = days
  const field = (label: string, value: string, choose: (day: string) => void) => (
    <DateInput
      aria-label={label}
      placeholder={label}
      clearable
      valueFormat="ll"
      value={value === '' ? null : value}
      onChange={(next) => choose(next ?? '')}
      w={{ base: '47%', xs: 125 }}
    />
  )
  return (
    <>
      {field(t('filter.from'), from, setFrom)}
      {field(t('filter.to'), to, setTo)}
    </>
  )
}

function Record({ used: { filter, set } }: { readonly used: UsedAuditFilter }) {
  const t = useAuditTexts()
  if (filter.recordId === '') return null
  return (
    <Pill
      size="md"
      withRemoveButton
      onRemove={() => set.record('')}
      removeButtonProps={{ 'aria-label': t('filter.record.remove'), 'aria-hidden': false }}
    >
      {t('filter.record')}
    </Pill>
  )
}
