import { Text } from '@mantine/core'
import { IconMail, IconMailCheck } from '@tabler/icons-react'
import { Sheet } from '../../components/sheet.tsx'
import { useMeetingTexts } from './meeting-texts.ts'
import type { Meeting } from './meetings.ts'

type Guest = Meeting['attendees'][number]

/** Who is invited, co-hosts first, and whether an invitation was written. */
export function MeetingPeople({ meeting }: { readonly meeting: Meeting }) {
  const t = useMeetingTexts()
  const guests = [
    ...meeting.cohosts.map((guest) => ({ guest, isCohost: true })),
    ...meeting.attendees.map((guest) => ({ guest, isCohost: false })),
  ]
  return (
    <Sheet title={t('guests.title', { count: guests.length })}>
      {guests.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('guests.none')}
        </Text>
      ) : (
        <ul className="meeting-rows meeting-guests">
          {guests.map(({ guest, isCohost }) => (
            <GuestLine key={guest.id} guest={guest} isCohost={isCohost} />
          ))}
        </ul>
      )}
    </Sheet>
  )
}

function GuestLine({ guest, isCohost }: { readonly guest: Guest; readonly isCohost: boolean }) {
  const t = useMeetingTexts()
  const Icon = guest.invited ? IconMailCheck : IconMail
  return (
    <li>
      <div className="row-main">
        <Text size="sm" fw={500}>
          {guest.name ?? guest.email}
        </Text>
        <Text size="xs" c="dimmed">
          {[
            guest.name === null ? undefined : guest.email,
            isCohost ? t('guests.cohost') : undefined,
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </div>
      <Text size="xs" c="dimmed" className="guest-state">
        <Icon size={14} aria-hidden /> {t(guest.invited ? 'guests.invited' : 'guests.notYet')}
      </Text>
    </li>
  )
}
