import { Anchor, Box, Table, Text } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { EmptyState } from '../../components/empty-state.tsx'
import { PlainTable } from '../../components/plain-table.tsx'
import { useFormat } from '../../texts/format.ts'
import { type ApiKey, apiKeysOptions, standingOf } from './credentials.ts'
import { useCredentialTexts } from './credentials-texts.ts'
import { KeyActs } from './key-acts.tsx'
import { StandingBadge } from './standing.tsx'

/** Those that are good first. */
export function KeyList() {
  const t = useCredentialTexts()
  const { data } = useSuspenseQuery(apiKeysOptions)
  const keys = data.toSorted((a, b) => rank(a) - rank(b))
  return (
    <Box component="section" className="sheet">
      <Text p="md" size="sm" c="dimmed" maw="75ch">
        {t('keys.note')}
      </Text>
      {keys.length === 0 ? (
        <EmptyState
          icon={<IconKey size={26} stroke={1.5} />}
          title={t('keys.empty')}
          text={t('keys.empty.text')}
        />
      ) : (
        <PlainTable
          label={t('tab.keys')}
          minWidth={760}
          headings={[t('key.name'), t('key.user'), t('key.lastUsed'), t('key.ends'), undefined]}
        >
          {keys.map((each) => (
            <KeyRow key={each.id} of={each} />
          ))}
        </PlainTable>
      )}
    </Box>
  )
}

const rank = (key: ApiKey) => (standingOf(key) === 'good' ? 0 : 1)

function KeyRow({ of: key }: { readonly of: ApiKey }) {
  const t = useCredentialTexts()
  const format = useFormat()
  const standing = standingOf(key)
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={550}>
          {key.name}
        </Text>
        <Text size="xs" c="dimmed">
          {t('key.created', { when: format.date(key.createdOn) })}
        </Text>
      </Table.Td>
      <Table.Td>
        <Anchor component={Link} to={`/users/${key.userId}`} size="sm">
          {key.user}
        </Anchor>
      </Table.Td>
      <Table.Td>
        {key.lastUsedOn === null ? t('key.never') : format.fromNow(key.lastUsedOn)}
      </Table.Td>
      <Table.Td>
        {standing === 'good' ? <Ends on={key.expiresOn} /> : <StandingBadge standing={standing} />}
      </Table.Td>
      <Table.Td ta="end">{standing === 'good' && <KeyActs of={key} />}</Table.Td>
    </Table.Tr>
  )
}

function Ends({ on }: { readonly on: string | null }) {
  const t = useCredentialTexts()
  const format = useFormat()
  return on === null ? t('expiry.never') : format.date(on)
}
