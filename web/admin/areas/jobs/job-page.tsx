import { Alert, Anchor, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { DateTimePicker } from '@mantine/dates'
import { useDisclosure } from '@mantine/hooks'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useMay } from '../../api/me.ts'
import { lookupId, type Row, rowOptions, shownValue } from '../../api/records.ts'
import { useParameter } from '../../app/address.ts'
import { ActButton } from '../../components/act-button.tsx'
import { Page } from '../../components/page.tsx'
import { Payload } from '../../components/payload.tsx'
import { Facts, Sheet } from '../../components/sheet.tsx'
import { ServerText } from '../../server-words/server-text.tsx'
import { fromServer } from '../../server-words/server-words.ts'
import { useFormat } from '../../texts/format.ts'
import { useJobTexts } from './job-texts.ts'
import { JobBadge, useKindName } from './job-words.tsx'
import { isAllowed, useJobActs } from './jobs.ts'

const columns = [
  'name',
  'statecode',
  'statuscode',
  'gr_kind',
  'createdon',
  'startedon',
  'completedon',
  'executiontimespan',
  'postponeuntil',
  'recurrencepattern',
  'retrycount',
  'errorcode',
  'friendlymessage',
  'message',
  'gr_breadcrumbs',
  'data',
  'correlationid',
  '_owningextensionid_value',
  '_regardingobjectid_value',
  '_ownerid_value',
]

/** One job: how it stands, why, what it is about, and what can be done now. */
export function JobPage() {
  const t = useJobTexts()
  const may = useMay()
  const id = useParameter('jobId')
  const { data: job } = useSuspenseQuery({
    ...rowOptions('asyncoperations', id, { select: columns }),
    refetchInterval: ({ state }) => (Number(state.data?.statecode) === 3 ? false : 2_000),
  })
  return (
    <Page
      title={fromServer(shownValue(job, 'name'))}
      trail={[{ label: t('jobs.title'), to: '/jobs' }]}
      badge={<JobBadge row={job} />}
      actions={may('Update', 'asyncoperation') && <JobActs id={id} job={job} />}
    >
      <Outcome job={job} />
      <JobFacts job={job} />
      <Details job={job} />
    </Page>
  )
}

function Outcome({ job }: { readonly job: Row }) {
  const t = useJobTexts()
  const sentence = shownValue(job, 'friendlymessage')
  if (sentence === '') return null
  const failed = job.statuscode === 31
  return (
    <Alert
      color={failed ? 'red' : job.statuscode === 30 ? 'green' : 'gray'}
      title={t(failed ? 'job.why' : 'job.said')}
    >
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        <ServerText text={sentence} />
      </Text>
    </Alert>
  )
}

function JobFacts({ job }: { readonly job: Row }) {
  const t = useJobTexts()
  const format = useFormat()
  const kindName = useKindName()
  const when = (name: string) =>
    job[name] === null || job[name] === undefined
      ? ''
      : `${format.dateTime(String(job[name]))} (${format.fromNow(String(job[name]))})`
  const seconds = job.executiontimespan
  const step = lookupId(job, 'owningextensionid')
  return (
    <Sheet>
      <Facts
        of={[
          [t('job.kind'), kindName(String(job.gr_kind ?? ''))],
          [t('job.regarding'), <Regarding key="regarding" job={job} />],
          [t('job.step'), step === undefined ? '' : <StepLink key="step" id={step} />],
          [t('job.created'), when('createdon')],
          [t('job.started'), when('startedon')],
          [t('job.ended'), when('completedon')],
          [t('job.next'), when('postponeuntil')],
          [
            t('job.took'),
            typeof seconds === 'number' ? t('job.ms', { count: Math.round(seconds * 1000) }) : '',
          ],
          [t('job.retries'), format.number(Number(job.retrycount ?? 0))],
          [t('job.repeats'), shownValue(job, 'recurrencepattern')],
          [t('job.owner'), shownValue(job, 'ownerid')],
        ]}
      />
    </Sheet>
  )
}

const pages: Readonly<Record<string, string>> = {
  contact: '/contacts',
  msevtmgt_event: '/events',
  msevtmgt_webinarconfiguration: '/configurations',
  gr_meeting: '/meetings',
  serviceendpoint: '/webhooks',
}

const lookupTable = '@Microsoft.Dynamics.CRM.lookuplogicalname'

/** Linked where the console has a page for it, with the way to all jobs about the same record. */
function Regarding({ job }: { readonly job: Row }) {
  const t = useJobTexts()
  const id = lookupId(job, 'regardingobjectid')
  if (id === undefined) return '—'
  const page = pages[String(job[`_regardingobjectid_value${lookupTable}`])]
  const name = shownValue(job, 'regardingobjectid')
  return (
    <Group gap="sm">
      {page === undefined ? (
        name
      ) : (
        <Anchor component={Link} to={`${page}/${id}`} size="sm" underline="always">
          {name}
        </Anchor>
      )}
      <Anchor
        component={Link}
        to="/jobs"
        search={{ regarding: id } as never}
        size="sm"
        underline="always"
      >
        {t('job.sameRecord')}
      </Anchor>
    </Group>
  )
}

function StepLink({ id }: { readonly id: string }) {
  const { data } = useQuery(
    rowOptions('sdkmessageprocessingsteps', id, { select: ['name', '_eventhandler_value'] }),
  )
  if (data === undefined) return '—'
  return (
    <Anchor
      component={Link}
      to={`/webhooks/${lookupId(data, 'eventhandler')}/steps/${id}`}
      size="sm"
      underline="always"
    >
      {shownValue(data, 'name')}
    </Anchor>
  )
}

function Details({ job }: { readonly job: Row }) {
  const t = useJobTexts()
  const parts = [
    ['job.technical', 'message'],
    ['job.history', 'gr_breadcrumbs'],
    ['job.payload', 'data'],
  ] as const
  return parts
    .filter(([, name]) => shownValue(job, name) !== '')
    .map(([title, name]) => (
      <Sheet key={name} title={t(title)}>
        <Payload label={t(title)} text={shownValue(job, name)} />
      </Sheet>
    ))
}

function JobActs({ id, job }: { readonly id: string; readonly job: Row }) {
  const t = useJobTexts()
  const act = useJobActs()
  const [postponing, { open, close }] = useDisclosure()
  const isDelivery = job.gr_kind === 'webhook.delivery'
  return (
    <>
      {isAllowed('retry', job) && (
        <ActButton act={() => act(id, 'retry')} said={t('said.retry')}>
          {t('act.retry')}
        </ActButton>
      )}
      {isDelivery && job.statuscode === 30 && (
        <ActButton variant="default" act={() => act(id, 'resend')} said={t('said.resend')}>
          {t('act.resend')}
        </ActButton>
      )}
      {isAllowed('resume', job) && (
        <ActButton act={() => act(id, 'resume')} said={t('said.resume')}>
          {t('act.resume')}
        </ActButton>
      )}
      {isAllowed('postpone', job) && (
        <Button variant="default" onClick={open}>
          {t('act.postpone')}
        </Button>
      )}
      {isAllowed('cancel', job) && (
        <ActButton
          variant="default"
          act={() => act(id, 'cancel')}
          said={t('said.cancel')}
          confirm={{
            title: t('many.cancel'),
            text: t('many.cancel.text', { count: 1 }),
            yes: t('act.cancel'),
          }}
        >
          {t('act.cancel')}
        </ActButton>
      )}
      <Modal opened={postponing} onClose={close} title={t('act.postpone')}>
        <Postpone act={(until) => act(id, 'postpone', { until })} close={close} />
      </Modal>
    </>
  )
}

interface PostponeProps {
  readonly act: (until: string) => Promise<void>
  readonly close: () => void
}

function Postpone({ act, close }: PostponeProps) {
  const t = useJobTexts()
  const [until, setUntil] = useState(dayjs().add(1, 'hour').format('YYYY-MM-DD HH:mm:ss'))
  return (
    <Stack>
      <DateTimePicker
        label={t('postpone.until')}
        valueFormat="lll"
        value={until}
        onChange={(next) => next !== null && setUntil(next)}
      />
      <Group justify="flex-end">
        <ActButton
          act={async () => {
            await act(dayjs(until).toISOString())
            close()
          }}
          said={t('said.postpone')}
        >
          {t('act.postpone')}
        </ActButton>
      </Group>
    </Stack>
  )
}
