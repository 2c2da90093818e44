import { Button, Text, UnstyledButton } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { LetterView } from '../../components/letter-view.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { useFormat } from '../../texts/format.ts'
import { type MeetingTextKey, useMeetingTexts } from './meeting-texts.ts'
import { type Letter, lettersOptions, type Meeting } from './meetings.ts'

const shownFirst = 8

/** Every mail about the meeting, with its calendar entry, as people got it. */
export function MeetingLettersSheet({ meeting }: { readonly meeting: Meeting }) {
  const t = useMeetingTexts()
  const { data } = useSuspenseQuery(lettersOptions(meeting.id))
  const [all, setAll] = useState(false)
  const [read, setRead] = useState<Letter>()
  const letters = data.value
  return (
    <Sheet title={t('letters.title')}>
      {letters.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('letters.none')}
        </Text>
      )}
      <ul className="meeting-rows">
        {(all ? letters : letters.slice(0, shownFirst)).map((letter) => (
          <LetterLine key={letter.id} letter={letter} open={() => setRead(letter)} />
        ))}
      </ul>
      {!all && letters.length > shownFirst && (
        <Button variant="subtle" size="xs" onClick={() => setAll(true)}>
          {t('letters.all', { count: letters.length })}
        </Button>
      )}
      <LetterView id={read?.id} title={read?.subject ?? ''} close={() => setRead(undefined)} />
    </Sheet>
  )
}

function LetterLine({ letter, open }: { readonly letter: Letter; readonly open: () => void }) {
  const t = useMeetingTexts()
  const format = useFormat()
  return (
    <li>
      <div className="row-main">
        <UnstyledButton className="row-link" onClick={open}>
          {letter.subject}
        </UnstyledButton>
        <Text size="xs" c="dimmed">
          {letter.recipientName === null
            ? letter.recipient
            : `${letter.recipientName} <${letter.recipient}>`}
        </Text>
      </div>
      <Text size="xs" c="dimmed">
        {t(`letter.${letter.state}` as MeetingTextKey)} ·{' '}
        {format.dateTime(letter.sentOn ?? letter.createdOn)}
      </Text>
    </li>
  )
}
