/** The menu: shown are the pages that somebody may open. Texts are in `texts/<language>.json`. */
import {
  IconAddressBook,
  IconCalendarEvent,
  IconCalendarMonth,
  IconColumns3,
  IconDatabaseSearch,
  IconHistory,
  IconHome,
  IconKey,
  IconLifebuoy,
  IconListCheck,
  IconMail,
  IconMailCog,
  IconPlugConnected,
  IconSettings,
  IconShieldLock,
  IconUsers,
  IconVideo,
  IconWebhook,
  IconWorld,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import type { AppTextKey } from './app-texts.ts'

type MenuText = Extract<AppTextKey, `menu.${string}`>

export interface NavigationEntry {
  readonly to: string
  readonly text: MenuText
  readonly icon: ComponentType<{ size?: number; stroke?: number }>
  /** Pages elsewhere that belong to the same entry. */
  readonly also?: readonly string[]
}

export interface NavigationGroup {
  readonly text: MenuText | undefined
  readonly entries: readonly NavigationEntry[]
}

export const navigation: readonly NavigationGroup[] = [
  {
    text: undefined,
    entries: [{ to: '/', text: 'menu.home', icon: IconHome }],
  },
  {
    text: 'menu.plan',
    entries: [
      { to: '/events', text: 'menu.events', icon: IconCalendarEvent },
      { to: '/calendar', text: 'menu.calendar', icon: IconCalendarMonth },
      { to: '/meetings', text: 'menu.meetings', icon: IconVideo },
      { to: '/contacts', text: 'menu.contacts', icon: IconAddressBook },
      { to: '/mails', text: 'menu.mails', icon: IconMail },
    ],
  },
  {
    text: 'menu.run',
    entries: [
      { to: '/jobs', text: 'menu.jobs', icon: IconListCheck },
      { to: '/recovery', text: 'menu.recovery', icon: IconLifebuoy },
      { to: '/webhooks', text: 'menu.webhooks', icon: IconWebhook },
      { to: '/query', text: 'menu.query', icon: IconDatabaseSearch },
    ],
  },
  {
    text: 'menu.settings',
    entries: [
      {
        to: '/configurations',
        text: 'menu.configurations',
        icon: IconPlugConnected,
      },
      {
        to: '/website',
        text: 'menu.website',
        icon: IconWorld,
      },
      {
        to: '/administration',
        text: 'menu.administration',
        icon: IconSettings,
      },
      {
        to: '/mail-templates',
        text: 'menu.templates',
        icon: IconMailCog,
      },
      { to: '/columns', text: 'menu.columns', icon: IconColumns3 },
      {
        to: '/users',
        text: 'menu.users',
        icon: IconUsers,
        also: ['/teams', '/roles'],
      },
      { to: '/credentials', text: 'menu.credentials', icon: IconKey },
      { to: '/audit', text: 'menu.audit', icon: IconHistory },
      {
        to: '/organization',
        text: 'menu.organization',
        icon: IconShieldLock,
      },
    ],
  },
]
