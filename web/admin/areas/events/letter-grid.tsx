import { UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { type Row, shownValue } from '../../api/records.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { LetterView } from '../../components/letter-view.tsx'
import { RecordGrid } from '../../components/record-grid.tsx'
import { useFormat } from '../../texts/format.ts'
import { useEventTexts } from './event-texts.ts'

interface LetterGridProps {
  /** Which letters, as `$filter`. */
  readonly filter: string
  readonly height: string
}

/** Letters that went out, or wait, or are kept because there is no mail server. */
export function LetterGrid({ filter, height }: LetterGridProps) {
  const t = useEventTexts()
  const format = useFormat()
  const [read, setRead] = useState<Row>()
  return (
    <>
      <RecordGrid
        label={t('letters.title')}
        height={height}
        rowKey="gr_mailid"
        query={{
          set: 'gr_mails',
          select: ['name', 'recipient', 'recipientname', 'kind', 'state', 'createdon', 'senton'],
          filter,
          orderBy: 'createdon desc',
        }}
        searchIn={['name', 'recipient', 'recipientname']}
        columns={[
          {
            name: 'name',
            title: t('letter.subject'),
            show: (row) => (
              <UnstyledButton className="row-link" onClick={() => setRead(row)}>
                {String(row.name)}
              </UnstyledButton>
            ),
          },
          { name: 'recipient', title: t('letter.to') },
          { name: 'state', title: t('event.status'), show: (row) => shownValue(row, 'state') },
          {
            name: 'createdon',
            title: t('letter.on'),
            show: (row) => format.dateTime(String(row.senton ?? row.createdon)),
          },
        ]}
        empty={<EmptyState title={t('letters.empty')} text={t('letters.empty.text')} />}
      />
      <LetterView
        id={read === undefined ? undefined : String(read.gr_mailid)}
        title={String(read?.name ?? '')}
        close={() => setRead(undefined)}
      />
    </>
  )
}
