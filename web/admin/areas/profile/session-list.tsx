import { Group, Stack, Text, ThemeIcon } from '@mantine/core'
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { ActButton } from '../../components/act-button.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { StateBadge } from '../../components/state-badge.tsx'
import { useFormat } from '../../texts/format.ts'
import { useProfileTexts } from './profile-texts.ts'
import { browserOf, type Session, sessionsOptions, useSessionActs } from './sessions.ts'

interface SessionListProps {
  /** Of somebody else; without it, the own ones. */
  readonly userId?: string
  readonly note?: string
}

/** The browsers that somebody is signed in with, to be ended one by one or all at once. */
export function SessionList({ userId, note }: SessionListProps) {
  const t = useProfileTexts()
  const acts = useSessionActs()
  const { data: sessions } = useSuspenseQuery(sessionsOptions(userId))
  const hasOthers = sessions.some(({ current }) => !current)
  const isOwn = userId === undefined
  return (
    <Sheet
      title={t('sessions.title')}
      note={note}
      actions={
        hasOthers && (
          <ActButton
            variant="default"
            size="xs"
            act={() => acts.endOthers(userId)}
            said={t('sessions.ended')}
          >
            {t(isOwn ? 'sessions.endOthers' : 'sessions.endAll')}
          </ActButton>
        )
      }
    >
      {sessions.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('sessions.none')}
        </Text>
      )}
      <Stack gap="md">
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </Stack>
    </Sheet>
  )
}

function SessionRow({ session }: { readonly session: Session }) {
  const t = useProfileTexts()
  const format = useFormat()
  const acts = useSessionActs()
  const { userAgent, current, method, address } = session
  const isPhone = /iPhone|Android/.test(userAgent ?? '')
  const name = userAgent === null ? t('sessions.unknown') : browserOf(userAgent)
  const used = t('sessions.used', { when: format.fromNow(session.lastUsedOn) })
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm">
      <Group wrap="nowrap" gap="sm" miw={0}>
        <ThemeIcon variant="default" size="lg" radius="md" visibleFrom="xs">
          {isPhone ? <IconDeviceMobile size={18} /> : <IconDeviceDesktop size={18} />}
        </ThemeIcon>
        <div>
          <Group gap="xs">
            <Text size="sm" fw={550}>
              {name}
            </Text>
            {current && <StateBadge tone="green">{t('sessions.this')}</StateBadge>}
          </Group>
          <Text size="xs" c="dimmed">
            {[used, t(`sessions.by.${method}`), address].filter(Boolean).join(' · ')}
          </Text>
        </div>
      </Group>
      {!current && (
        <ActButton
          variant="default"
          size="xs"
          act={() => acts.end(session.id)}
          said={t('sessions.endedOne')}
        >
          {t('sessions.end')}
        </ActButton>
      )}
    </Group>
  )
}
