import { Badge } from '@mantine/core'
import type { Configuration } from './accounts.ts'
import { statusColors } from './check-alert.tsx'
import { useConfigurationTexts } from './configuration-texts.ts'

/** What the provider said last: works, not signed in, … */
export function AccountStatus({ account }: { readonly account: Configuration }) {
  const t = useConfigurationTexts()
  const { serviceStatus } = account
  if (account.authorized === 'token-expired') {
    return <Badge color="red">{t('status.token-expired')}</Badge>
  }
  if (serviceStatus === null) return <Badge color="gray">{t('status.not-checked')}</Badge>
  return (
    <Badge color={statusColors[serviceStatus]} variant="light">
      {t(`status.${serviceStatus}`)}
    </Badge>
  )
}
