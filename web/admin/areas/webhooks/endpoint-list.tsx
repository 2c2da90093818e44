import { Anchor, Button, Table, Text } from '@mantine/core'
import { IconInbox, IconPlus, IconWebhook } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMay } from '../../api/me.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { useFormat } from '../../texts/format.ts'
import { EndpointBadge, targetOf } from './endpoint-words.tsx'
import { useWebhookTexts } from './webhook-texts.ts'
import { type EndpointSummary, endpointsOptions, webhookContract } from './webhooks.ts'

/** Other systems that are told what happens here, and how that goes. */
export function EndpointList() {
  const t = useWebhookTexts()
  const may = useMay()
  const { data: endpoints } = useSuspenseQuery(endpointsOptions)
  const register = may('Create', 'serviceendpoint') && (
    <Button component={Link} to="/webhooks/new" leftSection={<IconPlus size={16} />}>
      {t('webhooks.register')}
    </Button>
  )
  return (
    <Page
      title={t('webhooks.title')}
      note={t('webhooks.note')}
      actions={
        <>
          <Button
            component={Link}
            to="/request-bins"
            variant="default"
            leftSection={<IconInbox size={16} />}
          >
            {t('webhooks.bins')}
          </Button>
          {endpoints.length > 0 && register}
        </>
      }
    >
      <Sheet>
        {endpoints.length === 0 ? (
          <EmptyState
            icon={<IconWebhook size={26} stroke={1.5} />}
            title={t('webhooks.empty')}
            text={t('webhooks.empty.text')}
            action={register}
          />
        ) : (
          <EndpointTable endpoints={endpoints} />
        )}
      </Sheet>
    </Page>
  )
}

function EndpointTable({ endpoints }: { readonly endpoints: readonly EndpointSummary[] }) {
  const t = useWebhookTexts()
  const format = useFormat()
  return (
    <Table.ScrollContainer minWidth={640} tabIndex={0}>
      <Table aria-label={t('webhooks.title')} highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('endpoint.name')}</Table.Th>
            <Table.Th>{t('endpoint.state')}</Table.Th>
            <Table.Th>{t('endpoint.kind')}</Table.Th>
            <Table.Th ta="end">{t('endpoint.steps')}</Table.Th>
            <Table.Th ta="end">{t('health.delivered')}</Table.Th>
            <Table.Th ta="end">{t('health.failed')}</Table.Th>
            <Table.Th ta="end">{t('health.waiting')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {endpoints.map((endpoint) => (
            <Table.Tr key={endpoint.id}>
              <Table.Td maw={360}>
                <Anchor component={Link} to={`/webhooks/${endpoint.id}`} fw={550} size="sm">
                  {endpoint.name}
                </Anchor>
                <Text size="xs" c="dimmed" truncate dir="ltr">
                  {targetOf(endpoint)}
                </Text>
              </Table.Td>
              <Table.Td>
                <EndpointBadge of={endpoint} />
              </Table.Td>
              <Table.Td>
                {t(endpoint.contract === webhookContract ? 'kind.webhook' : 'kind.queue')}
              </Table.Td>
              {[endpoint.steps, endpoint.succeeded, endpoint.failed, endpoint.waiting].map(
                (count, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their places
                  <Table.Td key={at} ta="end">
                    {format.number(count)}
                  </Table.Td>
                ),
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
