import { MultiSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useParameter } from '../../app/address.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { ActButton } from '../../components/act-button.tsx'
import { Page } from '../../components/page.tsx'
import { PageNotFound } from '../../components/page-problem.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { FormBar } from './form-bar.tsx'
import { RolesField } from './invite.tsx'
import { type Team, teamsOptions, usePeopleActs, usersOptions } from './people.ts'
import { useUserTexts } from './users-texts.ts'

export function TeamPage() {
  const id = useParameter('teamId')
  const { data: teams } = useSuspenseQuery(teamsOptions)
  const team = teams.find((each) => each.id === id)
  return team === undefined ? <PageNotFound /> : <TeamForm key={id} team={team} />
}

const formOf = ({ name, description, members, roles }: Team) => ({
  name,
  description: description ?? '',
  memberIds: members.map((each) => each.id),
  roleIds: roles.map((each) => each.id),
})

function TeamForm({ team }: { readonly team: Team }) {
  const t = useUserTexts()
  const acts = usePeopleActs()
  const stored = formOf(team)
  const [form, setForm] = useState(stored)
  const save = async () => {
    const { description, ...rest } = form
    const body = { ...rest, description: description === '' ? null : description }
    setForm(formOf(await acts.changeTeam(team.id, body)))
  }
  return (
    <Page
      title={team.name}
      trail={[
        { label: t('users.title'), to: '/users' },
        { label: t('tab.teams'), to: '/teams' },
      ]}
      actions={<DeleteTeam team={team} />}
    >
      <Sheet note={t('note.teams')}>
        <Stack gap="sm" maw={640}>
          <TextInput
            label={t('teams.name')}
            withAsterisk
            maxLength={160}
            value={form.name}
            onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
          />
          <Textarea
            label={t('teams.description')}
            autosize
            minRows={2}
            maxLength={2000}
            value={form.description}
            onChange={(event) => setForm({ ...form, description: event.currentTarget.value })}
          />
          <MembersField
            value={form.memberIds}
            onChange={(memberIds) => setForm({ ...form, memberIds })}
          />
          <RolesField
            value={form.roleIds}
            onChange={(roleIds) => setForm({ ...form, roleIds })}
            description={t('teams.roles.note')}
          />
        </Stack>
        <FormBar
          dirty={JSON.stringify(form) !== JSON.stringify(stored)}
          save={save}
          reset={() => setForm(stored)}
        />
      </Sheet>
    </Page>
  )
}

interface MembersFieldProps {
  readonly value: readonly string[]
  readonly onChange: (value: string[]) => void
}

function MembersField({ value, onChange }: MembersFieldProps) {
  const t = useUserTexts()
  const { data: users } = useSuspenseQuery(usersOptions({ applications: true }))
  const data = users
    .filter(({ id, enabled }) => enabled || value.includes(id))
    .map(({ id, name, email }) => ({ value: id, label: name ?? email ?? id }))
  return (
    <MultiSelect
      label={t('teams.members')}
      data={data}
      value={[...value]}
      onChange={onChange}
      searchable
      hidePickedOptions
      limit={50}
    />
  )
}

function DeleteTeam({ team }: { readonly team: Team }) {
  const t = useUserTexts()
  const app = useAppTexts()
  const navigate = useNavigate()
  const acts = usePeopleActs()
  return (
    <ActButton
      variant="default"
      said={app('said.deleted')}
      act={async () => {
        await acts.deleteTeam(team.id)
        await navigate({ to: '/teams' })
      }}
      confirm={{
        title: t('teams.delete.title', { name: team.name }),
        text: t('teams.delete.text'),
        yes: app('act.delete'),
      }}
    >
      {app('act.delete')}
    </ActButton>
  )
}
