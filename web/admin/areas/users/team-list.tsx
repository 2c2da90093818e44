import {
  Anchor,
  Badge,
  Box,
  Button,
  Group,
  Modal,
  Stack,
  Table,
  Text,
  TextInput,
} from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus, IconUsersGroup } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAppTexts } from '../../app/app-texts.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { PlainTable } from '../../components/plain-table.tsx'
import { useSending } from '../../components/use-sending.ts'
import { fromServer } from '../../server-words/server-words.ts'
import { type Team, teamsOptions, usePeopleActs } from './people.ts'
import { useUserTexts } from './users-texts.ts'

export function NewTeamButton() {
  const t = useUserTexts()
  const [opened, { open, close }] = useDisclosure()
  return (
    <>
      <Button leftSection={<IconPlus size={16} />} onClick={open}>
        {t('teams.new')}
      </Button>
      <Modal opened={opened} onClose={close} title={t('teams.new')}>
        {opened && <NewTeam />}
      </Modal>
    </>
  )
}

function NewTeam() {
  const t = useUserTexts()
  const app = useAppTexts()
  const navigate = useNavigate()
  const acts = usePeopleActs()
  const { sending, send } = useSending()
  const [name, setName] = useState('')
  const create = () =>
    send(async () => {
      const { id } = await acts.createTeam({ name })
      await navigate({ to: `/teams/${id}` })
    })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void create()
      }}
    >
      <Stack>
        <TextInput
          label={t('teams.name')}
          required
          maxLength={160}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={sending}>
            {app('act.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

export function TeamList() {
  const t = useUserTexts()
  const { data: teams } = useSuspenseQuery(teamsOptions)
  return (
    <Box component="section" className="sheet">
      {teams.length === 0 ? (
        <EmptyState
          icon={<IconUsersGroup size={26} stroke={1.5} />}
          title={t('teams.empty')}
          text={t('teams.empty.text')}
        />
      ) : (
        <PlainTable
          opens
          label={t('tab.teams')}
          minWidth={520}
          headings={[t('users.name'), t('users.roles'), { number: t('teams.members') }]}
        >
          {teams.map((team) => (
            <TeamRow key={team.id} team={team} />
          ))}
        </PlainTable>
      )}
    </Box>
  )
}

function TeamRow({ team }: { readonly team: Team }) {
  const t = useUserTexts()
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={`/teams/${team.id}`} size="sm" fw={550}>
          {team.name}
        </Anchor>
        <Text size="xs" c="dimmed" lineClamp={1}>
          {team.description}
        </Text>
      </Table.Td>
      <Table.Td>
        <Group gap={4}>
          {team.roles.map(({ id, name }) => (
            <Badge key={id} variant="default" tt="none" fw={500}>
              {fromServer(name)}
            </Badge>
          ))}
          {team.roles.length === 0 && (
            <Text size="sm" c="dimmed">
              {t('users.noRole')}
            </Text>
          )}
        </Group>
      </Table.Td>
      <Table.Td ta="end">{team.members.length}</Table.Td>
    </Table.Tr>
  )
}
