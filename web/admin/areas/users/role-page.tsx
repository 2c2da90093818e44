/** One role: what it allows, table by table. Those of the hub are read and copied. */
import { Button, Group, TextInput } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useAddressState, useParameter } from '../../app/address.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { ActButton } from '../../components/act-button.tsx'
import { Page } from '../../components/page.tsx'
import { PageNotFound } from '../../components/page-problem.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { StateBadge } from '../../components/state-badge.tsx'
import { tellDone } from '../../components/tell.tsx'
import { UnsavedGuard } from '../../components/unsaved-guard.tsx'
import { useSending } from '../../components/use-sending.ts'
import { fromServer } from '../../server-words/server-words.ts'
import { FormBar } from './form-bar.tsx'
import {
  type Privileges,
  type Role,
  rolesOptions,
  roleTablesOptions,
  usePeopleActs,
} from './people.ts'
import { grantableOf } from './rights.ts'
import { RightsMatrix } from './rights-matrix.tsx'
import { useRoleSentence } from './role-sentence.ts'
import { useUserTexts } from './users-texts.ts'

export function RolePage() {
  const id = useParameter('roleId')
  const [copied] = useAddressState('copy')
  const { data: roles } = useSuspenseQuery(rolesOptions)
  const role = roles.find((each) => each.id === (id === 'new' ? copied : id))
  if (id === 'new') return <NewRole key={`new ${copied}`} from={role} />
  if (role === undefined) return <PageNotFound />
  return role.builtIn ? <BuiltInRole role={role} /> : <OwnRole key={id} role={role} />
}

function useTrail() {
  const t = useUserTexts()
  return [
    { label: t('users.title'), to: '/users' },
    { label: t('tab.roles'), to: '/roles' },
  ] as const
}

function CopyButton({ role }: { readonly role: Role }) {
  const t = useUserTexts()
  return (
    <Button variant="default" component={Link} to="/roles/new" search={{ copy: role.id } as never}>
      {t('roles.copy')}
    </Button>
  )
}

function BuiltInRole({ role }: { readonly role: Role }) {
  const t = useUserTexts()
  const sentence = useRoleSentence()
  return (
    <Page
      title={fromServer(role.name)}
      note={sentence(role)}
      trail={useTrail()}
      badge={<StateBadge tone="gray">{t('roles.builtIn')}</StateBadge>}
      actions={<CopyButton role={role} />}
    >
      <Sheet title={t('rights.title')} note={t('roles.builtIn.note')}>
        <RightsMatrix privileges={role.privileges} />
      </Sheet>
    </Page>
  )
}

function OwnRole({ role }: { readonly role: Role }) {
  const t = useUserTexts()
  const app = useAppTexts()
  const navigate = useNavigate()
  const acts = usePeopleActs()
  const stored = { name: role.name, privileges: role.privileges }
  const [form, setForm] = useState(stored)
  const save = async () => {
    const { name, privileges } = await acts.changeRole(role.id, form)
    setForm({ name, privileges })
  }
  const remove = async () => {
    await acts.deleteRole(role.id)
    await navigate({ to: '/roles' })
  }
  return (
    <Page
      title={fromServer(role.name)}
      note={t(role.users + role.teams === 0 ? 'roles.unused' : 'roles.used', {
        users: role.users,
        teams: role.teams,
      })}
      trail={useTrail()}
      badge={<StateBadge tone="blue">{t('roles.own')}</StateBadge>}
      actions={
        <>
          <CopyButton role={role} />
          <ActButton
            variant="default"
            said={app('said.deleted')}
            act={remove}
            confirm={{
              title: t('roles.delete.title', { name: fromServer(role.name) }),
              text: t('roles.delete.text'),
              yes: app('act.delete'),
            }}
          >
            {app('act.delete')}
          </ActButton>
        </>
      }
    >
      <RoleFields form={form} setForm={setForm}>
        <FormBar
          dirty={JSON.stringify(form) !== JSON.stringify(stored)}
          save={save}
          reset={() => setForm(stored)}
        />
      </RoleFields>
    </Page>
  )
}

function NewRole({ from }: { readonly from: Role | undefined }) {
  const t = useUserTexts()
  const app = useAppTexts()
  const navigate = useNavigate()
  const acts = usePeopleActs()
  const { sending, send } = useSending()
  const { data: tables } = useSuspenseQuery(roleTablesOptions)
  const [left, setLeft] = useState(false)
  const [form, setForm] = useState(() => ({
    name: from === undefined ? '' : t('roles.copyName', { name: fromServer(from.name) }),
    privileges: from === undefined ? {} : grantableOf(from.privileges, tables),
  }))
  const create = () =>
    send(async () => {
      const { id } = await acts.createRole(form)
      setLeft(true)
      tellDone(app('said.saved'))
      await navigate({ to: `/roles/${id}`, replace: true })
    })
  return (
    <Page title={t('roles.new')} trail={useTrail()}>
      <RoleFields form={form} setForm={setForm}>
        <UnsavedGuard dirty={!left && !sending && form.name !== ''} />
        <Group>
          <Button
            loading={sending}
            disabled={form.name.trim() === ''}
            onClick={() => void create()}
          >
            {app('act.create')}
          </Button>
        </Group>
      </RoleFields>
    </Page>
  )
}

interface RoleForm {
  readonly name: string
  readonly privileges: Privileges
}

interface RoleFieldsProps {
  readonly form: RoleForm
  readonly setForm: (form: RoleForm) => void
  readonly children: ReactNode
}

function RoleFields({ form, setForm, children }: RoleFieldsProps) {
  const t = useUserTexts()
  return (
    <>
      <Sheet>
        <TextInput
          label={t('users.name')}
          withAsterisk
          maxLength={100}
          maw={420}
          value={form.name}
          onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
        />
      </Sheet>
      <Sheet title={t('rights.title')} note={t('rights.note')}>
        <RightsMatrix
          privileges={form.privileges}
          onChange={(privileges) => setForm({ ...form, privileges })}
        />
        {children}
      </Sheet>
    </>
  )
}
