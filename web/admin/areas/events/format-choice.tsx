import { Input, SegmentedControl, Stack, Text } from '@mantine/core'
import type { RecordDraft } from '../../components/record-draft.ts'
import { useEventTexts } from './event-texts.ts'
import { format, useFormatName } from './event-words.tsx'

interface FormatChoiceProps {
  readonly draft: RecordDraft
  readonly disabled?: boolean
}

/** On site, webinar or both, with what each means for the people who come. */
export function FormatChoice({ draft, disabled = false }: FormatChoiceProps) {
  const t = useEventTexts()
  const name = useFormatName()
  const chosen = Number(draft.values.msevtmgt_eventformat ?? format.onSite)
  const notes = {
    [format.onSite]: t('format.onSite.note'),
    [format.webinar]: t('format.webinar.note'),
    [format.hybrid]: t('format.hybrid.note'),
  } as Readonly<Record<number, string>>
  return (
    <Stack gap={6}>
      <Input.Label labelElement="div">{t('event.format')}</Input.Label>
      <SegmentedControl
        aria-label={t('event.format')}
        fullWidth
        disabled={disabled}
        data={Object.values(format).map((value) => ({ value: String(value), label: name(value) }))}
        value={String(chosen)}
        onChange={(value) => draft.set('msevtmgt_eventformat', Number(value))}
      />
      <Text size="xs" c="dimmed">
        {notes[chosen]}
      </Text>
    </Stack>
  )
}
