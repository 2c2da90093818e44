import { describeProvider } from '../conformance.ts'
import { microsoftTeams } from './index.ts'
import { applicationSettings, startPeer } from './teams-peer.ts'

const noTimesOfChange = 'reports carry no times of change, so all of it is told each time'
const unsigned =
  'Graph does not sign bodies, only clientState proves them: see notifications.test.ts'
const single = 'notifications are about single meetings, which are asked for when they are planned'

const skip = {
  'attendance-since': noTimesOfChange,
  'callback-forged': unsigned,
  'callback-subscription': single,
}

describeProvider({
  definition: { ...microsoftTeams, name: 'Microsoft Teams (User, Meetings)' },
  startPeer: async (clock) => ({ ...(await startPeer(clock)), attendanceNames: 'email' }),
  skip: { ...skip, 'callback-ended': 'Graph tells of calls to applications only' },
})

describeProvider({
  definition: { ...microsoftTeams, name: 'Microsoft Teams (Application)' },
  settings: applicationSettings,
  startPeer: async (clock) => ({
    ...(await startPeer(clock, applicationSettings)),
    attendanceNames: 'email',
  }),
  skip,
})

describeProvider({
  definition: { ...microsoftTeams, name: 'Microsoft Teams (User, Webinars)' },
  settings: { kind: 'Webinars' },
  startPeer: (clock) => startPeer(clock, { kind: 'Webinars' }),
  skip: {
    ...skip,
    'callback-ended': 'Graph tells of the report of a webinar instead: see notifications.test.ts',
  },
})
