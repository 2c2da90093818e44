/** The account works: what it is called there, and what to do next. */
import { Button, Group, Stack, Text, ThemeIcon, Title } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMay } from '../../api/me.ts'
import { Sheet } from '../../components/sheet.tsx'
import { ServerText } from '../../server-words/server-text.tsx'
import { configurationOptions, type ProviderChoice } from './accounts.ts'
import { useConfigurationTexts } from './configuration-texts.ts'

interface ConnectDoneProps {
  readonly choice: ProviderChoice
  readonly account: string
}

export function ConnectDone({ choice, account }: ConnectDoneProps) {
  const t = useConfigurationTexts()
  const may = useMay()
  const { data } = useSuspenseQuery(configurationOptions(account))
  return (
    <Sheet>
      <Stack align="center" gap="sm" py="xl">
        <ThemeIcon size={56} radius="xl" color="green">
          <IconCheck size={32} />
        </ThemeIcon>
        <Title order={2} ta="center">
          {t('done.title', { provider: choice.name })}
        </Title>
        {data.message !== null && (
          <Text c="dimmed" size="sm" ta="center" maw="60ch">
            <ServerText text={data.message} />
          </Text>
        )}
        <Text size="sm" ta="center" maw="60ch">
          {t('done.text', { name: data.name })}
        </Text>
        <Group justify="center" mt="sm">
          {may('Create', 'msevtmgt_event') && (
            <Button component={Link} to="/events/new">
              {t('done.event')}
            </Button>
          )}
          <Button
            variant={may('Create', 'msevtmgt_event') ? 'default' : 'filled'}
            component={Link}
            to={`/configurations/${account}`}
          >
            {t('done.open')}
          </Button>
        </Group>
      </Stack>
    </Sheet>
  )
}
