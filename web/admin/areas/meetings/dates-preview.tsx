import { Alert, Box, List, Stack, Text, Title } from '@mantine/core'
import { useFormat } from '../../texts/format.ts'
import type { MeetingDraft } from './meeting-draft.ts'
import { useMeetingTexts } from './meeting-texts.ts'
import { useDateRange } from './meeting-words.tsx'
import { ResetNotice } from './reset-dates.tsx'

/** What will be: the next dates as the hub counts them, and in the reader's own zone. */
export function DatesPreview({ draft }: { readonly draft: MeetingDraft }) {
  const t = useMeetingTexts()
  const format = useFormat()
  const range = useDateRange()
  const { preview, form, other } = draft
  const { dates = [], dateCount = 0 } = preview ?? {}
  const others = form.attendees.length + form.cohosts.length
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone
  return (
    <Box component="section" className="sheet" p="md" aria-busy={draft.looking}>
      <Stack gap="xs">
        <Title order={2}>{t('preview.title')}</Title>
        {dates.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('preview.none')}
          </Text>
        ) : (
          <List size="sm" spacing={4} listStyleType="none" className="preview-dates">
            {dates.map((date) => (
              <List.Item key={date.originalStart}>
                {range(date)}
                {own !== form.timeZone && (
                  <Text size="xs" c="dimmed">
                    {t('preview.yours', { time: format.dateTime(date.startsAt) })}
                  </Text>
                )}
              </List.Item>
            ))}
          </List>
        )}
        {dateCount > dates.length && dates.length > 0 && (
          <Text size="sm" c="dimmed">
            {t('preview.more', { count: dateCount - dates.length })}
          </Text>
        )}
        <ResetNotice resets={preview?.resets ?? []} />
        <Text size="sm" c="dimmed">
          {others === 0 ? t('preview.onlyYou') : t('preview.mails', { count: others })}
        </Text>
        {other.map((sentence) => (
          <Alert key={sentence} color="red" role="alert">
            {sentence}
          </Alert>
        ))}
      </Stack>
    </Box>
  )
}
