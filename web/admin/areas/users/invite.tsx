import { Button, Group, Modal, MultiSelect, Select, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconUserPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAppTexts } from '../../app/app-texts.ts'
import { useSending } from '../../components/use-sending.ts'
import { fromServer } from '../../server-words/server-words.ts'
import { languages, useLanguage } from '../../texts/language.ts'
import { LinkToHandOver } from './one-time-link.tsx'
import { type Invited, rolesOptions, usePeopleActs } from './people.ts'
import { useUserTexts } from './users-texts.ts'

export function InviteButton() {
  const t = useUserTexts()
  const [opened, { open, close }] = useDisclosure()
  return (
    <>
      <Button leftSection={<IconUserPlus size={16} />} onClick={open}>
        {t('invite.title')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('invite.title')}
        size="lg"
        closeOnClickOutside={false}
      >
        {opened && <Invite close={close} />}
      </Modal>
    </>
  )
}

function Invite({ close }: { readonly close: () => void }) {
  const [done, setDone] = useState<{ email: string; invited: Invited }>()
  return done === undefined ? (
    <InviteForm onInvited={(email, invited) => setDone({ email, invited })} />
  ) : (
    <InviteDone {...done} close={close} />
  )
}

interface InviteFormProps {
  readonly onInvited: (email: string, invited: Invited) => void
}

function InviteForm({ onInvited }: InviteFormProps) {
  const t = useUserTexts()
  const own = useLanguage()
  const acts = usePeopleActs()
  const { sending, send } = useSending()
  const [form, setForm] = useState({ email: '', firstName: '', lastName: '' })
  const [roleIds, setRoles] = useState<string[]>([])
  const [language, setLanguage] = useState<string>(own)
  const submit = () =>
    send(async () => {
      const { firstName, ...rest } = form
      const name = firstName === '' ? {} : { firstName }
      onInvited(form.email, await acts.invite({ ...rest, ...name, roleIds, language }))
    })
  const field = (name: keyof typeof form) => ({
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setForm({ ...form, [name]: event.currentTarget.value }),
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Stack gap="sm">
        <TextInput
          {...field('email')}
          type="email"
          label={t('user.email')}
          required
          data-autofocus
        />
        <Group grow align="flex-start">
          <TextInput {...field('firstName')} label={t('user.first')} />
          <TextInput {...field('lastName')} label={t('user.last')} required />
        </Group>
        <RolesField value={roleIds} onChange={setRoles} description={t('invite.roles.note')} />
        <Select
          label={t('invite.language')}
          data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
          value={language}
          allowDeselect={false}
          onChange={(next) => setLanguage(next ?? own)}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={sending}>
            {t('invite.send')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

interface RolesFieldProps {
  readonly value: readonly string[]
  readonly onChange: (value: string[]) => void
  readonly description?: string
}

export function RolesField({ value, onChange, description }: RolesFieldProps) {
  const t = useUserTexts()
  const { data: roles = [] } = useQuery(rolesOptions)
  return (
    <MultiSelect
      label={t('users.roles')}
      description={description}
      data={roles.map(({ id, name }) => ({ value: id, label: fromServer(name) }))}
      value={[...value]}
      onChange={onChange}
      searchable
      hidePickedOptions
    />
  )
}

interface InviteDoneProps {
  readonly email: string
  readonly invited: Invited
  readonly close: () => void
}

function InviteDone({ email, invited, close }: InviteDoneProps) {
  const t = useUserTexts()
  const app = useAppTexts()
  return (
    <Stack>
      <Text size="sm">
        {t(invited.link === null ? 'invite.mailed' : 'invite.noMail', { email })}
      </Text>
      {invited.link !== null && <LinkToHandOver link={invited.link} />}
      <Group justify="flex-end">
        <Button variant="default" component={Link} to={`/users/${invited.id}`}>
          {t('invite.open')}
        </Button>
        <Button onClick={close}>{app('act.close')}</Button>
      </Group>
    </Stack>
  )
}
