import { Button, Collapse, Text } from '@mantine/core'
import { useState } from 'react'
import { Sheet } from '../../components/sheet.tsx'
import { useFormat } from '../../texts/format.ts'
import type { Unmatched } from './attendance.ts'
import { useAttendanceTexts } from './attendance-texts.ts'
import { RawRecord } from './raw-record.tsx'

type Refused = Unmatched['refused'][number]

/** Records that cannot count whoever they are about: shown, so that nothing vanishes. */
export function RefusedRecords({ records }: { readonly records: readonly Refused[] }) {
  const t = useAttendanceTexts()
  return (
    <Sheet title={t('refused.title')} note={t('refused.note')}>
      <ul className="unmatched-list">
        {records.map((record) => (
          <Line key={record.id} record={record} />
        ))}
      </ul>
    </Sheet>
  )
}

function Line({ record }: { readonly record: Refused }) {
  const t = useAttendanceTexts()
  const format = useFormat()
  const [opened, setOpened] = useState(false)
  return (
    <li>
      <Text size="sm" fw={500}>
        {[record.name, record.email].filter(Boolean).join(' · ')}
      </Text>
      <Text size="sm">{record.explanation}</Text>
      <Text size="xs" c="dimmed">
        {t('evidence.received', { on: format.dateTime(record.receivedOn) })}
      </Text>
      <Button
        size="compact-xs"
        variant="subtle"
        aria-expanded={opened}
        onClick={() => setOpened(!opened)}
      >
        {t('unmatched.records', { count: 1 })}
      </Button>
      <Collapse expanded={opened}>{opened && <RawRecord text={record.record} />}</Collapse>
    </li>
  )
}
