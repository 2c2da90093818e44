import { Alert, Box, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSend } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../../api/me.ts'
import { request } from '../../api/request.ts'
import { ActButton } from '../../components/act-button.tsx'
import { ProblemAlert } from '../../components/page-problem.tsx'
import { Payload } from '../../components/payload.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { ServerText } from '../../server-words/server-text.tsx'
import { registrationOf, type StepValues } from './step-draft.ts'
import { useWebhookTexts } from './webhook-texts.ts'
import { type Check, type EndpointHealth, useReadWebhooksAgain } from './webhooks.ts'

interface Sample {
  readonly body: string
  readonly bytes: number
  readonly exceeded: boolean
}

interface StepSampleProps {
  readonly endpoint: EndpointHealth
  readonly values: StepValues
}

/** What the receiver will get, about a row that nobody has; it can be sent to try the receiver. */
export function StepSample({ endpoint, values }: StepSampleProps) {
  const t = useWebhookTexts()
  const may = useMay()
  const readAgain = useReadWebhooksAgain()
  const [body] = useDebouncedValue(registrationOf(values), 300)
  const [check, setCheck] = useState<Check>()
  const { data, error } = useQuery({
    queryKey: ['steps', 'sample', body],
    queryFn: ({ signal }) =>
      request<Sample>('/api/v1/steps/sample', { method: 'POST', body, signal }),
    placeholderData: (before) => before,
    retry: false,
  })
  const send = async () => {
    const address = `/api/v1/endpoints/${endpoint.id}/sample`
    setCheck(await request<Check>(address, { method: 'POST', body: registrationOf(values) }))
    await readAgain()
  }
  return (
    <Box pos={{ lg: 'sticky' }} top="calc(var(--app-shell-header-height) + 1rem)">
      <Sheet
        title={t('sample.title')}
        note={t('sample.note')}
        actions={
          may('Update', 'serviceendpoint') && (
            <ActButton
              variant="default"
              leftSection={<IconSend size={16} />}
              act={send}
              said={t('test.said')}
            >
              {t('sample.send')}
            </ActButton>
          )
        }
      >
        {check !== undefined && (
          <Alert
            color={check.succeeded ? 'green' : 'red'}
            role="status"
            title={t(check.succeeded ? 'test.good' : 'test.bad')}
          >
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              <ServerText text={check.sentence} />
            </Text>
          </Alert>
        )}
        <ProblemAlert error={error} />
        {data !== undefined && (
          <>
            <Text size="sm" c="dimmed">
              {t('sample.bytes', { count: data.bytes })}
              {data.exceeded && ` ${t('sample.exceeded')}`}
            </Text>
            <Payload label={t('sample.title')} text={data.body} />
          </>
        )}
      </Sheet>
    </Box>
  )
}
