import { describeProvider } from '../conformance.ts'
import { bigBlueButton } from './index.ts'
import { peerWith } from './test-server.ts'

const opensAtTheClick = 'the server has no room before the first click'

describeProvider({
  definition: bigBlueButton,
  startPeer: peerWith({ attendanceBy: 'webhooks', recording: 'on demand' }),
  skip: {
    'create-once': `${opensAtTheClick}: tested in opening.test.ts`,
    update: `${opensAtTheClick}: tested in opening.test.ts`,
    'minted-link': 'the address is a signature over room and person: two clicks give the same one',
  },
})
