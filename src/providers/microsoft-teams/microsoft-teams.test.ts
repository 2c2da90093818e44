import { describeProvider } from '../conformance.ts'
import { microsoftTeams } from './index.ts'
import { applicationSettings, delegated, startPeer } from './teams-peer.ts'

const noTimesOfChange = 'reports carry no times of change, so all of it is told each time'
const unsigned =
  'Graph does not sign bodies, only clientState proves them: see notifications.test.ts'
const single = 'notifications are about single meetings, which are asked for when they are planned'
const openDoor = 'a meeting takes no registrations: whoever has its address may come'

const ofAll = {
  'attendance-since': noTimesOfChange,
  'callback-forged': unsigned,
  'callback-subscription': single,
}
const ofMeetings = { register: openDoor, cancel: openDoor, 'register-once': openDoor }

describeProvider({
  definition: { ...delegated, name: 'Microsoft Teams (User, Meetings)' },
  startPeer: async (clock) => ({ ...(await startPeer(clock)), attendanceNames: 'email' }),
  skip: {
    ...ofAll,
    ...ofMeetings,
    'callback-ended': 'Graph tells of calls to applications only',
  },
})

describeProvider({
  definition: { ...microsoftTeams, name: 'Microsoft Teams (Application)' },
  startPeer: async (clock) => ({
    ...(await startPeer(clock, applicationSettings)),
    attendanceNames: 'email',
  }),
  skip: { ...ofAll, ...ofMeetings },
})

describeProvider({
  definition: {
    ...delegated,
    name: 'Microsoft Teams (User, Webinars)',
    capabilities: { ...delegated.capabilities, recurrence: false },
  },
  startPeer: (clock) => startPeer(clock, { kind: 'Webinars' }),
  skip: {
    ...ofAll,
    'callback-ended': 'Graph tells of the report of a webinar instead: see notifications.test.ts',
  },
})
