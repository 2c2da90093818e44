import { Button, Container, Group, Stack, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { IconLock } from '@tabler/icons-react'
import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { type Need, partsOf, useMe } from '../api/me.ts'
import { useTables } from '../api/tables.ts'
import { fromServer, useServerWords } from '../server-words/server-words.ts'
import { useLanguage } from '../texts/language.ts'
import { useAppTexts } from './app-texts.ts'
import { useMissing } from './needs.ts'

/** The page of the address; instead of it, for whom it is not, what is missing and who can give it. */
export function OpenPage() {
  const missing = useMissing()
  const isFirst = useRouterState({ select: ({ matches }) => matches.at(-1)?.pathname === '/' })
  if (missing.length > 0) return <NotForYou missing={missing} />
  return isFirst ? <Outlet /> : <PageInOwnWords />
}

/** The first page has few words of the server and is not to wait for all of them. */
function PageInOwnWords() {
  useServerWords()
  return <Outlet />
}

function NotForYou({ missing }: { missing: readonly Need[] }) {
  useServerWords()
  const t = useAppTexts()
  const { roles } = useMe()
  const list = new Intl.ListFormat(useLanguage())
  const sentences = useNeedSentences()
  useDocumentTitle(`${t('notForYou.title')} · Greenroom`)
  return (
    <Container size="sm" py="xl">
      <Stack>
        <Group gap="sm" wrap="nowrap">
          <IconLock size={28} stroke={1.5} aria-hidden />
          <Title order={1}>{t('notForYou.title')}</Title>
        </Group>
        <Text>{sentences(missing)}</Text>
        <Text>
          {roles.length === 0
            ? t('notForYou.noRole')
            : t('notForYou.roles', { roles: list.format(roles.map(fromServer)) })}{' '}
          {t('notForYou.who', { page: t('menu.users') })}
        </Text>
        <Group>
          <Button component={Link} to="/">
            {t('problem.home')}
          </Button>
        </Group>
      </Stack>
    </Container>
  )
}

function useNeedSentences(): (missing: readonly Need[]) => string {
  const t = useAppTexts()
  const tables = useTables()
  const label = (table: string) =>
    fromServer(tables.find(({ name }) => name === table)?.labelPlural ?? table)
  return (missing) =>
    missing
      .map((need) => {
        const parts = partsOf(need)
        if (parts === undefined) return t('notForYou.administrate')
        return t(`notForYou.${parts.privilege}`, { table: label(parts.table) })
      })
      .join(' ')
}
