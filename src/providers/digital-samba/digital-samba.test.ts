import { describeProvider } from '../conformance.ts'
import { digitalSamba } from './index.ts'
import { peerWith } from './test-team.ts'

describeProvider({
  definition: digitalSamba,
  startPeer: peerWith(),
  skip: {
    'minted-link':
      'the token holds the second at which it was made: two clicks in one second give the same address',
    'attendance-since':
      'the vendor does not tell what has changed since: late and corrected rows would be missed, so all are told each time',
    'callback-forged':
      'the vendor signs nothing but sends a header of ours: tested in callbacks.test.ts; a callback is only a hint to ask the API',
  },
})
