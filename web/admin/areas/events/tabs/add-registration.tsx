import { Button, Checkbox, Drawer, MultiSelect, Select, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../../../api/me.ts'
import { type Row, rowsOptions } from '../../../api/records.ts'
import { request } from '../../../api/request.ts'
import { tellDone } from '../../../components/tell.tsx'
import { useReadAgain } from '../event-overview.ts'
import { useEventTexts } from '../event-texts.ts'
import { publishStatus } from '../event-words.tsx'
import type { OverrulableRule } from '../overrulable-rules.ts'
import { OverruleAlert } from '../overrule-alert.tsx'

interface AddRegistrationProps {
  readonly eventId: string
  readonly opened: boolean
  readonly close: () => void
}

/**
 * Somebody who telephoned: registered by the rules of the public page, until staff overrule the one
 * that stands in the way.
 */
export function AddRegistration(props: AddRegistrationProps) {
  const t = useEventTexts()
  return (
    <Drawer
      position="right"
      size="lg"
      opened={props.opened}
      onClose={props.close}
      title={t('registrations.add')}
    >
      {props.opened && <Person {...props} />}
    </Drawer>
  )
}

interface Typed {
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly company: string
  readonly sessions: readonly string[]
  readonly passId: string | null
  readonly waitlisted: boolean
}

interface Registered {
  readonly registrationId: string | null
  readonly waitlistItemId: string | null
  readonly purchaseId: string | null
}

const nobody: Typed = {
  firstName: '',
  lastName: '',
  email: '',
  company: '',
  sessions: [],
  passId: null,
  waitlisted: false,
}

function Person({ eventId, close }: AddRegistrationProps) {
  const t = useEventTexts()
  const [typed, setTyped] = useState(nobody)
  const { save, saving, refused, forget } = useRegistering(eventId, close)
  // What was overruled was so for what was typed then.
  const set = (part: Partial<Typed>) => {
    setTyped((before) => ({ ...before, ...part }))
    forget()
  }
  return (
    <form
      onSubmit={(submit) => {
        submit.preventDefault()
        void save(typed, [])
      }}
    >
      <Stack>
        <TextInput
          label={t('person.firstName')}
          data-autofocus
          maxLength={50}
          value={typed.firstName}
          onChange={(change) => set({ firstName: change.currentTarget.value })}
        />
        <TextInput
          label={t('person.lastName')}
          maxLength={50}
          value={typed.lastName}
          onChange={(change) => set({ lastName: change.currentTarget.value })}
        />
        <TextInput
          type="email"
          required
          label={t('registration.email')}
          description={t('person.email.note')}
          maxLength={320}
          value={typed.email}
          onChange={(change) => set({ email: change.currentTarget.value })}
        />
        <TextInput
          label={t('registration.company')}
          maxLength={160}
          value={typed.company}
          onChange={(change) => set({ company: change.currentTarget.value })}
        />
        <Choices eventId={eventId} typed={typed} set={set} />
        <Checkbox
          label={t('person.waitlisted')}
          description={t('person.waitlisted.note')}
          checked={typed.waitlisted}
          onChange={(change) => set({ waitlisted: change.currentTarget.checked })}
        />
        <OverruleAlert
          error={refused?.error}
          anyway={t('overrule.register')}
          running={saving}
          overrule={(rule) => void save(typed, [...(refused?.overruled ?? []), rule])}
        />
        <Button type="submit" w="fit-content" loading={saving}>
          {t('registrations.add.act')}
        </Button>
      </Stack>
    </form>
  )
}

interface Refused {
  readonly error: unknown
  /** What was set aside already when it was refused. */
  readonly overruled: readonly OverrulableRule[]
}

function useRegistering(eventId: string, close: () => void) {
  const t = useEventTexts()
  const navigate = useNavigate()
  const readAgain = useReadAgain()
  const [saving, setSaving] = useState(false)
  const [refused, setRefused] = useState<Refused>()
  const save = async (typed: Typed, overruled: Refused['overruled']) => {
    setSaving(true)
    try {
      const made = await request<Registered>(`/api/v1/events/${eventId}/registrations`, {
        method: 'POST',
        body: { ...bodyOf(typed), ...(overruled.length === 0 ? {} : { overrule: overruled }) },
      })
      await readAgain()
      close()
      tellDone(t(saidOf(made)))
      if (made.purchaseId !== null) await navigate({ to: `/events/${eventId}/passes` })
      else if (made.waitlistItemId !== null) await navigate({ to: `/events/${eventId}/waitlist` })
    } catch (error) {
      setRefused({ error, overruled })
    } finally {
      setSaving(false)
    }
  }
  return { save, saving, refused, forget: () => setRefused(undefined) }
}

function saidOf({ registrationId, waitlistItemId }: Registered) {
  if (registrationId !== null) return 'registrations.add.said'
  return waitlistItemId === null ? 'registrations.add.purchase' : 'registrations.add.waiting'
}

function bodyOf({ firstName, lastName, email, company, sessions, passId, waitlisted }: Typed) {
  return {
    email: email.trim(),
    ...(firstName.trim() === '' ? {} : { firstName: firstName.trim() }),
    ...(lastName.trim() === '' ? {} : { lastName: lastName.trim() }),
    ...(company.trim() === '' ? {} : { company: company.trim() }),
    ...(sessions.length === 0 ? {} : { sessions }),
    ...(passId === null ? {} : { passId }),
    ...(waitlisted ? { waitlisted } : {}),
  }
}

interface ChoicesProps {
  readonly eventId: string
  readonly typed: Typed
  readonly set: (part: Partial<Typed>) => void
}

/** Sessions and passes, where the event has any. */
function Choices({ eventId, typed, set }: ChoicesProps) {
  const t = useEventTexts()
  const may = useMay()
  const sessions = useQuery(
    rowsOptions(
      {
        set: 'msevtmgt_sessions',
        select: ['msevtmgt_name', 'msevtmgt_publishstatus'],
        filter: `_msevtmgt_event_value eq ${eventId} and msevtmgt_publishstatus ne ${publishStatus.cancelled}`,
        orderBy: 'msevtmgt_starttime',
      },
      may('Read', 'msevtmgt_session'),
    ),
  )
  const passes = useQuery(
    rowsOptions(
      {
        set: 'msevtmgt_passes',
        select: ['msevtmgt_name'],
        filter: `_msevtmgt_eventid_value eq ${eventId} and statecode eq 0`,
        orderBy: 'msevtmgt_name',
      },
      may('Read', 'msevtmgt_pass'),
    ),
  )
  const sessionName = (row: Row) =>
    row.msevtmgt_publishstatus === publishStatus.live
      ? nameOf(row)
      : t('person.session.hidden', { name: nameOf(row) })
  return (
    <>
      {(passes.data?.length ?? 0) > 0 && (
        <Select
          label={t('person.pass')}
          description={t('person.pass.note')}
          data={optionsOf(passes.data, 'msevtmgt_passid', nameOf)}
          value={typed.passId}
          onChange={(passId) => set({ passId })}
        />
      )}
      {(sessions.data?.length ?? 0) > 0 && (
        <MultiSelect
          label={t('sessions.title')}
          data={optionsOf(sessions.data, 'msevtmgt_sessionid', sessionName)}
          value={[...typed.sessions]}
          onChange={(chosen) => set({ sessions: chosen })}
        />
      )}
    </>
  )
}

const nameOf = (row: Row) => String(row.msevtmgt_name)

const optionsOf = (rows: readonly Row[] | undefined, key: string, labelOf: (row: Row) => string) =>
  (rows ?? []).map((row) => ({ value: String(row[key]), label: labelOf(row) }))
