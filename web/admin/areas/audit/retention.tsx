/** How long the log is kept: for ever, or so many days. */
import { Alert, Button, Group, Modal, NumberInput, Radio, Stack } from '@mantine/core'
import { IconClock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import dayjs from 'dayjs'
import { type FormEvent, useState } from 'react'
import { useMay } from '../../api/me.ts'
import { type Row, updateRow, useChange } from '../../api/records.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { ProblemAlert } from '../../components/page-problem.tsx'
import { tellDone } from '../../components/tell.tsx'
import { useFormat } from '../../texts/format.ts'
import { retentionOptions } from './audit.ts'
import { useAuditTexts } from './audit-texts.ts'

const daysOf = (organization: Row) =>
  typeof organization.gr_auditretentiondays === 'number'
    ? organization.gr_auditretentiondays
    : undefined

export function Retention() {
  const t = useAuditTexts()
  const may = useMay()
  const [opened, setOpened] = useState(false)
  const [organization] = useQuery(retentionOptions).data ?? []
  if (organization === undefined) return null
  const days = daysOf(organization)
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconClock size={16} />}
        disabled={!may('Update', 'organization')}
        onClick={() => setOpened(true)}
      >
        {days === undefined ? t('keep.forEver') : t('keep.days', { count: days })}
      </Button>
      {opened && <KeepDialog organization={organization} close={() => setOpened(false)} />}
    </>
  )
}

/** Where somebody begins who wants less than for ever. */
const usual = 730
/** The database keeps at least these. */
const least = 30
const most = 36_500
const isKept = (days: number) => days >= least && days <= most

interface KeepDialogProps {
  readonly organization: Row
  readonly close: () => void
}

function KeepDialog({ organization, close }: KeepDialogProps) {
  const t = useAuditTexts()
  const app = useAppTexts()
  const before = daysOf(organization)
  const [ends, setEnds] = useState(before !== undefined)
  const [days, setDays] = useState<number | string>(before ?? usual)
  const saving = useChange(
    () =>
      updateRow(
        'organizations',
        String(organization.organizationid),
        { gr_auditretentiondays: ends ? Number(days) : null },
        String(organization['@odata.etag']),
      ),
    ['organizations'],
  )
  const fits = !ends || isKept(Number(days))
  const save = async (event: FormEvent) => {
    event.preventDefault()
    await saving.mutateAsync(undefined, {
      onSuccess: () => {
        tellDone(app('said.saved'))
        close()
      },
    })
  }
  return (
    <Modal opened onClose={close} title={t('keep.title')}>
      <form onSubmit={(event) => void save(event).catch(() => undefined)}>
        <Stack>
          <Radio.Group
            aria-label={t('keep.title')}
            value={ends ? 'days' : 'ever'}
            onChange={(next) => setEnds(next === 'days')}
          >
            <Stack gap="xs">
              <Radio value="ever" label={t('keep.ever')} />
              <Radio value="days" label={t('keep.some')} />
            </Stack>
          </Radio.Group>
          {ends && (
            <NumberInput
              label={t('keep.count')}
              description={fits ? t('keep.least', { count: least }) : undefined}
              required
              min={least}
              max={most}
              clampBehavior="none"
              allowDecimal={false}
              error={fits ? undefined : t('keep.least', { count: least })}
              value={days}
              onChange={setDays}
            />
          )}
          {ends && fits && <WhatGoes days={Number(days)} />}
          <ProblemAlert error={saving.error} />
          <Group justify="flex-end">
            <Button type="submit" disabled={!fits} loading={saving.isPending}>
              {app('act.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function WhatGoes({ days }: { readonly days: number }) {
  const t = useAuditTexts()
  const format = useFormat()
  const since = format.date(dayjs().subtract(days, 'day').toDate())
  return <Alert color="yellow">{t('keep.goes', { since })}</Alert>
}
