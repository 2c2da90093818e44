import { Button, FileButton, Group, Text } from '@mantine/core'
import { IconPhoto } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { rowsOptions } from '../../../api/records.ts'
import { request } from '../../../api/request.ts'
import { useAppTexts } from '../../../app/app-texts.ts'
import { ActButton } from '../../../components/act-button.tsx'
import { Sheet } from '../../../components/sheet.tsx'
import { tellDone, tellProblem } from '../../../components/tell.tsx'
import { useReadAgain } from '../event-overview.ts'
import { useEventTexts } from '../event-texts.ts'
import { scaledPicture } from '../scale-picture.ts'

/** The picture at the top of the public page. */
export function PictureField({ eventId, disabled }: { eventId: string; disabled: boolean }) {
  const t = useEventTexts()
  const app = useAppTexts()
  const readAgain = useReadAgain()
  const [sending, setSending] = useState(false)
  const { data } = useSuspenseQuery(
    rowsOptions({
      set: 'gr_pictures',
      select: ['gr_content', 'gr_contenttype', 'gr_width', 'gr_height'],
      filter: `_gr_event_value eq ${eventId}`,
      top: 1,
    }),
  )
  const [picture] = data
  const address = `/api/v1/events/${eventId}/picture`
  const send = async (file: File | null) => {
    if (file === null) return
    setSending(true)
    try {
      await request(address, { method: 'PUT', body: await scaledPicture(file) })
      await readAgain()
      tellDone(app('said.saved'))
    } catch (error) {
      tellProblem(app('problem.title'), error)
    } finally {
      setSending(false)
    }
  }
  return (
    <Sheet title={t('picture.title')} note={t('picture.note')}>
      {picture !== undefined && (
        <img
          className="picture"
          alt={t('picture.alt')}
          src={`data:${String(picture.gr_contenttype)};base64,${String(picture.gr_content)}`}
        />
      )}
      {!disabled && (
        <Group gap="xs">
          <FileButton
            accept="image/png,image/jpeg,image/webp,image/gif"
            onChange={(file) => void send(file)}
          >
            {(button) => (
              <Button
                {...button}
                variant="default"
                loading={sending}
                leftSection={<IconPhoto size={16} />}
              >
                {t(picture === undefined ? 'picture.choose' : 'picture.replace')}
              </Button>
            )}
          </FileButton>
          {picture !== undefined && (
            <ActButton
              variant="subtle"
              color="red"
              act={async () => {
                await request(address, { method: 'DELETE' })
                await readAgain()
              }}
            >
              {t('act.remove')}
            </ActButton>
          )}
        </Group>
      )}
      {disabled && picture === undefined && (
        <Text size="sm" c="dimmed">
          {t('picture.none')}
        </Text>
      )}
    </Sheet>
  )
}
