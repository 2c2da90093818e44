import { Accordion, Group, Stack, Text } from '@mantine/core'
import { EmptyState } from '../../components/empty-state.tsx'
import { Payload } from '../../components/payload.tsx'
import { StateBadge } from '../../components/state-badge.tsx'
import { ServerText } from '../../server-words/server-text.tsx'
import { useFormat } from '../../texts/format.ts'
import { useBinTexts } from './bin-texts.ts'
import type { KeptRequest } from './bins.ts'

/** What came, the newest first and open. */
export function RequestList({ received }: { readonly received: readonly KeptRequest[] }) {
  const t = useBinTexts()
  if (received.length === 0) {
    return <EmptyState title={t('requests.empty')} text={t('requests.empty.text')} />
  }
  return (
    <Accordion multiple chevronPosition="left" defaultValue={[received[0]?.id ?? '']}>
      {received.map((each) => (
        <Accordion.Item key={each.id} value={each.id}>
          <Accordion.Control>
            <RequestLine request={each} />
          </Accordion.Control>
          <Accordion.Panel>
            <RequestParts request={each} />
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  )
}

const isRight = ({ checks }: KeptRequest['verdicts'][number]) =>
  checks.every((check) => check.isRight)

function RequestLine({ request }: { readonly request: KeptRequest }) {
  const t = useBinTexts()
  const format = useFormat()
  const { method, receivedOn, bodyBytes, answered, verdicts } = request
  return (
    <Group gap="sm">
      <Text fw={600} size="sm">
        {method}
      </Text>
      <Text size="sm">{format.dateTime(receivedOn)}</Text>
      <Text size="sm" c="dimmed">
        {t('request.line', { count: bodyBytes, status: String(answered) })}
      </Text>
      {verdicts.map((verdict) => (
        <StateBadge key={verdict.endpointId} tone={isRight(verdict) ? 'green' : 'red'}>
          {t(isRight(verdict) ? 'request.right' : 'request.wrong', { name: verdict.endpointName })}
        </StateBadge>
      ))}
    </Group>
  )
}

function RequestParts({ request }: { readonly request: KeptRequest }) {
  const t = useBinTexts()
  const { headers, target, body, bodyBytes, isBase64, verdicts } = request
  const wrong = verdicts.flatMap(({ checks }) => checks.filter((check) => !check.isRight))
  return (
    <Stack gap="sm">
      {wrong.map(({ sentence }) => (
        <Text key={sentence} size="sm">
          <ServerText text={sentence} />
        </Text>
      ))}
      <Part title={t('request.address')} text={target} />
      <Part
        title={t('request.headers')}
        text={headers.map(([name, value]) => `${name}: ${value}`).join('\n')}
      />
      {bodyBytes > 0 && <Part title={t(isBase64 ? 'request.bytes' : 'request.body')} text={body} />}
    </Stack>
  )
}

function Part({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <div>
      <Text size="sm" c="dimmed" mb={4}>
        {title}
      </Text>
      <Payload label={title} text={text} />
    </div>
  )
}
