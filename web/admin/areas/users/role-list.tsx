import { Anchor, Box, Button, Group, Table, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { PlainTable } from '../../components/plain-table.tsx'
import { StateBadge } from '../../components/state-badge.tsx'
import { fromServer } from '../../server-words/server-words.ts'
import { type Role, rolesOptions } from './people.ts'
import { useRoleSentence } from './role-sentence.ts'
import { useUserTexts } from './users-texts.ts'

export function NewRoleButton() {
  const t = useUserTexts()
  return (
    <Button component={Link} to="/roles/new" leftSection={<IconPlus size={16} />}>
      {t('roles.new')}
    </Button>
  )
}

/** Own roles first: they are what is looked for; those of the hub never change. */
export function RoleList() {
  const t = useUserTexts()
  const { data } = useSuspenseQuery(rolesOptions)
  const roles = data.toSorted((a, b) => Number(a.builtIn) - Number(b.builtIn))
  return (
    <Box component="section" className="sheet">
      <PlainTable
        opens
        label={t('tab.roles')}
        minWidth={560}
        headings={[t('users.name'), { number: t('tab.users') }, { number: t('tab.teams') }]}
      >
        {roles.map((role) => (
          <RoleRow key={role.id} role={role} />
        ))}
      </PlainTable>
    </Box>
  )
}

function RoleRow({ role }: { readonly role: Role }) {
  const t = useUserTexts()
  const sentence = useRoleSentence()
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap="xs">
          <Anchor component={Link} to={`/roles/${role.id}`} size="sm" fw={550}>
            {fromServer(role.name)}
          </Anchor>
          {!role.builtIn && <StateBadge tone="blue">{t('roles.own')}</StateBadge>}
        </Group>
        <Text size="xs" c="dimmed">
          {sentence(role)}
        </Text>
      </Table.Td>
      <Table.Td ta="end">{role.users}</Table.Td>
      <Table.Td ta="end">{role.teams}</Table.Td>
    </Table.Tr>
  )
}
