import { Select, SimpleGrid, Stack } from '@mantine/core'
import type { RecordDraft } from '../../components/record-draft.ts'
import { RecordFields } from '../../components/record-form.tsx'
import { authentication } from './endpoint-columns.ts'
import { useWebhookTexts } from './webhook-texts.ts'

const contracts = [
  { value: '2', text: 'queue.queue' },
  { value: '5', text: 'queue.topic' },
  { value: '7', text: 'queue.hub' },
] as const

const credentials = {
  [authentication.sasKey]: ['saskeyname', 'saskey'],
  [authentication.sasToken]: ['sastoken'],
  [authentication.connectionString]: ['authvalue'],
} as const

interface QueueFieldsProps {
  readonly draft: RecordDraft
  readonly disabled: boolean
}

/** A queue or topic of an AMQP 1.0 broker: Service Bus, RabbitMQ, Artemis. */
export function QueueFields({ draft, disabled }: QueueFieldsProps) {
  const t = useWebhookTexts()
  const type = Number(draft.values.authtype) as keyof typeof credentials
  const isString = type === authentication.connectionString
  const labels = {
    namespaceaddress: t('queue.address'),
    path: t('queue.path'),
    saskeyname: t('queue.user'),
    saskey: t('queue.password'),
    sastoken: t('queue.token'),
    authvalue: t('queue.string'),
  }
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select
          label={t('queue.contract')}
          allowDeselect={false}
          disabled={disabled}
          value={String(draft.values.contract)}
          data={contracts.map(({ value, text }) => ({ value, label: t(text) }))}
          onChange={(next) => draft.set('contract', Number(next))}
        />
        <Select
          label={t('auth.kind')}
          allowDeselect={false}
          disabled={disabled}
          value={String(type)}
          data={[
            { value: String(authentication.sasKey), label: t('queue.byUser') },
            { value: String(authentication.connectionString), label: t('queue.byString') },
            { value: String(authentication.sasToken), label: t('queue.byToken') },
          ]}
          onChange={(next) => draft.set('authtype', Number(next))}
        />
        <Select
          label={t('queue.format')}
          allowDeselect={false}
          disabled={disabled}
          value={String(draft.values.messageformat ?? 2)}
          data={[
            { value: '2', label: 'JSON' },
            { value: '3', label: 'XML' },
          ]}
          onChange={(next) => draft.set('messageformat', Number(next))}
        />
      </SimpleGrid>
      <RecordFields
        draft={draft}
        labels={labels}
        notes={{ namespaceaddress: t('queue.address.note'), path: t('queue.path.note') }}
        disabled={disabled}
        columns={[
          ...(isString ? [] : ['namespaceaddress']),
          'path',
          ...(credentials[type] ?? credentials[authentication.sasKey]),
        ]}
      />
    </Stack>
  )
}
