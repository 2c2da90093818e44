import { Anchor, Badge, Box, Group, Stack, Table, Text } from '@mantine/core'
import { IconApps } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ActButton } from '../../components/act-button.tsx'
import { CopyLine } from '../../components/copy-line.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { fromServer } from '../../server-words/server-words.ts'
import { useFormat } from '../../texts/format.ts'
import { AddSecretButton } from './add-secret.tsx'
import {
  type Application,
  applicationsOptions,
  type Secret,
  standingOf,
  useCredentialActs,
} from './credentials.ts'
import { useCredentialTexts } from './credentials-texts.ts'
import { StandingBadge } from './standing.tsx'

export function ApplicationList() {
  const t = useCredentialTexts()
  const { data: applications } = useSuspenseQuery(applicationsOptions)
  if (applications.length === 0) {
    return (
      <Box component="section" className="sheet">
        <EmptyState
          icon={<IconApps size={26} stroke={1.5} />}
          title={t('applications.empty')}
          text={t('applications.note')}
        />
      </Box>
    )
  }
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed" maw="70ch">
        {t('applications.note')}
      </Text>
      {applications.map((application) => (
        <ApplicationSheet key={application.clientId} of={application} />
      ))}
    </Stack>
  )
}

function ApplicationSheet({ of: application }: { readonly of: Application }) {
  const t = useCredentialTexts()
  const { clientId, name, enabled, roles, userId, secrets } = application
  return (
    <Sheet
      title={name}
      actions={
        <>
          {enabled && <AddSecretButton clientId={clientId} name={name} />}
          <EnableButton of={application} />
        </>
      }
    >
      <Group gap="xs">
        {!enabled && <StandingBadge standing="disabled" />}
        {roles.map((role) => (
          <Badge key={role} variant="default" tt="none" fw={500}>
            {fromServer(role)}
          </Badge>
        ))}
        <Anchor component={Link} to={`/users/${userId}`} size="sm">
          {t('application.roles')}
        </Anchor>
      </Group>
      <CopyLine label={t('application.clientId')} text={clientId} />
      <Table.ScrollContainer minWidth={600} tabIndex={0}>
        <Table aria-label={t('application.secrets', { name })} fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('secret.begins')}</Table.Th>
              <Table.Th>{t('key.lastUsed')}</Table.Th>
              <Table.Th>{t('key.ends')}</Table.Th>
              <Table.Th />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {secrets.map((secret) => (
              <SecretRow key={secret.id} clientId={clientId} secret={secret} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Sheet>
  )
}

function EnableButton({ of: { clientId, name, enabled } }: { readonly of: Application }) {
  const t = useCredentialTexts()
  const acts = useCredentialActs()
  if (!enabled) {
    return (
      <ActButton size="xs" act={() => acts.setEnabled(clientId, true)}>
        {t('application.enable')}
      </ActButton>
    )
  }
  return (
    <ActButton
      size="xs"
      variant="default"
      act={() => acts.setEnabled(clientId, false)}
      confirm={{
        title: t('application.disable.title', { name }),
        text: t('application.disable.text'),
        yes: t('application.disable'),
      }}
    >
      {t('application.disable')}
    </ActButton>
  )
}

function SecretRow({ clientId, secret }: { readonly clientId: string; readonly secret: Secret }) {
  const t = useCredentialTexts()
  const format = useFormat()
  const acts = useCredentialActs()
  const standing = standingOf(secret)
  const { lastUsedOn, hint, expiresOn, id } = secret
  return (
    <Table.Tr>
      <Table.Td>
        <span className="code">{hint}…</span>
      </Table.Td>
      <Table.Td>{lastUsedOn === null ? t('key.never') : format.fromNow(lastUsedOn)}</Table.Td>
      <Table.Td>
        {standing === 'good' ? format.date(expiresOn) : <StandingBadge standing={standing} />}
      </Table.Td>
      <Table.Td ta="end">
        {standing === 'good' && (
          <ActButton
            variant="default"
            size="xs"
            act={() => acts.revokeSecret(clientId, id)}
            said={t('secret.revoked')}
            confirm={{
              title: t('secret.revoke.title', { hint }),
              text: t('secret.revoke.text'),
              yes: t('key.revoke'),
            }}
          >
            {t('key.revoke')}
          </ActButton>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
