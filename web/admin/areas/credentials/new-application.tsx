import { Button, Group, Modal, MultiSelect, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAppTexts } from '../../app/app-texts.ts'
import { useSending } from '../../components/use-sending.ts'
import { fromServer } from '../../server-words/server-words.ts'
import { rolesOptions } from '../users/people.ts'
import { daysFromNow, type NewSecret, useCredentialActs } from './credentials.ts'
import { useCredentialTexts } from './credentials-texts.ts'
import { ExpiryField } from './expiry-field.tsx'
import { tokenAddress, tokenExample } from './secret-lines.ts'
import { ToCarryAway } from './to-carry-away.tsx'

type Made = NewSecret & { readonly clientId: string }

export function NewApplicationButton() {
  const t = useCredentialTexts()
  const [opened, { open, close }] = useDisclosure()
  const [made, setMade] = useState<Made>()
  const end = () => {
    close()
    setMade(undefined)
  }
  return (
    <>
      <Button leftSection={<IconPlus size={16} />} onClick={open} flex="none">
        {t('applications.new')}
      </Button>
      <Modal
        opened={opened}
        onClose={end}
        title={t('applications.new')}
        size="lg"
        closeOnClickOutside={false}
        closeOnEscape={made === undefined}
      >
        {opened &&
          (made === undefined ? (
            <NewApplication onMade={setMade} />
          ) : (
            <ToCarryAway
              lines={[
                [t('application.clientId'), made.clientId],
                [t('secret.secret'), made.clientSecret],
                [t('application.tokens'), tokenAddress()],
              ]}
              example={tokenExample(made.clientId, made.clientSecret)}
              close={end}
            />
          ))}
      </Modal>
    </>
  )
}

function NewApplication({ onMade }: { readonly onMade: (made: Made) => void }) {
  const t = useCredentialTexts()
  const app = useAppTexts()
  const acts = useCredentialActs()
  const { sending, send } = useSending()
  const { data: roles = [] } = useQuery(rolesOptions)
  const [form, setForm] = useState({ name: '', roles: ['Integration'], days: '180' })
  const create = () =>
    send(async () => {
      const { days, ...rest } = form
      onMade(await acts.createApplication({ ...rest, secretExpiresOn: daysFromNow(days) }))
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
          required
          maxLength={100}
          data-autofocus
          value={form.name}
          onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
        />
        <MultiSelect
          label={t('application.roles.label')}
          description={t('application.roles.note')}
          data={roles
            .filter(({ builtIn }) => builtIn)
            .map(({ name }) => ({ value: name, label: fromServer(name) }))}
          value={form.roles}
          onChange={(next) => setForm({ ...form, roles: next })}
        />
        <ExpiryField
          mayBeNever={false}
          value={form.days}
          onChange={(days) => setForm({ ...form, days })}
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
