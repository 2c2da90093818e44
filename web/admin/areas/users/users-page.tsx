/** Users, teams and roles: three lists that belong together. */
import { Tabs } from '@mantine/core'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { Suspense } from 'react'
import { Page } from '../../components/page.tsx'
import { PageLoading } from '../../components/page-loading.tsx'
import { InviteButton } from './invite.tsx'
import { NewRoleButton, RoleList } from './role-list.tsx'
import { NewTeamButton, TeamList } from './team-list.tsx'
import { UserList } from './user-list.tsx'
import { useUserTexts } from './users-texts.ts'

const tabs = {
  users: { list: UserList, add: InviteButton },
  teams: { list: TeamList, add: NewTeamButton },
  roles: { list: RoleList, add: NewRoleButton },
} as const

type Tab = keyof typeof tabs

export function UsersPage() {
  const t = useUserTexts()
  const navigate = useNavigate()
  const path = useLocation({ select: ({ pathname }) => pathname })
  const tab = (Object.keys(tabs) as Tab[]).find((each) => path.endsWith(`/${each}`)) ?? 'users'
  const { list: List, add: Add } = tabs[tab]
  return (
    <Page title={t('users.title')} note={t(`note.${tab}`)} actions={<Add />}>
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(next) => void navigate({ to: `/${next ?? 'users'}` })}
      >
        <Tabs.List mb="md">
          {(Object.keys(tabs) as Tab[]).map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`tab.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {(Object.keys(tabs) as Tab[]).map((each) => (
          <Tabs.Panel key={each} value={each}>
            {each === tab && (
              <Suspense fallback={<PageLoading />}>
                <List />
              </Suspense>
            )}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  )
}
