import { Alert, Anchor, Code, SimpleGrid, Text } from '@mantine/core'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMay } from '../../api/me.ts'
import { lookupId, type Row, rowOptions, shownValue } from '../../api/records.ts'
import { request } from '../../api/request.ts'
import { useParameter } from '../../app/address.ts'
import { ActButton } from '../../components/act-button.tsx'
import { Page } from '../../components/page.tsx'
import { Payload } from '../../components/payload.tsx'
import { Facts, Sheet } from '../../components/sheet.tsx'
import { ServerText } from '../../server-words/server-text.tsx'
import { useFormat } from '../../texts/format.ts'
import { OutcomeBadge } from './outcome-badge.tsx'
import { useWebhookTexts } from './webhook-texts.ts'
import { healthOptions, useReadWebhooksAgain } from './webhooks.ts'

/** One attempt: what was sent and what was answered, as far as it is kept. */
export function DeliveryPage() {
  const t = useWebhookTexts()
  const may = useMay()
  const format = useFormat()
  const endpointId = useParameter('endpointId')
  const { data: endpoint } = useSuspenseQuery(healthOptions(endpointId))
  const { data: attempt } = useSuspenseQuery(
    rowOptions('gr_deliveryattempts', useParameter('attemptId')),
  )
  const jobId = lookupId(attempt, 'asyncoperationid')
  return (
    <Page
      title={`${shownValue(attempt, 'messagename')} · ${shownValue(attempt, 'primaryentitytype')}`}
      note={format.dateTime(String(attempt.startedon))}
      trail={[
        { label: t('webhooks.title'), to: '/webhooks' },
        { label: endpoint.name, to: `/webhooks/${endpointId}` },
        { label: t('tab.deliveries'), to: `/webhooks/${endpointId}/deliveries` },
      ]}
      badge={<OutcomeBadge row={attempt} />}
      actions={
        may('Update', 'serviceendpoint') && jobId !== undefined && <SendAgain jobId={jobId} />
      }
    >
      {shownValue(attempt, 'problem') !== '' && (
        <Alert color="red" title={t('delivery.problem')}>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            <ServerText text={shownValue(attempt, 'problem')} />
          </Text>
        </Alert>
      )}
      <AttemptFacts attempt={attempt} jobId={jobId} />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Request attempt={attempt} />
        <Response attempt={attempt} />
      </SimpleGrid>
      {jobId !== undefined && <Body jobId={jobId} />}
    </Page>
  )
}

function SendAgain({ jobId }: { readonly jobId: string }) {
  const t = useWebhookTexts()
  const readAgain = useReadWebhooksAgain()
  return (
    <ActButton
      said={t('said.sendAgain')}
      act={async () => {
        await request(`/api/v1/jobs/${jobId}/resend`, { method: 'POST', body: {} })
        await readAgain()
      }}
    >
      {t('act.sendAgain')}
    </ActButton>
  )
}

interface AttemptFactsProps {
  readonly attempt: Row
  readonly jobId: string | undefined
}

function AttemptFacts({ attempt, jobId }: AttemptFactsProps) {
  const t = useWebhookTexts()
  const ms = (name: string) =>
    typeof attempt[name] === 'number' ? t('health.ms', { count: Number(attempt[name]) }) : ''
  return (
    <Sheet>
      <Facts
        of={[
          [t('delivery.took'), ms('totalms')],
          [t('delivery.queued'), ms('queuems')],
          [t('delivery.firstByte'), ms('firstbytems')],
          [t('delivery.attempt'), shownValue(attempt, 'attempt')],
          [t('delivery.bytes'), shownValue(attempt, 'bodybytes')],
          [
            t('delivery.job'),
            jobId === undefined ? (
              ''
            ) : (
              <Anchor key="job" component={Link} to={`/jobs/${jobId}`} size="sm" underline="always">
                {shownValue(attempt, 'asyncoperationid')}
              </Anchor>
            ),
          ],
        ]}
      />
    </Sheet>
  )
}

function Request({ attempt }: { readonly attempt: Row }) {
  const t = useWebhookTexts()
  return (
    <Sheet title={t('delivery.request')}>
      <Text size="sm" className="address-line" dir="ltr">
        <Code>{shownValue(attempt, 'method')}</Code> {shownValue(attempt, 'url')}
      </Text>
      <Payload label={t('delivery.headers')} text={headersOf(attempt.requestheaders)} />
    </Sheet>
  )
}

function Response({ attempt }: { readonly attempt: Row }) {
  const t = useWebhookTexts()
  const status = shownValue(attempt, 'responsestatus')
  return (
    <Sheet title={t('delivery.response')}>
      {status === '' ? (
        <Text size="sm" c="dimmed">
          {t('delivery.noAnswer')}
        </Text>
      ) : (
        <>
          <Text size="sm">
            <Code>{status}</Code>
          </Text>
          <Payload label={t('delivery.headers')} text={headersOf(attempt.responseheaders)} />
          {shownValue(attempt, 'responsestart') !== '' && (
            <Payload label={t('delivery.response')} text={shownValue(attempt, 'responsestart')} />
          )}
        </>
      )}
    </Sheet>
  )
}

/** One line for each header, as they are on the wire. */
function headersOf(value: unknown): string {
  const read: unknown = typeof value === 'string' ? JSON.parse(value) : value
  return Object.entries((read ?? {}) as Readonly<Record<string, string>>)
    .map(([name, text]) => `${name}: ${text}`)
    .join('\n')
}

/** The body is kept with its system job, and goes with it. */
function Body({ jobId }: { readonly jobId: string }) {
  const t = useWebhookTexts()
  const may = useMay()
  const { data } = useQuery({
    ...rowOptions('asyncoperations', jobId, { select: ['data'] }),
    enabled: may('Read', 'asyncoperation'),
    retry: false,
  })
  const body = data === undefined ? '' : shownValue(data, 'data')
  return (
    <Sheet title={t('delivery.body')}>
      {body === '' ? (
        <Text size="sm" c="dimmed">
          {t('delivery.bodyGone')}
        </Text>
      ) : (
        <Payload label={t('delivery.body')} text={body} />
      )}
    </Sheet>
  )
}
