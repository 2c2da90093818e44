/** The last 24 hours of calls to the provider, newest first. */
import { Badge, Group, Switch, Table, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ActButton } from '../../components/act-button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { ServerText } from '../../server-words/server-text.tsx'
import { useFormat } from '../../texts/format.ts'
import { type RequestEntry, requestsOptions, settingsOptions, useAccountActs } from './accounts.ts'
import { useConfigurationTexts } from './configuration-texts.ts'

export function RequestsTab({ id }: { readonly id: string }) {
  const t = useConfigurationTexts()
  const acts = useAccountActs()
  const { data: form } = useSuspenseQuery(settingsOptions(id))
  const [text, setText] = useState('')
  const [settled] = useDebouncedValue(text, 250)
  const [failed, setFailed] = useState(false)
  const { data = [] } = useQuery(requestsOptions(id, { text: settled, failed }))
  const log = form.platform.find(({ setting }) => setting.name === 'gr_requestlog')
  const isOn = log?.value === 'true'
  const turn = (
    <ActButton
      variant={isOn ? 'default' : 'filled'}
      act={() => acts.save(id, { gr_requestlog: String(!isOn) })}
    >
      {t(isOn ? 'requests.off' : 'requests.on')}
    </ActButton>
  )
  const isFiltered = settled !== '' || failed
  return (
    <Sheet
      title={t('tab.requests')}
      note={t('requests.note')}
      actions={(isOn || data.length > 0) && turn}
    >
      {(isOn || data.length > 0) && (
        <Group>
          <TextInput
            aria-label={t('requests.search')}
            placeholder={t('requests.search')}
            leftSection={<IconSearch size={16} />}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            w={{ base: '100%', sm: 320 }}
          />
          <Switch
            label={t('requests.failed')}
            checked={failed}
            onChange={(event) => setFailed(event.currentTarget.checked)}
          />
        </Group>
      )}
      {data.length > 0 ? (
        <RequestTable entries={data} />
      ) : (
        <EmptyState
          title={t(isFiltered ? 'requests.noMatch' : 'requests.empty')}
          text={t(isOn ? 'requests.empty.text' : 'requests.empty.off')}
          action={!isOn && turn}
        />
      )}
    </Sheet>
  )
}

function RequestTable({ entries }: { readonly entries: readonly RequestEntry[] }) {
  const t = useConfigurationTexts()
  const format = useFormat()
  return (
    <Table.ScrollContainer minWidth={560} tabIndex={0}>
      <Table aria-label={t('tab.requests')} fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('requests.when')}</Table.Th>
            <Table.Th>{t('requests.call')}</Table.Th>
            <Table.Th>{t('requests.answer')}</Table.Th>
            <Table.Th ta="end">{t('requests.took')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entries.map((entry, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: calls have no name of their own
            <Table.Tr key={at}>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>{format.time(entry.requestedOn)}</Table.Td>
              <Table.Td>
                <span className="code" style={{ overflowWrap: 'anywhere' }}>
                  <strong>{entry.method}</strong> {entry.host}
                  {entry.path}
                </span>
              </Table.Td>
              <Table.Td>
                <Answer entry={entry} />
              </Table.Td>
              <Table.Td ta="end" style={{ whiteSpace: 'nowrap' }}>
                {t('requests.ms', { count: entry.durationMs })}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function Answer({ entry: { status, problem } }: { readonly entry: RequestEntry }) {
  const t = useConfigurationTexts()
  const isGood = status !== undefined && status < 400
  return (
    <>
      <Badge color={isGood ? 'green' : 'red'} variant="light">
        {status ?? t('requests.noAnswer')}
      </Badge>
      {problem !== undefined && (
        <Text size="xs" c="dimmed">
          <ServerText text={problem} />
        </Text>
      )}
    </>
  )
}
