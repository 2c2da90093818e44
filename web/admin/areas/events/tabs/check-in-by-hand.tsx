import { Badge, Drawer, Group, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { request } from '../../../api/request.ts'
import { useFormat } from '../../../texts/format.ts'
import { useEventTexts } from '../event-texts.ts'
import { ReasonButton } from '../reason-button.tsx'

interface CheckInByHandProps {
  readonly eventId: string
  readonly opened: boolean
  readonly close: () => void
}

/** Somebody whose code does not scan: found by name, marked with a reason. */
export function CheckInByHand({ eventId, opened, close }: CheckInByHandProps) {
  const t = useEventTexts()
  return (
    <Drawer position="right" size="lg" opened={opened} onClose={close} title={t('checkIn.byHand')}>
      {opened && <Guests eventId={eventId} />}
    </Drawer>
  )
}

interface Guest {
  readonly registrationId: string
  readonly number: string
  readonly name: string | null
  readonly company: string | null
  readonly state: 'expected' | 'in' | 'cancelled' | 'not-for-this-session'
  readonly since: string | null
}

function Guests({ eventId }: { eventId: string }) {
  const t = useEventTexts()
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), 200)
  const { data } = useQuery({
    queryKey: ['rows', 'msevtmgt_checkins', 'guests', eventId, search],
    queryFn: ({ signal }) =>
      request<{ guests: readonly Guest[] }>(
        `/api/v1/check-in/${eventId}/guests?search=${encodeURIComponent(search)}`,
        { signal },
      ),
    placeholderData: keepPreviousData,
  })
  const guests = data?.guests ?? []
  return (
    <Stack>
      <TextInput
        type="search"
        data-autofocus
        label={t('checkIn.find')}
        description={t('checkIn.find.note')}
        value={typed}
        onChange={(change) => setTyped(change.currentTarget.value)}
      />
      {data !== undefined && guests.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('checkIn.find.nobody')}
        </Text>
      )}
      {guests.map((guest) => (
        <GuestLine key={guest.registrationId} guest={guest} />
      ))}
    </Stack>
  )
}

function GuestLine({ guest }: { guest: Guest }) {
  const t = useEventTexts()
  const format = useFormat()
  return (
    <Group justify="space-between" wrap="nowrap">
      <div style={{ minWidth: 0 }}>
        <Text fw={500} className="one-line">
          {guest.name ?? guest.number}
        </Text>
        <Text size="sm" c="dimmed" className="one-line">
          {[guest.company, guest.number].filter(Boolean).join(' · ')}
        </Text>
      </div>
      {guest.state === 'in' && (
        <Badge className="word-badge word-green" variant="light">
          {guest.since === null
            ? t('checkIn.in')
            : t('checkIn.in.since', { time: format.time(guest.since) })}
        </Badge>
      )}
      {guest.state === 'cancelled' && (
        <Badge className="word-badge word-gray" variant="light" color="gray">
          {t('registration.canceled')}
        </Badge>
      )}
      {guest.state === 'expected' && (
        <ReasonButton
          label={t('checkIn.act')}
          note={t('checkIn.act.note', { name: guest.name ?? guest.number })}
          act={(reason) =>
            request(`/api/v1/registrations/${guest.registrationId}/check-in`, {
              method: 'POST',
              body: { reason },
            })
          }
        />
      )}
    </Group>
  )
}
