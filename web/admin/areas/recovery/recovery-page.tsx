import { Alert, Anchor, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../../api/me.ts'
import { lookupId, type Row, rowOptions, shownValue, useChange } from '../../api/records.ts'
import { request } from '../../api/request.ts'
import { useParameter } from '../../app/address.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { Page } from '../../components/page.tsx'
import { Facts, Sheet } from '../../components/sheet.tsx'
import { tellDone, tellProblem } from '../../components/tell.tsx'
import { UnsavedGuard } from '../../components/unsaved-guard.tsx'
import { fromServer } from '../../server-words/server-words.ts'
import { useFormat } from '../../texts/format.ts'
import { type Payload, PayloadFields } from './payload-fields.tsx'
import { useRecoveryTexts } from './recovery-texts.ts'
import { OutcomeBadge, outcome, useKindName } from './recovery-words.tsx'

const select = [
  'gr_name',
  'gr_kind',
  '_gr_event_value',
  'gr_payload',
  'gr_error',
  'gr_attempts',
  'gr_outcome',
  'gr_settledon',
  '_gr_settledby_value',
  'gr_reason',
  'createdon',
]

/** What did not work, why, and what came in: corrected here and tried again, or given up. */
export function RecoveryPage() {
  const t = useRecoveryTexts()
  const may = useMay()
  const id = useParameter('itemId')
  const { data: row } = useSuspenseQuery(rowOptions('gr_recoveryitems', id, { select }))
  const isOpen = row.gr_outcome === outcome.open
  const mayWrite = isOpen && may('Update', 'gr_recoveryitem')
  return (
    <Page
      title={fromServer(String(row.gr_name))}
      trail={[{ label: t('recovery.title'), to: '/recovery' }]}
      badge={<OutcomeBadge value={row.gr_outcome} />}
      actions={mayWrite && <Discard id={id} />}
    >
      {isOpen && (
        <Alert color="yellow" icon={<IconAlertTriangle />} title={t('item.problem')}>
          <Text size="sm">{fromServer(String(row.gr_error ?? ''))}</Text>
        </Alert>
      )}
      <About row={row} />
      <Repair key={String(row.gr_payload)} id={id} row={row} mayWrite={mayWrite} />
    </Page>
  )
}

function About({ row }: { row: Row }) {
  const t = useRecoveryTexts()
  const format = useFormat()
  const kindName = useKindName()
  const eventId = lookupId(row, 'gr_event')
  return (
    <Sheet title={t('item.about')}>
      <Facts
        of={[
          [t('item.kind'), kindName(row.gr_kind)],
          [
            t('item.event'),
            eventId && (
              <Anchor component={Link} to={`/events/${eventId}`} size="sm">
                {shownValue(row, 'gr_event')}
              </Anchor>
            ),
          ],
          [t('item.since'), format.dateTime(String(row.createdon))],
          [t('item.tries'), format.number(Number(row.gr_attempts ?? 1))],
          [t('item.settled'), row.gr_settledon ? format.dateTime(String(row.gr_settledon)) : ''],
          [t('item.settledBy'), shownValue(row, 'gr_settledby')],
          [t('item.reason'), String(row.gr_reason ?? '')],
        ]}
      />
    </Sheet>
  )
}

function payloadOf(row: Row): Payload {
  return JSON.parse(String(row.gr_payload ?? '{}')) as Payload
}

interface RepairProps {
  readonly id: string
  readonly row: Row
  readonly mayWrite: boolean
}

function Repair({ id, row, mayWrite }: RepairProps) {
  const t = useRecoveryTexts()
  const app = useAppTexts()
  const [payload, setPayload] = useState(() => payloadOf(row))
  const dirty = JSON.stringify(payload) !== JSON.stringify(payloadOf(row))
  const replay = useChange(
    () =>
      request(`/api/v1/recovery-items/${id}/replay`, {
        method: 'POST',
        body: dirty ? { payload } : {},
      }),
    ['gr_recoveryitems'],
  )
  const run = async () => {
    try {
      await replay.mutateAsync(undefined)
      tellDone(t('replay.done'))
    } catch (error) {
      tellProblem(app('problem.title'), error)
    }
  }
  return (
    <Sheet title={t('payload.title')} note={mayWrite ? t('payload.note') : undefined}>
      <UnsavedGuard dirty={dirty && !replay.isPending} />
      <PayloadFields of={payload} disabled={!mayWrite} onChange={setPayload} />
      {mayWrite && (
        <Group>
          <Button
            loading={replay.isPending}
            leftSection={<IconRefresh size={16} />}
            onClick={() => void run()}
          >
            {t(dirty ? 'replay.repaired' : 'replay.act')}
          </Button>
          {dirty && (
            <Button variant="default" onClick={() => setPayload(payloadOf(row))}>
              {app('act.discard')}
            </Button>
          )}
        </Group>
      )}
    </Sheet>
  )
}

function Discard({ id }: { id: string }) {
  const t = useRecoveryTexts()
  const app = useAppTexts()
  const [asking, { open, close }] = useDisclosure()
  const [reason, setReason] = useState('')
  const discard = useChange(
    () =>
      request(`/api/v1/recovery-items/${id}/discard`, {
        method: 'POST',
        body: { reason: reason.trim() },
      }),
    ['gr_recoveryitems'],
  )
  const run = async () => {
    try {
      await discard.mutateAsync(undefined)
      tellDone(app('said.done'))
      close()
    } catch (error) {
      tellProblem(app('problem.title'), error)
    }
  }
  return (
    <>
      <Button variant="default" onClick={open}>
        {t('discard.act')}
      </Button>
      <Modal opened={asking} onClose={close} title={t('discard.act')}>
        <form
          onSubmit={(submit) => {
            submit.preventDefault()
            void run()
          }}
        >
          <Stack>
            <Text size="sm">{t('discard.note')}</Text>
            <Textarea
              required
              data-autofocus
              autosize
              minRows={2}
              maxLength={2000}
              label={t('discard.reason')}
              value={reason}
              onChange={(change) => setReason(change.currentTarget.value)}
            />
            <Group justify="flex-end">
              <Button
                type="submit"
                color="red"
                loading={discard.isPending}
                disabled={reason.trim() === ''}
              >
                {t('discard.act')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  )
}
