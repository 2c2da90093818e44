import { Button, Modal, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useMay } from '../../../api/me.ts'
import type { Row } from '../../../api/records.ts'
import { request } from '../../../api/request.ts'
import { tellDone } from '../../../components/tell.tsx'
import { useFormat } from '../../../texts/format.ts'
import { useReadAgain } from '../event-overview.ts'
import { useEventTexts } from '../event-texts.ts'
import type { OverrulableRule } from '../overrulable-rules.ts'
import { OverruleAlert } from '../overrule-alert.tsx'

/** A place in a waitlist, with the name of who has it. */
export interface Waiting {
  readonly row: Row
  readonly name: string
}

/** Beside the list, not in its rows, which come and go with the width and while one scrolls. */
interface GiveSeatProps {
  readonly to: Waiting | undefined
  readonly close: () => void
}

/** A seat for one person of the line, whoever waits before them. */
export function GiveSeat({ to, close }: GiveSeatProps) {
  const t = useEventTexts()
  return (
    <Modal
      opened={to !== undefined}
      onClose={close}
      title={t('waitlist.give.title', { name: to?.name ?? '' })}
    >
      {to !== undefined && <Ways row={to.row} close={close} />}
    </Modal>
  )
}

interface GiveSeatButtonProps {
  readonly name: string
  readonly open: () => void
}

export function GiveSeatButton({ name, open }: GiveSeatButtonProps) {
  const t = useEventTexts()
  return (
    <Button
      size="compact-sm"
      variant="default"
      aria-label={t('waitlist.give.to', { name })}
      onClick={open}
    >
      {t('waitlist.give')}
    </Button>
  )
}

type Way = 'invite' | 'register'

interface Given {
  readonly invitedUntil?: string
}

function Ways({ row, close }: { readonly row: Row; readonly close: () => void }) {
  const t = useEventTexts()
  const may = useMay()
  const { give, running, refused } = useGiving(String(row.msevtmgt_waitlistitemid), close)
  const isInvited = row.msevtmgt_invited === true
  const ways: readonly Way[] = [
    ...(isInvited ? [] : (['invite'] as const)),
    ...(may('Create', 'msevtmgt_eventregistration', 'all') ? (['register'] as const) : []),
  ]
  return (
    <Stack>
      <Text size="sm">{t(isInvited ? 'waitlist.give.held' : 'waitlist.give.text')}</Text>
      {ways.map((way) => (
        <Stack key={way} gap={6} align="flex-start">
          <Title order={3} size="sm">
            {t(`waitlist.give.${way}`)}
          </Title>
          <Text size="sm" c="dimmed">
            {t(`waitlist.give.${way}.text`)}
          </Text>
          {refused?.way === way ? (
            <OverruleAlert
              error={refused.error}
              anyway={t(`overrule.${way}`)}
              running={running === way}
              overrule={(rule) => void give(way, [...refused.overruled, rule])}
              // To what is closed nobody could come.
              except={(rule) => way === 'invite' && !rule.endsWith('-full')}
            />
          ) : (
            <Button
              variant={way === 'invite' ? 'filled' : 'default'}
              loading={running === way}
              onClick={() => void give(way, [])}
            >
              {t(`waitlist.give.${way}`)}
            </Button>
          )}
        </Stack>
      ))}
    </Stack>
  )
}

interface Refused {
  readonly way: Way
  readonly error: unknown
  readonly overruled: readonly OverrulableRule[]
}

function useGiving(id: string, close: () => void) {
  const t = useEventTexts()
  const format = useFormat()
  const readAgain = useReadAgain()
  const [running, setRunning] = useState<Way>()
  const [refused, setRefused] = useState<Refused>()
  const give = async (way: Way, overruled: readonly OverrulableRule[]) => {
    setRunning(way)
    try {
      const { invitedUntil } = await request<Given>(`/api/v1/waitlist-items/${id}/${way}`, {
        method: 'POST',
        body: { overrule: overruled },
      })
      close()
      tellDone(
        invitedUntil === undefined
          ? t('waitlist.give.registered')
          : t('waitlist.give.invited', { until: format.dateTime(invitedUntil) }),
      )
      await readAgain()
    } catch (error) {
      setRefused({ way, error, overruled })
    } finally {
      setRunning(undefined)
    }
  }
  return { give, running, refused }
}
