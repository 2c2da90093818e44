import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../../api/me.ts'
import { ActButton } from '../../components/act-button.tsx'
import { Choice } from '../../components/choice.tsx'
import { Page } from '../../components/page.tsx'
import { type RecordDraft, useRecordDraft } from '../../components/record-draft.ts'
import { RecordFields, SaveBar } from '../../components/record-form.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { AuthenticationFields } from './authentication-fields.tsx'
import { authentication, endpointColumns } from './endpoint-columns.ts'
import { OptionFields } from './option-fields.tsx'
import { QueueFields } from './queue-fields.tsx'
import { useWebhookTexts } from './webhook-texts.ts'
import { makeBin, useReadWebhooksAgain, webhookContract } from './webhooks.ts'

const queueContract = 2

/** Another system that is to be told: where it is, and how it knows this hub. */
export function NewEndpoint() {
  const t = useWebhookTexts()
  const navigate = useNavigate()
  const readAgain = useReadWebhooksAgain()
  const [more, setMore] = useState(false)
  const draft = useRecordDraft({
    table: 'serviceendpoint',
    columns: endpointColumns,
    initial: {
      contract: webhookContract,
      authtype: authentication.webhookKey,
      gr_logdeliveries: true,
    },
  })
  const isQueue = draft.values.contract !== webhookContract
  return (
    <Page
      title={t('webhooks.register')}
      note={t('new.note')}
      trail={[{ label: t('webhooks.title'), to: '/webhooks' }]}
    >
      <Sheet title={t('new.where')}>
        <KindChoice draft={draft} isQueue={isQueue} />
        <RecordFields
          draft={draft}
          columns={isQueue ? ['name'] : ['name', 'url']}
          labels={{ name: t('endpoint.name'), url: t('endpoint.url') }}
          notes={{ name: t('endpoint.name.note'), url: t('endpoint.url.note') }}
        />
        {isQueue ? <QueueFields draft={draft} disabled={false} /> : <BinOffer draft={draft} />}
      </Sheet>
      {!isQueue && (
        <Sheet title={t('auth.title')} note={t('auth.note')}>
          <AuthenticationFields draft={draft} disabled={false} />
        </Sheet>
      )}
      {more ? (
        <Sheet title={t('options.title')} note={t('options.note')}>
          <OptionFields draft={draft} isQueue={isQueue} disabled={false} />
        </Sheet>
      ) : (
        <Group>
          <Button variant="subtle" onClick={() => setMore(true)}>
            {t('options.show')}
          </Button>
        </Group>
      )}
      <SaveBar
        draft={draft}
        onSaved={(id) => {
          void readAgain()
          void navigate({ to: `/webhooks/${id}` })
        }}
      />
    </Page>
  )
}

function KindChoice({
  draft,
  isQueue,
}: {
  readonly draft: RecordDraft
  readonly isQueue: boolean
}) {
  const t = useWebhookTexts()
  return (
    <Stack gap={4}>
      <Choice
        label={t('endpoint.kind')}
        value={isQueue ? 'queue' : 'webhook'}
        onChange={(next) => {
          const queue = next === 'queue'
          draft.set('contract', queue ? queueContract : webhookContract)
          draft.set('authtype', queue ? authentication.sasKey : authentication.webhookKey)
          draft.set('messageformat', queue ? 2 : null)
        }}
        data={[
          { value: 'webhook', label: t('kind.webhook') },
          { value: 'queue', label: t('kind.queue') },
        ]}
      />
      <Text size="sm" c="dimmed">
        {t(isQueue ? 'kind.queue.text' : 'kind.webhook.text')}
      </Text>
    </Stack>
  )
}

/** For people who have no receiver yet: the hub takes the requests itself and shows them. */
function BinOffer({ draft }: { readonly draft: RecordDraft }) {
  const t = useWebhookTexts()
  const may = useMay()
  if (!may('Create', 'serviceendpoint')) return null
  const make = async () => {
    const name = typeof draft.values.name === 'string' ? draft.values.name : ''
    const bin = await makeBin(name.slice(0, 100))
    draft.set('url', bin.url)
    if (name === '') draft.set('name', bin.name)
  }
  return (
    <Alert color="blue" title={t('bin.offer')}>
      <Group justify="space-between" gap="sm">
        <Text size="sm" maw="60ch">
          {t('bin.offer.text')}
        </Text>
        <ActButton variant="default" act={make} said={t('bin.made')}>
          {t('bin.make')}
        </ActButton>
      </Group>
    </Alert>
  )
}
