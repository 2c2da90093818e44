import { Stack } from '@mantine/core'
import { useMay } from '../../api/me.ts'
import { useRecordDraft } from '../../components/record-draft.ts'
import { RecordFields, SaveBar } from '../../components/record-form.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { AuthenticationFields } from './authentication-fields.tsx'
import { endpointColumns } from './endpoint-columns.ts'
import { OptionFields } from './option-fields.tsx'
import { QueueFields } from './queue-fields.tsx'
import { useWebhookTexts } from './webhook-texts.ts'
import { type EndpointHealth, useReadWebhooksAgain, webhookContract } from './webhooks.ts'

export function SettingsTab({ endpoint }: { readonly endpoint: EndpointHealth }) {
  const t = useWebhookTexts()
  const may = useMay()
  const readAgain = useReadWebhooksAgain()
  const draft = useRecordDraft({
    table: 'serviceendpoint',
    id: endpoint.id,
    columns: endpointColumns,
  })
  const isQueue = endpoint.contract !== webhookContract
  const disabled = !may('Update', 'serviceendpoint')
  return (
    <Stack>
      <Sheet title={t('new.where')}>
        <RecordFields
          draft={draft}
          columns={isQueue ? ['name', 'description'] : ['name', 'url', 'description']}
          labels={{
            name: t('endpoint.name'),
            url: t('endpoint.url'),
            description: t('endpoint.description'),
          }}
          notes={{ url: t('endpoint.url.note') }}
          disabled={disabled}
        />
        {isQueue && <QueueFields draft={draft} disabled={disabled} />}
      </Sheet>
      {!isQueue && (
        <Sheet title={t('auth.title')} note={t('auth.note')}>
          <AuthenticationFields draft={draft} disabled={disabled} />
        </Sheet>
      )}
      <Sheet title={t('options.title')} note={t('options.note')}>
        <OptionFields draft={draft} isQueue={isQueue} disabled={disabled} />
      </Sheet>
      {!disabled && <SaveBar draft={draft} onSaved={() => void readAgain()} />}
    </Stack>
  )
}
