import {
  ActionIcon,
  AppShell,
  Avatar,
  Burger,
  Group,
  Menu,
  NavLink,
  ScrollArea,
  Text,
  UnstyledButton,
  useMantineColorScheme,
  VisuallyHidden,
} from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Spotlight } from '@mantine/spotlight'
import {
  IconCheck,
  IconDeviceDesktop,
  IconExternalLink,
  IconLogout,
  IconMoon,
  IconSearch,
  IconSun,
  IconUser,
} from '@tabler/icons-react'
import { Link, useRouterState } from '@tanstack/react-router'
import { Suspense, useEffect } from 'react'
import mark from '../../site/icon.svg'
import { useMe } from '../api/me.ts'
import { PageLoading } from '../components/page-loading.tsx'
import {
  adoptLanguage,
  type Language,
  languages,
  setLanguage,
  useLanguage,
} from '../texts/language.ts'
import { useAppTexts } from './app-texts.ts'
import { navigation } from './navigation.ts'
import { useMayOpen } from './needs.ts'
import { OpenPage } from './open-page.tsx'
import { Search } from './search.tsx'

/** What stands around every page: menu, search, account. */
export function Frame() {
  const t = useAppTexts()
  const [opened, { toggle, close }] = useDisclosure()
  const path = useRouterState({ select: (state) => state.location.pathname })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes the menu
  useEffect(close, [path])
  const { language } = useMe()
  useEffect(() => adoptLanguage(language), [language])
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 236, breakpoint: 'md', collapsed: { mobile: !opened } }}
    >
      <a className="skip" href="#content">
        {t('frame.skip')}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="md"
              size="sm"
              aria-label={t(opened ? 'menu.close' : 'menu.open')}
            />
            <Link to="/" className="brand">
              <img src={mark} alt="" className="brand-mark" />
              Greenroom
            </Link>
          </Group>
          <SearchButton />
          <Group gap="xs" wrap="nowrap">
            <AccountMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar aria-label={t('menu.label')}>
        <ScrollArea px="xs" pb="md" type="auto">
          <Pages path={path} />
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <Suspense fallback={<PageLoading />}>
          <OpenPage />
        </Suspense>
      </AppShell.Main>
      <Search />
    </AppShell>
  )
}

function SearchButton() {
  const t = useAppTexts()
  return (
    <>
      <UnstyledButton
        visibleFrom="sm"
        onClick={() => Spotlight.open()}
        px="sm"
        py={6}
        w={320}
        bd="1px solid var(--mantine-color-default-border)"
        style={{ borderRadius: 'var(--mantine-radius-md)' }}
      >
        <Group gap="xs" wrap="nowrap">
          <IconSearch size={16} aria-hidden />
          <Text size="sm" c="dimmed" flex={1}>
            {t('frame.search')}
          </Text>
          <Text size="xs" c="dimmed" aria-hidden>
            Ctrl K
          </Text>
        </Group>
      </UnstyledButton>
      <ActionIcon
        hiddenFrom="sm"
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t('frame.search')}
        onClick={() => Spotlight.open()}
      >
        <IconSearch size={20} />
      </ActionIcon>
    </>
  )
}

function Pages({ path }: { path: string }) {
  const t = useAppTexts()
  const mayOpen = useMayOpen()
  return navigation.map(({ text, entries }) => {
    const seen = entries.filter(({ to }) => mayOpen(to))
    if (seen.length === 0) return null
    return (
      <div key={text ?? 'first'}>
        {text === undefined ? (
          <div style={{ height: 8 }} />
        ) : (
          <div className="navigation-group">{t(text)}</div>
        )}
        {seen.map(({ to, text: label, icon: Icon, also = [] }) => (
          <NavLink
            key={to}
            component={Link}
            to={to}
            className="navigation-link"
            label={t(label)}
            leftSection={<Icon size={18} stroke={1.6} />}
            active={[to, ...also].some((page) => isWithin(path, page))}
            py={{ base: 8, md: 4 }}
          />
        ))}
      </div>
    )
  })
}

const isWithin = (path: string, page: string) =>
  path === page || (page !== '/' && path.startsWith(`${page}/`))

function AccountMenu() {
  const t = useAppTexts()
  const me = useMe()
  return (
    <Menu position="bottom-end" width={240} shadow="md">
      <Menu.Target>
        <UnstyledButton>
          <Avatar name={me.name} color="green" size={34} />
          <VisuallyHidden>{t('frame.account')}</VisuallyHidden>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--mantine-color-text)" truncate>
            {me.name}
          </Text>
          <Text size="xs" truncate>
            {me.email}
          </Text>
        </Menu.Label>
        <Menu.Item component={Link} to="/profile" leftSection={<IconUser size={16} />}>
          {t('frame.profile')}
        </Menu.Item>
        <Menu.Item
          component="a"
          href="/"
          target="_blank"
          leftSection={<IconExternalLink size={16} />}
        >
          {t('frame.site')}
        </Menu.Item>
        <Menu.Divider />
        <SchemeItems />
        <Menu.Divider />
        <LanguageItems />
        <Menu.Divider />
        <form method="post" action="/admin/sign-out">
          <Menu.Item component="button" type="submit" leftSection={<IconLogout size={16} />}>
            {t('frame.signOut')}
          </Menu.Item>
        </form>
      </Menu.Dropdown>
    </Menu>
  )
}

const schemes = [
  ['light', IconSun],
  ['dark', IconMoon],
  ['auto', IconDeviceDesktop],
] as const

function SchemeItems() {
  const t = useAppTexts()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <>
      <Menu.Label>{t('frame.scheme')}</Menu.Label>
      {schemes.map(([scheme, Icon]) => (
        <Menu.Item
          key={scheme}
          closeMenuOnClick={false}
          leftSection={<Icon size={16} />}
          rightSection={scheme === colorScheme ? <IconCheck size={14} /> : null}
          onClick={() => setColorScheme(scheme)}
        >
          {t(`frame.scheme.${scheme}`)}
        </Menu.Item>
      ))}
    </>
  )
}

function LanguageItems() {
  const t = useAppTexts()
  const current = useLanguage()
  return (
    <Menu.Sub>
      <Menu.Sub.Target>
        <Menu.Sub.Item>
          {t('frame.language')}: {languages[current]}
        </Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown>
        {(Object.keys(languages) as Language[]).map((language) => (
          <Menu.Item key={language} lang={language} onClick={() => setLanguage(language)}>
            {languages[language]}
          </Menu.Item>
        ))}
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  )
}
