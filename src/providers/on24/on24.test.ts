import { describeProvider } from '../conformance.ts'
import { on24 } from './index.ts'
import { startPeer } from './on24-peer.ts'

describeProvider({
  definition: on24,
  startPeer: (clock) => startPeer(clock),
  skip: {
    'minted-link':
      'seamless login takes the registration in the address: two clicks of one person give the same one',
    'minted-role':
      'presenters have one link for all of them, the presentation manager: tested in people.test.ts',
    'minted-forged':
      'seamless login is not signed: whoever knows event, key and an address can enter it, so the link is not handed out before the click',
    'attendance-since':
      'late and corrected rows keep the times of their stay and would be missed, so all are told each time',
    recordings: 'an event has one archive and not several recordings: tested in events.test.ts',
  },
})
