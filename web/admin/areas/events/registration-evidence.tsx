import { Group, Stack, Text, Timeline } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useMay } from '../../api/me.ts'
import { request } from '../../api/request.ts'
import { Sheet } from '../../components/sheet.tsx'
import { fromServer } from '../../server-words/server-words.ts'
import { useFormat } from '../../texts/format.ts'
import { zoneName } from '../../texts/zone-name.ts'
import { type EventTextKey, useEventTexts } from './event-texts.ts'
import { useSourceName } from './evidence-words.ts'
import { ReasonButton } from './reason-button.tsx'

interface Evidence {
  readonly id: string
  readonly source: string
  readonly from: string | null
  readonly to: string | null
  readonly minutes: number | null
  readonly inWaitingRoom: boolean
  readonly receivedOn: string
  readonly reason: string | null
  readonly writtenBy: string | null
  readonly supersededOn: string | null
  readonly supersededById: string | null
}

interface Decision {
  readonly id: string
  readonly verdict: 'completed' | 'failed' | 'pending'
  readonly attendedMinutes: number
  readonly requiredMinutes: number
  readonly reason: string
  readonly decidedOn: string
}

interface Answer {
  readonly evidence: readonly Evidence[]
  readonly history: readonly Decision[]
}

/** What is known of a person's presence, and every decision that was made from it. */
export function RegistrationEvidence({
  registrationId,
  zone,
}: {
  readonly registrationId: string
  /** Of the event: stays are told by the clock that its times are told by. */
  readonly zone: string
}) {
  const t = useEventTexts()
  const { data } = useSuspenseQuery({
    queryKey: ['rows', 'msevtmgt_checkins', 'evidence', registrationId],
    queryFn: ({ signal }) =>
      request<Answer>(`/api/v1/registrations/${registrationId}/evidence`, { signal }),
  })
  return (
    <>
      <Sheet title={t('evidence.title')}>
        {data.evidence.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('evidence.empty')}
          </Text>
        ) : (
          <Stack gap="sm">
            {data.evidence.map((each) => (
              <Piece key={each.id} evidence={each} zone={zone} />
            ))}
          </Stack>
        )}
      </Sheet>
      {data.history.length > 0 && <History decisions={data.history} />}
    </>
  )
}

const undoable: readonly string[] = ['qrScan', 'manual']

function Piece({ evidence, zone }: { readonly evidence: Evidence; readonly zone: string }) {
  const t = useEventTexts()
  const may = useMay()
  const format = useFormat()
  const sourceName = useSourceName()
  const { from, to, receivedOn, minutes, reason, writtenBy, supersededOn } = evidence
  const instant = (value: string) => format.dateTime(value)
  const begin = format.dateTime(from ?? receivedOn, zone)
  const stay = to === null ? begin : `${begin} – ${format.time(to, zone)}`
  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start">
      <div style={{ minWidth: 0 }}>
        <Text size="sm" fw={500} td={supersededOn === null ? undefined : 'line-through'}>
          {sourceName(evidence.source)} · {`${stay} (${zoneName(zone)})`}
          {minutes === null ? '' : ` · ${format.minutes(minutes)}`}
          {evidence.inWaitingRoom ? ` · ${t('source.waitingRoom')}` : ''}
        </Text>
        <Text size="sm" c="dimmed">
          {[
            reason,
            writtenBy,
            supersededOn === null
              ? undefined
              : t(evidence.supersededById === null ? 'evidence.undone' : 'evidence.superseded', {
                  on: instant(supersededOn),
                }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </div>
      {supersededOn === null &&
        undoable.includes(evidence.source) &&
        may('Update', 'msevtmgt_checkin') && (
          <ReasonButton
            size="compact-sm"
            label={t('checkIn.undo')}
            note={t('checkIn.undo.note')}
            act={(why) =>
              request(`/api/v1/evidence/${evidence.id}/undo`, {
                method: 'POST',
                body: { reason: why },
              })
            }
          />
        )}
    </Group>
  )
}

const colors = { completed: 'green', failed: 'orange', pending: 'gray' } as const

function History({ decisions }: { decisions: readonly Decision[] }) {
  const t = useEventTexts()
  const format = useFormat()
  return (
    <Sheet title={t('history.title')}>
      <Timeline active={decisions.length} bulletSize={14} lineWidth={2}>
        {decisions.map((each) => (
          <Timeline.Item
            key={each.id}
            color={colors[each.verdict]}
            title={t(`verdict.${each.verdict}` as EventTextKey)}
          >
            <Text size="sm">{fromServer(each.reason)}</Text>
            <Text size="xs" c="dimmed">
              {format.dateTime(each.decidedOn)} ·{' '}
              {t('history.minutes', {
                attended: format.minutes(each.attendedMinutes),
                required: format.minutes(each.requiredMinutes),
              })}
            </Text>
          </Timeline.Item>
        ))}
      </Timeline>
    </Sheet>
  )
}
