/** The tabs of an event; each is loaded when it is first opened. */
import { type ComponentType, lazy } from 'react'

export interface TabProps {
  readonly eventId: string
}

/** With the table whose right shows the tab; `all` where own rows are not enough. */
export const tabNames = [
  { name: 'overview', table: 'msevtmgt_event' },
  { name: 'details', table: 'msevtmgt_event' },
  { name: 'agenda', table: 'msevtmgt_session' },
  { name: 'registrations', table: 'msevtmgt_eventregistration' },
  { name: 'waitlist', table: 'msevtmgt_waitlistitem' },
  { name: 'passes', table: 'msevtmgt_pass' },
  { name: 'questions', table: 'msevtmgt_customregistrationfield' },
  { name: 'checkins', table: 'msevtmgt_checkin' },
  { name: 'attendance', table: 'msevtmgt_eventregistration', extent: 'all' },
  { name: 'mail', table: 'gr_mail' },
  { name: 'website', table: 'msevtmgt_event' },
] as const

export type TabName = (typeof tabNames)[number]['name']

type Panel = ComponentType<TabProps>

/** The area of attendance draws its own tab. */
const attendance = import.meta.glob<{ AttendanceTab: Panel }>('../attendance/attendance-tab.tsx')

export const panels: Readonly<Record<TabName, Panel>> = {
  overview: lazy(async () => ({ default: (await import('./tabs/overview-tab.tsx')).OverviewTab })),
  details: lazy(async () => ({ default: (await import('./tabs/details-tab.tsx')).DetailsTab })),
  agenda: lazy(async () => ({ default: (await import('./tabs/agenda-tab.tsx')).AgendaTab })),
  registrations: lazy(async () => ({
    default: (await import('./tabs/registrations-tab.tsx')).RegistrationsTab,
  })),
  waitlist: lazy(async () => ({ default: (await import('./tabs/waitlist-tab.tsx')).WaitlistTab })),
  passes: lazy(async () => ({ default: (await import('./tabs/passes-tab.tsx')).PassesTab })),
  questions: lazy(async () => ({
    default: (await import('./tabs/questions-tab.tsx')).QuestionsTab,
  })),
  checkins: lazy(async () => ({ default: (await import('./tabs/check-ins-tab.tsx')).CheckInsTab })),
  attendance: lazy(async () => {
    const own = attendance['../attendance/attendance-tab.tsx']
    if (own !== undefined) return { default: (await own()).AttendanceTab }
    return { default: (await import('./tabs/verdicts-tab.tsx')).VerdictsTab }
  }),
  mail: lazy(async () => ({ default: (await import('./tabs/mail-tab.tsx')).MailTab })),
  website: lazy(async () => ({ default: (await import('./tabs/website-tab.tsx')).WebsiteTab })),
}
