import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { useSending } from '../../components/use-sending.ts'
import { daysFromNow, useCredentialActs } from './credentials.ts'
import { useCredentialTexts } from './credentials-texts.ts'
import { ExpiryField } from './expiry-field.tsx'
import { tokenExample } from './secret-lines.ts'
import { ToCarryAway } from './to-carry-away.tsx'

interface AddSecretProps {
  readonly clientId: string
  readonly name: string
}

export function AddSecretButton({ clientId, name }: AddSecretProps) {
  const t = useCredentialTexts()
  const acts = useCredentialActs()
  const { sending, send } = useSending()
  const [opened, { open, close }] = useDisclosure()
  const [days, setDays] = useState('180')
  const [secret, setSecret] = useState<string>()
  const end = () => {
    close()
    setSecret(undefined)
  }
  const add = () =>
    send(async () => {
      const { clientSecret } = await acts.addSecret(clientId, { expiresOn: daysFromNow(days) })
      setSecret(clientSecret)
    })
  return (
    <>
      <Button variant="default" size="xs" onClick={open}>
        {t('secret.add')}
      </Button>
      <Modal
        opened={opened}
        onClose={end}
        title={t('secret.add.title', { name })}
        size="lg"
        closeOnClickOutside={false}
        closeOnEscape={secret === undefined}
      >
        {secret === undefined ? (
          <Stack>
            <Text size="sm">{t('secret.add.text')}</Text>
            <ExpiryField mayBeNever={false} value={days} onChange={setDays} />
            <Group justify="flex-end">
              <Button loading={sending} onClick={() => void add()}>
                {t('secret.add')}
              </Button>
            </Group>
          </Stack>
        ) : (
          <ToCarryAway
            lines={[[t('secret.secret'), secret]]}
            example={tokenExample(clientId, secret)}
            close={end}
          />
        )}
      </Modal>
    </>
  )
}
