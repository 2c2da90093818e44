import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMe } from '../../api/me.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { useSending } from '../../components/use-sending.ts'
import { usersOptions } from '../users/people.ts'
import { daysFromNow, useCredentialActs } from './credentials.ts'
import { useCredentialTexts } from './credentials-texts.ts'
import { ExpiryField } from './expiry-field.tsx'
import { ToCarryAway } from './to-carry-away.tsx'

export function NewKeyButton() {
  const t = useCredentialTexts()
  const [opened, { open, close }] = useDisclosure()
  const [key, setKey] = useState<string>()
  const end = () => {
    close()
    setKey(undefined)
  }
  return (
    <>
      <Button leftSection={<IconPlus size={16} />} onClick={open} flex="none">
        {t('keys.new')}
      </Button>
      <Modal
        opened={opened}
        onClose={end}
        title={t('keys.new')}
        size="lg"
        closeOnClickOutside={false}
        closeOnEscape={key === undefined}
      >
        {opened &&
          (key === undefined ? (
            <NewKey onCreated={setKey} />
          ) : (
            <ToCarryAway lines={[[t('key.key'), key]]} example={exampleOf(key)} close={end} />
          ))}
      </Modal>
    </>
  )
}

export const exampleOf = (key: string) =>
  `curl -H "Authorization: Bearer ${key}" "${location.origin}/api/data/v9.2/msevtmgt_events"`

function NewKey({ onCreated }: { readonly onCreated: (key: string) => void }) {
  const t = useCredentialTexts()
  const app = useAppTexts()
  const me = useMe()
  const acts = useCredentialActs()
  const { sending, send } = useSending()
  const { data: users = [] } = useQuery(usersOptions({ enabled: 'true', applications: true }))
  const [form, setForm] = useState({ name: '', userId: me.id, days: '365' })
  const create = () =>
    send(async () => {
      const { days, ...rest } = form
      const expiresOn = daysFromNow(days)
      const { key } = await acts.createKey(expiresOn === undefined ? rest : { ...rest, expiresOn })
      onCreated(key)
    })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void create()
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={t('key.name')}
          description={t('key.name.note')}
          required
          maxLength={100}
          data-autofocus
          value={form.name}
          onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
        />
        <Select
          label={t('key.user')}
          description={t('key.user.note')}
          searchable
          allowDeselect={false}
          limit={50}
          data={users.map(({ id, name, email }) => ({ value: id, label: name ?? email ?? id }))}
          value={form.userId}
          onChange={(next) => setForm({ ...form, userId: next ?? me.id })}
        />
        <ExpiryField mayBeNever value={form.days} onChange={(days) => setForm({ ...form, days })} />
        <Group justify="flex-end">
          <Button type="submit" loading={sending}>
            {app('act.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
