import { Badge, Button, Collapse, Group, Text, UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useMay } from '../../api/me.ts'
import { fromServer } from '../../server-words/server-words.ts'
import { useFormat } from '../../texts/format.ts'
import { type Evidence, undo } from './attendance.ts'
import { type AttendanceTextKey, useAttendanceTexts } from './attendance-texts.ts'
import { RawRecord } from './raw-record.tsx'
import { ReasonForm } from './reason-form.tsx'

interface EvidenceListProps {
  readonly eventId: string
  readonly evidence: readonly Evidence[]
  readonly zone: string
}

/** What was ever received: what counts, and under it what it took the place of. */
export function EvidenceList({ eventId, evidence, zone }: EvidenceListProps) {
  const t = useAttendanceTexts()
  if (evidence.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('evidence.none')}
      </Text>
    )
  }
  const numbers = new Map(evidence.map(({ id }, index) => [id, index + 1]))
  return (
    <ol className="evidence-list">
      {evidence.map((piece) => (
        <Piece key={piece.id} piece={piece} eventId={eventId} zone={zone} numbers={numbers} />
      ))}
    </ol>
  )
}

interface PieceProps {
  readonly piece: Evidence
  readonly eventId: string
  readonly zone: string
  /** Places in the list by id, for what superseded what. */
  readonly numbers: ReadonlyMap<string, number>
}

const undoable: readonly Evidence['source'][] = ['qrScan', 'manual']

function Piece({ piece, eventId, zone, numbers }: PieceProps) {
  const t = useAttendanceTexts()
  const may = useMay()
  const format = useFormat()
  const [opened, setOpened] = useState(false)
  const [undoing, setUndoing] = useState(false)
  const { id, source, from, to, minutes, inWaitingRoom, reason, writtenBy, supersededOn } = piece
  const stands = supersededOn === null
  const isByPerson = undoable.includes(source) && writtenBy !== null
  const start = from === null ? t('evidence.noTime') : format.dateTime(from, zone)
  const Chevron = opened ? IconChevronDown : IconChevronRight
  return (
    <li data-off={!stands || undefined}>
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="xs">
        <UnstyledButton
          className="evidence-head"
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
        >
          <Chevron size={16} aria-hidden />
          <span>
            <span className="evidence-number">{numbers.get(id)}</span>{' '}
            {t(`source.${source}` as AttendanceTextKey)} ·{' '}
            {to === null ? start : `${start}–${format.time(to, zone)}`}
            {minutes === null ? '' : ` · ${format.minutes(minutes)}`}
            {inWaitingRoom ? ` · ${t('source.waitingRoom')}` : ''}
          </span>
        </UnstyledButton>
        {stands ? (
          undoable.includes(source) &&
          may('Update', 'msevtmgt_checkin') && (
            <Button size="compact-xs" variant="default" onClick={() => setUndoing(true)}>
              {t('undo.act')}
            </Button>
          )
        ) : (
          <Badge variant="default" className="attendance-badge">
            {t(piece.supersededById === null ? 'evidence.undone' : 'evidence.superseded')}
          </Badge>
        )}
      </Group>
      {(reason !== null || isByPerson) && (
        <Text size="xs" c="dimmed" ml={22}>
          {[fromServer(reason ?? ''), writtenBy].filter(Boolean).join(' · ')}
        </Text>
      )}
      <Chain piece={piece} numbers={numbers} zone={zone} />
      {undoing && (
        <ReasonForm
          eventId={eventId}
          act={t('undo.act')}
          run={(why) => undo(id, why)}
          close={() => setUndoing(false)}
        />
      )}
      <Collapse expanded={opened}>{opened && <Details piece={piece} zone={zone} />}</Collapse>
    </li>
  )
}

/** What took whose place, by the numbers of the list. */
function Chain({ piece, numbers, zone }: Omit<PieceProps, 'eventId'>) {
  const t = useAttendanceTexts()
  const format = useFormat()
  const { supersededOn, supersededById, supersedes } = piece
  const said = [
    supersededOn !== null && supersededById !== null
      ? t('evidence.by', {
          number: numbers.get(supersededById) ?? 0,
          on: format.dateTime(supersededOn, zone),
        })
      : undefined,
    supersedes.length > 0
      ? t('evidence.insteadOf', {
          numbers: supersedes.map((id) => numbers.get(id)).join(', '),
        })
      : undefined,
  ].filter((each) => each !== undefined)
  if (said.length === 0) return null
  return (
    <Text size="xs" c="dimmed" ml={22}>
      {said.join(' · ')}
    </Text>
  )
}

function Details({ piece, zone }: Pick<PieceProps, 'piece' | 'zone'>) {
  const t = useAttendanceTexts()
  const format = useFormat()
  return (
    <div className="evidence-details">
      <Text size="xs" c="dimmed">
        {t('evidence.received', { on: format.dateTime(piece.receivedOn, zone) })}
      </Text>
      {piece.reference !== null && (
        <Text size="xs" c="dimmed">
          {t('evidence.reference')} <span className="code">{piece.reference}</span>
        </Text>
      )}
      {piece.record !== null && <RawRecord text={piece.record} />}
    </div>
  )
}
