/** The menu: what there is, and which right shows it. Texts are in `texts/<language>.json`. */
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
  /** Shown to those who may read this table; to everybody where undefined. */
  readonly table?: string
  /** Shown to System Administrators only. */
  readonly administrator?: true
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
      { to: '/events', text: 'menu.events', icon: IconCalendarEvent, table: 'msevtmgt_event' },
      { to: '/calendar', text: 'menu.calendar', icon: IconCalendarMonth, table: 'msevtmgt_event' },
      { to: '/meetings', text: 'menu.meetings', icon: IconVideo, table: 'gr_meeting' },
      { to: '/contacts', text: 'menu.contacts', icon: IconAddressBook, table: 'contact' },
      { to: '/mails', text: 'menu.mails', icon: IconMail, table: 'gr_mail' },
    ],
  },
  {
    text: 'menu.run',
    entries: [
      { to: '/jobs', text: 'menu.jobs', icon: IconListCheck, table: 'asyncoperation' },
      { to: '/recovery', text: 'menu.recovery', icon: IconLifebuoy, table: 'gr_recoveryitem' },
      { to: '/webhooks', text: 'menu.webhooks', icon: IconWebhook, table: 'serviceendpoint' },
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
        table: 'msevtmgt_webinarconfiguration',
      },
      {
        to: '/website',
        text: 'menu.website',
        icon: IconWorld,
        table: 'msevtmgt_webapplication',
      },
      {
        to: '/administration',
        text: 'menu.administration',
        icon: IconSettings,
        table: 'msevtmgt_eventadministration',
      },
      {
        to: '/mail-templates',
        text: 'menu.templates',
        icon: IconMailCog,
        table: 'gr_mailtemplate',
      },
      { to: '/columns', text: 'menu.columns', icon: IconColumns3, table: 'organization' },
      {
        to: '/users',
        text: 'menu.users',
        icon: IconUsers,
        administrator: true,
        also: ['/teams', '/roles'],
      },
      { to: '/credentials', text: 'menu.credentials', icon: IconKey, administrator: true },
      { to: '/audit', text: 'menu.audit', icon: IconHistory, administrator: true },
      {
        to: '/organization',
        text: 'menu.organization',
        icon: IconShieldLock,
        table: 'organization',
      },
    ],
  },
]

export function isShown(
  { table, administrator }: NavigationEntry,
  may: (privilege: 'Read', table: string) => boolean,
  isAdministrator: boolean,
): boolean {
  if (administrator === true) return isAdministrator
  return table === undefined || may('Read', table)
}
