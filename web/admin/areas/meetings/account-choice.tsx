import { Alert, Badge, Button, Group, Radio, SimpleGrid, Stack, Text } from '@mantine/core'
import { IconExternalLink, IconUser } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ServerText } from '../../server-words/server-text.tsx'
import { useFormat } from '../../texts/format.ts'
import { useSignInWindow } from '../configurations/sign-in.tsx'
import { FieldNotices } from './field-notices.tsx'
import type { MeetingDraft } from './meeting-draft.ts'
import { type MeetingTextKey, useMeetingTexts } from './meeting-texts.ts'
import { type Account, type Options, optionsOptions } from './meetings.ts'

interface AccountChoiceProps {
  readonly draft: MeetingDraft
  readonly options: Options
  readonly isNew: boolean
}

/** At which account it takes place, what that cannot do, and as whom. */
export function AccountChoice({ draft, options, isNew }: AccountChoiceProps) {
  const t = useMeetingTexts()
  const { configurationId } = draft.form
  const offered = isNew
    ? options.accounts
    : options.accounts.filter((each) => each.configurationId === configurationId)
  const chosen = offered.find((each) => each.configurationId === configurationId)
  if (offered.length === 0) return <NoAccount isNew={isNew} />
  return (
    <Stack gap="sm">
      <Radio.Group
        aria-label={t('form.where')}
        value={configurationId}
        error={draft.error('configurationId')}
        onChange={(id) => draft.set({ configurationId: id })}
      >
        <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }} spacing="xs">
          {offered.map((account) => (
            <AccountCard key={account.configurationId} account={account} />
          ))}
        </SimpleGrid>
      </Radio.Group>
      {chosen !== undefined && <Limits account={chosen} />}
      <FieldNotices of={draft.notices('configurationId')} />
      {chosen !== undefined && isNew && <ActingAs account={chosen} />}
    </Stack>
  )
}

function AccountCard({ account }: { readonly account: Account }) {
  const t = useMeetingTexts()
  const cannot = account.obstacle !== null
  return (
    <Radio.Card className="choice-card" value={account.configurationId} p="sm" disabled={cannot}>
      <Group wrap="nowrap" align="flex-start" gap="sm">
        <Radio.Indicator mt={2} disabled={cannot} />
        <div style={{ minWidth: 0 }}>
          <Text size="sm" fw={550}>
            {account.name}
          </Text>
          <Text size="sm" c="dimmed">
            {account.provider}
          </Text>
          {account.obstacle !== null && (
            <Text size="sm" c="var(--mantine-color-error)">
              {t('account.obstacle', { why: account.obstacle })}
            </Text>
          )}
        </div>
      </Group>
    </Radio.Card>
  )
}

const lacks = ['recurrence', 'password'] as const

/** What the provider cannot do and the hub says nothing more about. */
function Limits({ account }: { readonly account: Account }) {
  const t = useMeetingTexts()
  const format = useFormat()
  const limits = [
    ...lacks
      .filter((each) => !account.capabilities[each])
      .map((each) => t(`account.cannot.${each}` as MeetingTextKey)),
    ...(account.mostMinutes === null
      ? []
      : [t('account.most', { length: format.minutes(account.mostMinutes) })]),
  ]
  if (limits.length === 0) return null
  return (
    <Group gap={6}>
      {limits.map((limit) => (
        <Badge key={limit} variant="default" className="limit-badge">
          {limit}
        </Badge>
      ))}
    </Group>
  )
}

/** Signing in as oneself makes the meeting one's own at the provider. */
function ActingAs({
  account: { configurationId, provider, actingAs },
}: {
  readonly account: Account
}) {
  const t = useMeetingTexts()
  const client = useQueryClient()
  const popUp = useSignInWindow(configurationId, 'action', {
    onSignedIn: () => void client.invalidateQueries({ queryKey: optionsOptions.queryKey }),
  })
  const name = actingAs.name ?? provider
  return (
    <Stack gap="xs">
      <Group gap="xs" wrap="nowrap">
        <IconUser size={18} aria-hidden />
        <Text size="sm">{t(`acting.${actingAs.who}` as MeetingTextKey, { name })}</Text>
      </Group>
      {actingAs.button !== null && (
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            rightSection={<IconExternalLink size={14} />}
            onClick={popUp.open}
          >
            {t('acting.signIn', { provider })}
          </Button>
          <Text size="sm" c="dimmed">
            {t('acting.signIn.note')}
          </Text>
        </Group>
      )}
      {popUp.blocked && (
        <Alert color="yellow" role="alert">
          {t('acting.blocked')}
        </Alert>
      )}
      {popUp.problem !== undefined && (
        <Alert color="red" role="alert">
          <ServerText text={popUp.problem} />
        </Alert>
      )}
    </Stack>
  )
}

function NoAccount({ isNew }: { readonly isNew: boolean }) {
  const t = useMeetingTexts()
  if (!isNew) return <Text size="sm">{t('account.inactive')}</Text>
  return (
    <Stack gap="xs" align="flex-start">
      <Text size="sm">{t('account.none')}</Text>
      <Button component={Link} to="/configurations/new" size="xs" variant="default">
        {t('account.connect')}
      </Button>
    </Stack>
  )
}
