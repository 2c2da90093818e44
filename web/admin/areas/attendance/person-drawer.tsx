import { Anchor, Button, Drawer, Group, Stack, Text, Title } from '@mantine/core'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { useMay } from '../../api/me.ts'
import { PageLoading } from '../../components/page-loading.tsx'
import { Facts } from '../../components/sheet.tsx'
import { fromServer } from '../../server-words/server-words.ts'
import { useFormat } from '../../texts/format.ts'
import { evidenceOptions, type Line, type Report, reportOptions, type Scope } from './attendance.ts'
import { useAttendanceTexts } from './attendance-texts.ts'
import { EvidenceList } from './evidence-list.tsx'
import { MarkPresent } from './mark-present.tsx'
import type { TimeAxis } from './time-axis.ts'
import { TimeLine } from './time-line.tsx'
import { VerdictBadge } from './verdict-badge.tsx'
import { VerdictHistory } from './verdict-history.tsx'

interface PersonDrawerProps {
  readonly scope: Scope
  /** Undefined: closed. */
  readonly line: Line | undefined
  readonly event: Report['event']
  readonly axis: TimeAxis
  readonly close: () => void
}

/** One person's attendance, all the way down to the records that it is drawn from. */
export function PersonDrawer({ line, close, ...rest }: PersonDrawerProps) {
  return (
    <Drawer
      position="right"
      size="xl"
      opened={line !== undefined}
      onClose={close}
      title={line?.fullName ?? line?.email ?? line?.registrationName ?? ''}
    >
      {line !== undefined && (
        <Suspense fallback={<PageLoading />}>
          <Person {...rest} opened={line} />
        </Suspense>
      )}
    </Drawer>
  )
}

interface PersonProps extends Omit<PersonDrawerProps, 'line' | 'close'> {
  readonly opened: Line
}

function Person({ scope, opened, event, axis }: PersonProps) {
  const t = useAttendanceTexts()
  const may = useMay()
  const line = useNewest(scope, opened)
  const [marking, setMarking] = useState(false)
  const { data } = useSuspenseQuery(evidenceOptions(scope.eventId, line.registrationId))
  const evidence =
    scope.sessionId === undefined
      ? data.evidence
      : data.evidence.filter(({ sessionId }) => sessionId === scope.sessionId)
  const history = data.history.filter(
    ({ sessionRegistrationId }) => sessionRegistrationId === line.sessionRegistrationId,
  )
  return (
    <Stack gap="lg">
      <Outcome line={line} event={event} axis={axis} />
      {may('Create', 'msevtmgt_checkin') &&
        (marking ? (
          <MarkPresent scope={scope} line={line} event={event} close={() => setMarking(false)} />
        ) : (
          <Group gap="xs">
            <Button size="xs" variant="default" onClick={() => setMarking(true)}>
              {t('mark.act')}
            </Button>
            <Anchor component={Link} to={`/registrations/${line.registrationId}`} size="sm">
              {t('person.page')}
            </Anchor>
          </Group>
        ))}
      <section>
        <Title order={3} mb="xs">
          {t('evidence.title')}
        </Title>
        <EvidenceList eventId={scope.eventId} evidence={evidence} zone={event.timeZone} />
      </section>
      <section>
        <Title order={3} mb="xs">
          {t('history.title')}
        </Title>
        <VerdictHistory decisions={history} zone={event.timeZone} />
      </section>
    </Stack>
  )
}

/** What was clicked, as it is by now: an act in the drawer changes the verdict. */
function useNewest(scope: Scope, opened: Line): Line {
  const text = opened.registrationName
  const { data } = useQuery(reportOptions(scope, { text }, 1, 5))
  return data?.lines.find((each) => each.registrationId === opened.registrationId) ?? opened
}

interface OutcomeProps {
  readonly line: Line
  readonly event: Report['event']
  readonly axis: TimeAxis
}

function Outcome({ line, event, axis }: OutcomeProps) {
  const t = useAttendanceTexts()
  const format = useFormat()
  const minutes = (value: number | null) => (value === null ? '' : format.minutes(value))
  const [first] = event.planned
  const last = event.planned.at(-1)
  return (
    <Stack gap="sm">
      <Group gap="sm" align="flex-start" wrap="nowrap">
        <VerdictBadge line={line} />
        <Text size="sm" fw={550}>
          {line.reason === null ? t('person.undecided') : fromServer(line.reason)}
        </Text>
      </Group>
      <div>
        <TimeLine line={line} axis={axis} zone={event.timeZone} height={40} />
        {first !== undefined && last !== undefined && (
          <Group justify="space-between">
            <Text size="xs" c="dimmed">
              {format.dateTime(first.from, event.timeZone)}
            </Text>
            <Text size="xs" c="dimmed">
              {format.dateTime(last.to, event.timeZone)}
            </Text>
          </Group>
        )}
      </div>
      <Facts
        of={[
          [t('person.email'), line.email ?? ''],
          [t('person.number'), line.registrationName],
          [t('person.attended'), minutes(line.attendedMinutes)],
          [t('person.required'), minutes(line.requiredMinutes ?? event.requiredMinutes)],
          [
            t('person.decidedOn'),
            line.decidedOn === null ? '' : format.dateTime(line.decidedOn, event.timeZone),
          ],
          [t('person.provider'), line.publishMessage ?? ''],
        ]}
      />
    </Stack>
  )
}
