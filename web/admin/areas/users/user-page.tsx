/** One person: who it is, what they may do, where they are signed in. */
import { Anchor, Grid, Stack, Text } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMe } from '../../api/me.ts'
import { useParameter } from '../../app/address.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { Page } from '../../components/page.tsx'
import { Facts, Sheet } from '../../components/sheet.tsx'
import { useFormat } from '../../texts/format.ts'
import { SessionList } from '../profile/session-list.tsx'
import { type User, userOptions } from './people.ts'
import { UserActs } from './user-acts.tsx'
import { UserDetails } from './user-details.tsx'
import { UserRoles } from './user-roles.tsx'
import { UserState } from './user-state.tsx'
import { useUserTexts } from './users-texts.ts'

export function UserPage() {
  const t = useUserTexts()
  const id = useParameter('userId')
  const me = useMe()
  const { data: user } = useSuspenseQuery(userOptions(id))
  return (
    <Page
      title={user.name ?? user.email ?? ''}
      note={me.id === id ? t('user.self') : undefined}
      badge={<UserState user={user} />}
      trail={[{ label: t('users.title'), to: '/users' }]}
      actions={!user.isApplication && <UserActs user={user} />}
    >
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="md">
            {user.isApplication ? (
              <Sheet>
                <Text size="sm">{t('user.application')}</Text>
                <Anchor
                  component={Link}
                  to="/credentials"
                  search={{ tab: 'applications' } as never}
                  size="sm"
                >
                  {t('user.application.open')}
                </Anchor>
              </Sheet>
            ) : (
              <UserDetails key={`details ${id}`} user={user} />
            )}
            <UserRoles key={`roles ${id}`} user={user} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="md">
            <SignInFacts user={user} />
            {!user.isApplication && <SessionList userId={id} />}
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  )
}

function SignInFacts({ user }: { readonly user: User }) {
  const t = useUserTexts()
  const app = useAppTexts()
  const format = useFormat()
  const yesNo = (is: boolean) => app(is ? 'field.yes' : 'field.no')
  const { lastSignInOn } = user
  return (
    <Sheet title={t('user.signIn')}>
      <Facts
        of={[
          [t('user.created'), format.date(user.createdOn)],
          [
            t('users.lastSignIn'),
            lastSignInOn === null ? t('users.never') : format.dateTime(lastSignInOn),
          ],
          [t('user.password'), yesNo(user.hasPassword)],
          [t('user.singleSignOn'), yesNo(user.usesSingleSignOn)],
        ]}
      />
      <Anchor component={Link} to="/audit" search={{ person: user.id } as never} size="sm">
        {t('user.did')}
      </Anchor>
    </Sheet>
  )
}
