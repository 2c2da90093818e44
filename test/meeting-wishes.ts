/** Wishes for meetings that tests begin with. */
import type { AccountFacts, MeetingWish, WholeMeeting } from '#meetings'

export const account: AccountFacts = {
  configurationId: '00000000-0000-4000-8000-00000000beef',
  name: 'Our account',
  provider: 'Example',
  capabilities: {
    join: 'shared',
    attendance: 'none',
    registrants: false,
    update: true,
    cancel: true,
    delete: true,
    recurrence: true,
    cohosts: true,
    recording: false,
    recordings: false,
    password: true,
    webinarTypes: false,
    asynchronousCreation: false,
  },
  mostMinutes: 480,
  mailsCohosts: false,
  planFault: undefined,
}

export const wish = (more: Partial<MeetingWish> = {}): MeetingWish => ({
  configurationId: account.configurationId,
  title: 'Planning',
  start: '2026-10-05T10:00:00',
  end: '2026-10-05T11:00:00',
  timeZone: 'Europe/Berlin',
  attendees: [],
  cohosts: [],
  ...more,
})

/** Takes place once, with nobody invited. */
export const meeting: WholeMeeting = {
  id: '00000000-0000-4000-8000-00000000cafe',
  ownerId: null,
  configurationId: account.configurationId,
  title: 'Planning',
  description: undefined,
  start: '2026-10-05T10:00:00',
  end: '2026-10-05T11:00:00',
  zone: 'Europe/Berlin',
  recurrence: undefined,
  password: undefined,
  language: 'en',
  uid: '00000000-0000-4000-8000-00000000cafe@hub.example',
  sequence: 0,
  status: 'scheduled',
  statusReason: undefined,
  host: { userId: undefined, name: undefined, email: undefined },
  webLink: undefined,
  goneOn: undefined,
  difference: undefined,
  createdOn: new Date('2026-09-01T08:00:00Z'),
  version: 1,
  exceptions: [],
  guests: [],
}
