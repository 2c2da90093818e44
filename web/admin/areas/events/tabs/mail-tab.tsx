import { Anchor, List, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { rowsOptions, shownValue } from '../../../api/records.ts'
import { useMayOpen } from '../../../app/needs.ts'
import { Sheet } from '../../../components/sheet.tsx'
import { useEventTexts } from '../event-texts.ts'
import { LetterGrid } from '../letter-grid.tsx'
import type { TabProps } from '../tabs.ts'

/** What was written to the people of this event, and with which words. */
export function MailTab({ eventId }: TabProps) {
  const mayOpen = useMayOpen()
  return (
    <Stack>
      {mayOpen('/mail-templates') && <Templates eventId={eventId} />}
      <LetterGrid
        filter={`_eventid_value eq ${eventId}`}
        height="max(24rem, calc(100dvh - 28rem))"
      />
    </Stack>
  )
}

function Templates({ eventId }: TabProps) {
  const t = useEventTexts()
  const { data = [] } = useQuery(
    rowsOptions({
      set: 'gr_mailtemplates',
      select: ['gr_name', 'gr_kind', 'gr_language'],
      filter: `_gr_event_value eq ${eventId} and statecode eq 0`,
      orderBy: 'gr_kind,gr_language',
    }),
  )
  return (
    <Sheet title={t('templates.title')}>
      <Text size="sm" c="dimmed" maw="70ch">
        {t(data.length === 0 ? 'templates.empty' : 'templates.note')}{' '}
        <Anchor component={Link} to="/mail-templates" size="sm" underline="always">
          {t('templates.go')}
        </Anchor>
      </Text>
      {data.length > 0 && (
        <List size="sm">
          {data.map((row) => (
            <List.Item key={String(row.gr_mailtemplateid)}>
              <Anchor component={Link} to={`/mail-templates/${String(row.gr_mailtemplateid)}`}>
                {String(row.gr_name)}
              </Anchor>{' '}
              · {shownValue(row, 'gr_kind')} · {String(row.gr_language)}
            </List.Item>
          ))}
        </List>
      )}
    </Sheet>
  )
}
