import { describeProvider } from '../conformance.ts'
import { webex } from './index.ts'
import { startPeer } from './webex-peer.ts'

const noTimesOfChange = 'reports carry no times of change, so all of it is told each time'
const rolesOfThePlan =
  'a link carries no role: producer and presenters of the plan are co-hosts by their e-mail'

for (const kind of ['Meetings', 'Webinars']) {
  describeProvider({
    definition: { ...webex, name: `Webex ${kind}` },
    startPeer: (clock) => startPeer(clock, { kind }),
    skip: { 'attendance-since': noTimesOfChange, 'minted-role': rolesOfThePlan },
  })
}
