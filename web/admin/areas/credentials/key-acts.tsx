import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { ActButton } from '../../components/act-button.tsx'
import { useSending } from '../../components/use-sending.ts'
import { type ApiKey, useCredentialActs } from './credentials.ts'
import { useCredentialTexts } from './credentials-texts.ts'
import { exampleOf } from './new-key.tsx'
import { ToCarryAway } from './to-carry-away.tsx'

export function KeyActs({ of: { id, name } }: { readonly of: ApiKey }) {
  const t = useCredentialTexts()
  const acts = useCredentialActs()
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      <RotateButton id={id} name={name} />
      <ActButton
        variant="default"
        size="xs"
        act={() => acts.revokeKey(id)}
        said={t('key.revoked')}
        confirm={{
          title: t('key.revoke.title', { name }),
          text: t('key.revoke.text'),
          yes: t('key.revoke'),
        }}
      >
        {t('key.revoke')}
      </ActButton>
    </Group>
  )
}

const overlaps = ['0', '1', '24', '168'] as const

function RotateButton({ id, name }: { readonly id: string; readonly name: string }) {
  const t = useCredentialTexts()
  const acts = useCredentialActs()
  const { sending, send } = useSending()
  const [opened, { open, close }] = useDisclosure()
  const [hours, setHours] = useState('24')
  const [key, setKey] = useState<string>()
  const end = () => {
    close()
    setKey(undefined)
  }
  const rotate = () => send(async () => setKey((await acts.rotateKey(id, Number(hours))).key))
  return (
    <>
      <Button variant="default" size="xs" onClick={open}>
        {t('key.rotate')}
      </Button>
      <Modal
        opened={opened}
        onClose={end}
        title={t('key.rotate.title', { name })}
        size="lg"
        closeOnClickOutside={false}
        closeOnEscape={key === undefined}
      >
        {key === undefined ? (
          <Stack>
            <Text size="sm">{t('key.rotate.text')}</Text>
            <Select
              label={t('key.overlap')}
              allowDeselect={false}
              data={overlaps.map((value) => ({ value, label: t(`overlap.${value}`) }))}
              value={hours}
              onChange={(next) => setHours(next ?? '24')}
            />
            <Group justify="flex-end">
              <Button loading={sending} onClick={() => void rotate()}>
                {t('key.rotate')}
              </Button>
            </Group>
          </Stack>
        ) : (
          <ToCarryAway lines={[[t('key.key'), key]]} example={exampleOf(key)} close={end} />
        )}
      </Modal>
    </>
  )
}
