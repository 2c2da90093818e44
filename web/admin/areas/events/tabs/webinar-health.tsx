import { Badge, Stack, Text } from '@mantine/core'
import { LinkLine } from '../../../components/link-line.tsx'
import { Facts, Sheet } from '../../../components/sheet.tsx'
import { ServerText } from '../../../server-words/server-text.tsx'
import { fromServer } from '../../../server-words/server-words.ts'
import { useFormat } from '../../../texts/format.ts'
import type { Overview } from '../event-overview.ts'
import { type EventTextKey, useEventTexts } from '../event-texts.ts'

interface Stand {
  readonly text: EventTextKey
  readonly color: string
}

const stands: Readonly<Record<string, Stand>> = {
  Pending: { text: 'webinar.pending', color: 'blue' },
  Created: { text: 'webinar.created', color: 'green' },
  Failed: { text: 'webinar.failed', color: 'red' },
  Deleted: { text: 'webinar.deleted', color: 'gray' },
}

/** Whether the provider has the webinar and knows everybody, and if not, why. */
export function WebinarHealth({ overview }: { overview: Overview }) {
  const t = useEventTexts()
  const format = useFormat()
  const { webinar, counts } = overview
  const stand = stands[webinar.status ?? ''] ?? { text: 'webinar.none', color: 'gray' }
  return (
    <Sheet
      title={t('webinar.title')}
      actions={
        <Badge className={`word-badge word-${stand.color}`} variant="light" color={stand.color}>
          {t(stand.text)}
        </Badge>
      }
    >
      <Stack gap="sm">
        {webinar.reason !== null && (
          <Text size="sm" c={webinar.status === 'Failed' ? 'red' : 'dimmed'}>
            <ServerText text={webinar.reason} />
          </Text>
        )}
        <Facts
          of={[
            [t('event.account'), webinar.accountName],
            [t('webinar.accountState'), fromServer(webinar.accountStatus ?? '')],
            [t('webinar.message'), fromServer(webinar.accountMessage ?? '')],
            [
              t('webinar.known'),
              counts.registered === 0
                ? ''
                : t('webinar.known.of', {
                    known: counts.registered - counts.unpublished - counts.unpublishable,
                    count: counts.registered,
                  }),
            ],
            [
              t('webinar.refused'),
              counts.unpublishable > 0 ? format.number(counts.unpublishable) : '',
            ],
            [
              t('webinar.failedJobs'),
              webinar.failedJobs > 0 ? format.number(webinar.failedJobs) : '',
            ],
          ]}
        />
        {webinar.failedJobs > 0 && (
          <Text size="sm" c="dimmed">
            {t('webinar.failedJobs.text')}
          </Text>
        )}
        {webinar.hostUrl !== null && <LinkLine label={t('webinar.host')} value={webinar.hostUrl} />}
      </Stack>
    </Sheet>
  )
}
