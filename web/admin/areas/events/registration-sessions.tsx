import { Button, Modal, MultiSelect, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../../api/me.ts'
import { lookupId, type Row, rowsOptions } from '../../api/records.ts'
import { request } from '../../api/request.ts'
import { Sheet } from '../../components/sheet.tsx'
import { tellDone } from '../../components/tell.tsx'
import { useReadAgain } from './event-overview.ts'
import { useEventTexts } from './event-texts.ts'
import { publishStatus, useWallClock } from './event-words.tsx'
import type { OverrulableRule } from './overrulable-rules.ts'
import { OverruleAlert } from './overrule-alert.tsx'

interface SessionsOf {
  readonly id: string
  readonly eventId: string
  /** Whether more may be added. */
  readonly mayAdd: boolean
}

/** What somebody takes part in beside the event itself; nothing where the event has no sessions. */
export function RegistrationSessions({ id, eventId, mayAdd }: SessionsOf) {
  const t = useEventTexts()
  const may = useMay()
  const clock = useWallClock()
  const [opened, { open, close }] = useDisclosure()
  const mayRead = may('Read', 'msevtmgt_session') && may('Read', 'msevtmgt_sessionregistration')
  const { data: sessions } = useSuspenseQuery(rowsOptions(sessionsOf(eventId), mayRead))
  const { data: chosen } = useSuspenseQuery(rowsOptions(chosenIn(id), mayRead))
  if (sessions.length === 0) return null
  const had = new Set(chosen.map((row) => lookupId(row, 'msevtmgt_sessionid')))
  const others = sessions.filter((row) => !had.has(idOf(row)) && !isCancelled(row))
  const listed = sessions.filter((row) => had.has(idOf(row)))
  return (
    <Sheet
      title={t('sessions.title')}
      actions={
        mayAdd &&
        others.length > 0 && (
          <Button size="xs" variant="default" onClick={open}>
            {t('registration.sessions.add')}
          </Button>
        )
      }
    >
      {listed.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('registration.sessions.none')}
        </Text>
      )}
      {listed.map((row) => (
        <div key={idOf(row)}>
          <Text size="sm" fw={500}>
            {nameOf(row)}
          </Text>
          <Text size="sm" c="dimmed">
            {clock.range(row.msevtmgt_starttime, row.msevtmgt_endtime)}
          </Text>
        </div>
      ))}
      <Modal opened={opened} onClose={close} title={t('registration.sessions.add')}>
        {opened && <Adding id={id} sessions={others} close={close} />}
      </Modal>
    </Sheet>
  )
}

const sessionsOf = (eventId: string) => ({
  set: 'msevtmgt_sessions',
  select: [
    'msevtmgt_name',
    'msevtmgt_starttime',
    'msevtmgt_endtime',
    'msevtmgt_publishstatus',
    'statecode',
  ],
  filter: `_msevtmgt_event_value eq ${eventId}`,
  orderBy: 'msevtmgt_starttime,msevtmgt_name',
})

const chosenIn = (id: string) => ({
  set: 'msevtmgt_sessionregistrations',
  select: ['_msevtmgt_sessionid_value'],
  filter: `_msevtmgt_registrationid_value eq ${id} and statecode eq 0`,
})

const idOf = (row: Row) => String(row.msevtmgt_sessionid)
const nameOf = (row: Row) => String(row.msevtmgt_name)

const isCancelled = (row: Row) =>
  row.statecode !== 0 || row.msevtmgt_publishstatus === publishStatus.cancelled

interface AddingProps {
  readonly id: string
  readonly sessions: readonly Row[]
  readonly close: () => void
}

function Adding({ id, sessions, close }: AddingProps) {
  const t = useEventTexts()
  const [wanted, setWanted] = useState<readonly string[]>([])
  const { add, running, refused, forget } = useAdding(id, close)
  const options = sessions.map((row) => {
    const name = nameOf(row)
    const isLive = row.msevtmgt_publishstatus === publishStatus.live
    return { value: idOf(row), label: isLive ? name : t('person.session.hidden', { name }) }
  })
  return (
    <Stack>
      <Text size="sm">{t('registration.sessions.text')}</Text>
      <MultiSelect
        label={t('sessions.title')}
        data-autofocus
        searchable
        data={options}
        value={[...wanted]}
        // What was overruled was so for what was chosen then.
        onChange={(next) => {
          setWanted(next)
          forget()
        }}
      />
      {refused === undefined ? (
        <Button
          w="fit-content"
          disabled={wanted.length === 0}
          loading={running}
          onClick={() => void add(wanted, [])}
        >
          {t('registration.sessions.act')}
        </Button>
      ) : (
        <OverruleAlert
          error={refused.error}
          anyway={t('overrule.add')}
          running={running}
          overrule={(rule) => void add(wanted, [...refused.overruled, rule])}
        />
      )}
    </Stack>
  )
}

interface Refused {
  readonly error: unknown
  readonly overruled: readonly OverrulableRule[]
}

function useAdding(id: string, close: () => void) {
  const t = useEventTexts()
  const readAgain = useReadAgain()
  const [running, setRunning] = useState(false)
  const [refused, setRefused] = useState<Refused>()
  const add = async (sessions: readonly string[], overruled: readonly OverrulableRule[]) => {
    setRunning(true)
    try {
      await request(`/api/v1/registrations/${id}/sessions`, {
        method: 'POST',
        body: { sessions, overrule: overruled },
      })
      close()
      tellDone(t('registration.sessions.added'))
      await readAgain()
    } catch (error) {
      setRefused({ error, overruled })
    } finally {
      setRunning(false)
    }
  }
  return { add, running, refused, forget: () => setRefused(undefined) }
}
