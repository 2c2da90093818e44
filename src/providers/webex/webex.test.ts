import { describeProvider } from '../conformance.ts'
import { webex } from './index.ts'
import { startPeer } from './webex-peer.ts'

const noTimesOfChange = 'reports carry no times of change, so all of it is told each time'
const scopes =
  'spark:all spark-admin:people_read meeting:schedules_read meeting:schedules_write meeting:participants_read meeting:recordings_read meeting:preferences_read'
const rolesOfThePlan =
  'a link carries no role: producer and presenters of the plan are co-hosts by their e-mail'

for (const kind of ['Meetings', 'Webinars']) {
  describeProvider({
    definition: { ...webex, name: `Webex ${kind}` },
    startPeer: (clock) => startPeer(clock, { kind, scopes }),
    skip: { 'attendance-since': noTimesOfChange, 'minted-role': rolesOfThePlan },
  })
}
