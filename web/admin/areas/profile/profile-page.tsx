/** What everybody can change about themselves. */
import { Badge, Grid, Group, Stack, Text } from '@mantine/core'
import { useMe } from '../../api/me.ts'
import { Page } from '../../components/page.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { fromServer } from '../../server-words/server-words.ts'
import { OwnPassword } from './own-password.tsx'
import { Person } from './person.tsx'
import { useProfileTexts } from './profile-texts.ts'
import { SessionList } from './session-list.tsx'

export function ProfilePage() {
  const t = useProfileTexts()
  const me = useMe()
  return (
    <Page title={t('profile.title')} note={me.email}>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="md">
            <Person key={me.id} />
            <SessionList note={t('sessions.note')} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="md">
            <Sheet title={t('profile.roles')}>
              {me.roles.length === 0 ? (
                <Text size="sm" c="dimmed">
                  {t('profile.noRoles')}
                </Text>
              ) : (
                <Group gap={6}>
                  {me.roles.map((role) => (
                    <Badge key={role} variant="default" tt="none" fw={500} size="lg">
                      {fromServer(role)}
                    </Badge>
                  ))}
                </Group>
              )}
            </Sheet>
            <OwnPassword />
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  )
}
