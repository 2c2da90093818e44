/** What the provider said when the account was tried. */
import { Alert, List, Text, ThemeIcon } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconMinus, IconX } from '@tabler/icons-react'
import { ServerText } from '../../server-words/server-text.tsx'
import { fromServer } from '../../server-words/server-words.ts'
import type { Check, ServiceStatus } from './accounts.ts'
import { useConfigurationTexts } from './configuration-texts.ts'

export const statusColors: Readonly<Record<ServiceStatus, string>> = {
  healthy: 'green',
  'not-authenticated': 'yellow',
  forbidden: 'red',
  unhealthy: 'red',
}

export function CheckAlert({ check }: { readonly check: Check }) {
  const t = useConfigurationTexts()
  const isGood = check.status === 'healthy'
  return (
    <Alert
      color={statusColors[check.status]}
      role={isGood ? 'status' : 'alert'}
      icon={isGood ? <IconCheck /> : <IconAlertTriangle />}
      title={t(`status.${check.status}`)}
    >
      <Text size="sm">
        <ServerText text={check.message} />
      </Text>
      {check.steps !== undefined && <CheckSteps steps={check.steps} />}
    </Alert>
  )
}

const marks = {
  passed: { color: 'green', icon: IconCheck },
  failed: { color: 'red', icon: IconX },
  skipped: { color: 'gray', icon: IconMinus },
} as const

function CheckSteps({ steps }: { readonly steps: NonNullable<Check['steps']> }) {
  const t = useConfigurationTexts()
  return (
    <List size="sm" spacing={4} mt="xs">
      {steps.map(({ name, result, message }) => {
        const { color, icon: Icon } = marks[result]
        return (
          <List.Item
            key={name}
            icon={
              <ThemeIcon size={18} radius="xl" color={color} aria-label={t(`check.${result}`)}>
                <Icon size={12} />
              </ThemeIcon>
            }
          >
            <strong>{fromServer(name)}</strong> <ServerText text={message} />
          </List.Item>
        )
      })}
    </List>
  )
}
