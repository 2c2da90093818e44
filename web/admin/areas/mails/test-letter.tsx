import { Button, Group, TextInput } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay, useMe } from '../../api/me.ts'
import { useChange } from '../../api/records.ts'
import { request } from '../../api/request.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { Sheet } from '../../components/sheet.tsx'
import { tellDone, tellProblem } from '../../components/tell.tsx'
import { useMailTexts } from './mail-texts.ts'
import type { Draft } from './templates.ts'

/** The letter as it is typed, saved or not, to oneself. */
export function TestLetter({ draft }: { draft: Draft }) {
  const t = useMailTexts()
  const app = useAppTexts()
  const may = useMay()
  const { email } = useMe()
  const [to, setTo] = useState(email)
  const send = useChange(
    () =>
      request<{ mailId: string }>('/api/v1/mail-templates/test', {
        method: 'POST',
        body: { ...draft, to: to.trim() },
      }),
    ['gr_mails'],
  )
  const run = async () => {
    try {
      await send.mutateAsync(undefined)
      tellDone(t('test.done'))
    } catch (error) {
      tellProblem(app('problem.title'), error)
    }
  }
  return (
    <Sheet title={t('test.title')} note={t('test.note')}>
      <form
        onSubmit={(submit) => {
          submit.preventDefault()
          void run()
        }}
      >
        <Group align="flex-end" gap="xs">
          <TextInput
            required
            type="email"
            maxLength={320}
            flex={1}
            miw={200}
            label={t('mail.to')}
            value={to}
            onChange={(change) => setTo(change.currentTarget.value)}
          />
          <Button
            type="submit"
            variant="default"
            loading={send.isPending}
            leftSection={<IconSend size={16} />}
          >
            {t('test.send')}
          </Button>
          {send.data !== undefined && may('Read', 'gr_mail') && (
            <Button component={Link} to={`/mails/${send.data.mailId}`} variant="subtle">
              {t('test.open')}
            </Button>
          )}
        </Group>
      </form>
    </Sheet>
  )
}
