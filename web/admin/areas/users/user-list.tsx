import { Anchor, Badge, Box, Group, Select, Table, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch, IconUsers } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAddressState } from '../../app/address.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { PlainTable } from '../../components/plain-table.tsx'
import { fromServer } from '../../server-words/server-words.ts'
import { useFormat } from '../../texts/format.ts'
import { rolesOptions, type User, usersOptions } from './people.ts'
import { UserState } from './user-state.tsx'
import { useUserTexts } from './users-texts.ts'

/** Rows that are drawn; whoever is not among them is found by name. */
const mostShown = 200

export function UserList() {
  const [text, setText] = useAddressState('q')
  const [roleId, setRole] = useAddressState('role')
  const [state, setState] = useAddressState('state')
  const [settled] = useDebouncedValue(text.trim(), 250)
  const enabled = state === '' ? '' : String(state === 'enabled')
  const { data: users } = useSuspenseQuery(usersOptions({ text: settled, roleId, enabled }))
  return (
    <Box component="section" className="sheet">
      <Filters {...{ text, setText, roleId, setRole, state, setState }} />
      <Found users={users} />
    </Box>
  )
}

interface FiltersProps {
  readonly text: string
  readonly setText: (text: string) => void
  readonly roleId: string
  readonly setRole: (id: string) => void
  readonly state: string
  readonly setState: (state: string) => void
}

function Filters({ text, setText, roleId, setRole, state, setState }: FiltersProps) {
  const t = useUserTexts()
  const { data: roles } = useSuspenseQuery(rolesOptions)
  const [typed, setTyped] = useState(text)
  return (
    <Group p="sm" gap="xs">
      <TextInput
        type="search"
        aria-label={t('users.search')}
        placeholder={t('users.search')}
        leftSection={<IconSearch size={16} />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setText(event.currentTarget.value)
        }}
        w={{ base: '100%', sm: 280 }}
      />
      <Select
        aria-label={t('users.anyRole')}
        placeholder={t('users.anyRole')}
        clearable
        searchable
        data={roles.map(({ id, name }) => ({ value: id, label: fromServer(name) }))}
        value={roleId === '' ? null : roleId}
        onChange={(next) => setRole(next ?? '')}
        w={{ base: '100%', xs: 200 }}
      />
      <Select
        aria-label={t('users.anyState')}
        placeholder={t('users.anyState')}
        clearable
        data={(['enabled', 'disabled'] as const).map((value) => ({
          value,
          label: t(`state.${value}`),
        }))}
        value={state === '' ? null : state}
        onChange={(next) => setState(next ?? '')}
        w={{ base: '100%', xs: 160 }}
      />
    </Group>
  )
}

function Found({ users }: { readonly users: readonly User[] }) {
  const t = useUserTexts()
  if (users.length === 0) {
    return (
      <EmptyState
        icon={<IconUsers size={26} stroke={1.5} />}
        title={t('users.empty')}
        text={t('users.empty.text')}
      />
    )
  }
  return (
    <>
      <PlainTable
        opens
        label={t('tab.users')}
        minWidth={640}
        headings={[t('users.name'), t('users.roles'), t('users.lastSignIn'), undefined]}
      >
        {users.slice(0, mostShown).map((user) => (
          <UserRow key={user.id} user={user} />
        ))}
      </PlainTable>
      {users.length > mostShown && (
        <Text p="sm" size="sm" c="dimmed">
          {t('users.more', { shown: mostShown })}
        </Text>
      )}
    </>
  )
}

function UserRow({ user }: { readonly user: User }) {
  const t = useUserTexts()
  const format = useFormat()
  const roles = [...user.roles, ...user.teams.flatMap((team) => team.roles)]
  const names = [...new Set(roles.map(({ name }) => fromServer(name)))]
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={`/users/${user.id}`} size="sm" fw={550}>
          {user.name ?? user.email}
        </Anchor>
        <Text size="xs" c="dimmed">
          {user.email}
        </Text>
      </Table.Td>
      <Table.Td>
        <Group gap={4}>
          {names.map((name) => (
            <Badge key={name} variant="default" tt="none" fw={500}>
              {name}
            </Badge>
          ))}
          {names.length === 0 && (
            <Text size="sm" c="dimmed">
              {t('users.noRole')}
            </Text>
          )}
        </Group>
      </Table.Td>
      <Table.Td>
        {user.lastSignInOn === null ? t('users.never') : format.fromNow(user.lastSignInOn)}
      </Table.Td>
      <Table.Td ta="end">
        <UserState user={user} />
      </Table.Td>
    </Table.Tr>
  )
}
