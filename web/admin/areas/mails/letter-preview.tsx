import { Alert, Loader, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { ProblemText } from '../../components/page-problem.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { useMailTexts } from './mail-texts.ts'
import { type Draft, previewOptions } from './templates.ts'

/**
 * What the reader would see. The hub checks and writes the letter; a hidden form then shows it in a
 * frame that may run nothing. A fresh frame each time leaves the way back of the browser alone.
 */
export function LetterPreviewPane({ draft }: { draft: Draft }) {
  const t = useMailTexts()
  const [settled] = useDebouncedValue(JSON.stringify(draft), 400)
  const shown = JSON.parse(settled) as Draft
  const answer = useQuery({ ...previewOptions(shown), placeholderData: keepPreviousData })
  const form = useRef<HTMLFormElement>(null)
  const isReady = answer.isSuccess && !answer.isPlaceholderData
  // biome-ignore lint/correctness/useExhaustiveDependencies: sent once for each letter
  useEffect(() => {
    if (isReady) form.current?.submit()
  }, [isReady, settled])
  return (
    <Sheet
      title={t('preview.title')}
      note={t(draft.eventId === undefined ? 'preview.note' : 'preview.note.event')}
      actions={answer.isFetching ? <Loader size="xs" /> : undefined}
    >
      {answer.error !== null && (
        <Alert role="alert" color="red">
          <ProblemText error={answer.error} />
        </Alert>
      )}
      {answer.data !== undefined && (
        <Text size="sm">
          <Text span c="dimmed">
            {t('mail.subject')}:{' '}
          </Text>
          <Text span fw={600} data-testid="preview-subject">
            {answer.data.subject}
          </Text>
        </Text>
      )}
      <form ref={form} method="post" action="/admin/mail-templates/preview" target="letter" hidden>
        {Object.entries(shown).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} readOnly />
        ))}
      </form>
      <iframe
        key={settled}
        className="mail-frame"
        name="letter"
        sandbox=""
        title={t('preview.title')}
      />
    </Sheet>
  )
}
