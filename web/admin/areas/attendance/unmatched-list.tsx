import { Badge, Box, Button, Collapse, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../../api/me.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { PageLoading } from '../../components/page-loading.tsx'
import { ProblemAlert } from '../../components/page-problem.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { useFormat } from '../../texts/format.ts'
import { AssignForm } from './assign-form.tsx'
import {
  decide,
  type Report,
  type Scope,
  type Unmatched,
  type UnmatchedPerson,
  unmatchedOptions,
} from './attendance.ts'
import { type AttendanceTextKey, useAttendanceTexts } from './attendance-texts.ts'
import { RawRecord } from './raw-record.tsx'
import { ReasonForm } from './reason-form.tsx'
import { RefusedRecords } from './refused-records.tsx'

interface UnmatchedListProps {
  readonly scope: Scope
  readonly report: Report
}

/** People whom the provider reported and nobody could match: a person decides, never a name alone. */
export function UnmatchedList({ scope, report }: UnmatchedListProps) {
  const t = useAttendanceTexts()
  const { data, error } = useQuery(unmatchedOptions(scope))
  if (error !== null) return <ProblemAlert error={error} />
  if (data === undefined) return <PageLoading />
  const open = data.people.filter(({ state }) => state === 'open')
  const decided = data.people.filter(({ state }) => state !== 'open')
  const lists = { scope, zone: report.event.timeZone, registrations: data.registrations }
  return (
    <Stack>
      {open.length === 0 ? (
        <Box className="sheet">
          <EmptyState title={t('unmatched.none')} text={t('unmatched.none.text')} />
        </Box>
      ) : (
        <Sheet title={t('unmatched.title')} note={t('unmatched.note')}>
          <People {...lists} people={open} />
        </Sheet>
      )}
      {decided.length > 0 && (
        <Sheet title={t('decided.title')} note={t('decided.note')}>
          <People {...lists} people={decided} />
        </Sheet>
      )}
      {data.refused.length > 0 && <RefusedRecords records={data.refused} />}
    </Stack>
  )
}

interface PeopleProps {
  readonly scope: Scope
  readonly zone: string
  readonly people: readonly UnmatchedPerson[]
  readonly registrations: Unmatched['registrations']
}

function People({ people, ...rest }: PeopleProps) {
  return (
    <ul className="unmatched-list">
      {people.map((person) => (
        <Person key={person.personKey} {...rest} person={person} />
      ))}
    </ul>
  )
}

interface PersonProps extends Omit<PeopleProps, 'people'> {
  readonly person: UnmatchedPerson
}

type Act = 'assign' | 'set-aside' | 'reopen'

function Person({ person, scope, zone, registrations }: PersonProps) {
  const t = useAttendanceTexts()
  const may = useMay()
  const [act, setAct] = useState<Act>()
  const [opened, setOpened] = useState(false)
  const close = () => setAct(undefined)
  const acts: readonly Act[] = person.state === 'open' ? ['assign', 'set-aside'] : ['reopen']
  return (
    <li>
      <Group justify="space-between" align="flex-start" gap="xs">
        <div className="unmatched-who">
          <Group gap="xs">
            <Text fw={600}>{person.name}</Text>
            {person.email !== null && person.email !== person.name && (
              <Text size="sm" c="dimmed">
                {person.email}
              </Text>
            )}
            <State person={person} registrations={registrations} />
          </Group>
          <Text size="sm">{person.explanation}</Text>
          <Records person={person} zone={zone} />
        </div>
        {may('Create', 'gr_attendancedecision') && act === undefined && (
          <Group gap="xs">
            {acts.map((each) => (
              <Button
                key={each}
                size="xs"
                variant={each === 'assign' ? 'filled' : 'default'}
                onClick={() => setAct(each)}
              >
                {t(`decide.${each}` as AttendanceTextKey)}
              </Button>
            ))}
          </Group>
        )}
      </Group>
      {act === 'assign' && (
        <AssignForm scope={scope} person={person} registrations={registrations} close={close} />
      )}
      {(act === 'set-aside' || act === 'reopen') && (
        <ReasonForm
          eventId={scope.eventId}
          act={t(`decide.${act}` as AttendanceTextKey)}
          run={(reason) => decide(scope, act, { personKey: person.personKey, reason })}
          close={close}
        >
          <Text size="sm">{t(`decide.${act}.note` as AttendanceTextKey)}</Text>
        </ReasonForm>
      )}
      <Button
        size="compact-xs"
        variant="subtle"
        aria-expanded={opened}
        onClick={() => setOpened(!opened)}
      >
        {t('unmatched.records', { count: person.records.length })}
      </Button>
      <Collapse expanded={opened}>
        {opened && person.records.map(({ id, record }) => <RawRecord key={id} text={record} />)}
      </Collapse>
      <Past person={person} registrations={registrations} />
    </li>
  )
}

function State({ person, registrations }: Pick<PersonProps, 'person' | 'registrations'>) {
  const t = useAttendanceTexts()
  if (person.state === 'open') return null
  const whose = registrations.find(({ id }) => id === person.registrationId)
  return (
    <Badge variant="default" className="attendance-badge">
      {person.state === 'assigned'
        ? t('state.assigned', { name: whose?.name ?? whose?.email ?? '' })
        : t('state.setAside')}
    </Badge>
  )
}

function Records({ person, zone }: Pick<PersonProps, 'person' | 'zone'>) {
  const t = useAttendanceTexts()
  const format = useFormat()
  return (
    <Text size="sm" c="dimmed">
      {person.records
        .map(({ from, to, minutes, source, inWaitingRoom }) =>
          [
            from === null ? undefined : format.dateTime(from, zone),
            to === null ? undefined : `– ${format.time(to, zone)}`,
            minutes === null ? undefined : `(${format.minutes(minutes)})`,
            t(`source.${source}` as AttendanceTextKey),
            inWaitingRoom ? t('source.waitingRoom') : undefined,
          ]
            .filter(Boolean)
            .join(' '),
        )
        .join(' · ')}
    </Text>
  )
}

/** Who decided what before, and why. */
function Past({ person, registrations }: Pick<PersonProps, 'person' | 'registrations'>) {
  const t = useAttendanceTexts()
  const format = useFormat()
  if (person.history.length === 0) return null
  return (
    <ul className="decision-list">
      {person.history.map((each) => {
        const whose = registrations.find(({ id }) => id === each.registrationId)
        return (
          <li key={each.decidedOn}>
            {format.dateTime(each.decidedOn)} ·{' '}
            {t(`decision.${each.decision}` as AttendanceTextKey, { name: whose?.name ?? '' })} ·{' '}
            {each.reason}
            {each.decidedBy === null ? '' : ` (${each.decidedBy})`}
          </li>
        )
      })}
    </ul>
  )
}
