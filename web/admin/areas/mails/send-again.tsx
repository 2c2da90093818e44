import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconSend } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useChange } from '../../api/records.ts'
import { request } from '../../api/request.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { tellDone, tellProblem } from '../../components/tell.tsx'
import type { MailFacts } from './mail-page.tsx'
import { useMailTexts } from './mail-texts.ts'

/** The same mail where it did not go out; a copy of it where it did, or to another address. */
export function SendAgain({ mail }: { mail: MailFacts }) {
  const t = useMailTexts()
  const app = useAppTexts()
  const navigate = useNavigate()
  const [asking, { open, close }] = useDisclosure()
  const [to, setTo] = useState(mail.to)
  const send = useChange(
    (body: object) =>
      request<{ mailId: string }>(`/api/v1/mails/${mail.id}/send-again`, { method: 'POST', body }),
    ['gr_mails'],
  )
  const run = async () => {
    try {
      const address = to.trim()
      const { mailId } = await send.mutateAsync(address === mail.to ? {} : { to: address })
      tellDone(t('again.done'))
      close()
      await navigate({ to: `/mails/${mailId}` })
    } catch (error) {
      tellProblem(app('problem.title'), error)
    }
  }
  return (
    <>
      <Button
        variant={mail.state === 'failed' ? 'filled' : 'default'}
        leftSection={<IconSend size={16} />}
        onClick={open}
      >
        {t('again.act')}
      </Button>
      <Modal opened={asking} onClose={close} title={t('again.act')}>
        <form
          onSubmit={(submit) => {
            submit.preventDefault()
            void run()
          }}
        >
          <Stack>
            <Text size="sm">{t('again.text')}</Text>
            <TextInput
              required
              type="email"
              maxLength={320}
              data-autofocus
              label={t('mail.to')}
              value={to}
              onChange={(change) => setTo(change.currentTarget.value)}
            />
            <Group justify="flex-end">
              <Button type="submit" loading={send.isPending}>
                {t('again.send')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  )
}
