import { describeProvider } from '../conformance.ts'
import { eTutorium } from './index.ts'
import { everything, peerWith } from './test-cabinet.ts'

const createOnce =
  'no known call finds a webinar by a key of ours: who is cut off in the moment of creation may leave a second one, to which nobody is sent'

describeProvider({
  definition: eTutorium,
  startPeer: peerWith({}),
  skip: { 'create-once': createOnce },
})

const withAll = { unconfirmed: everything }

describeProvider({
  definition: { ...eTutorium, name: 'eTutorium with every unconfirmed call' },
  settings: withAll,
  startPeer: peerWith(withAll),
  skip: {
    'create-once': createOnce,
    'attendance-pages': 'no pages are known: the list of participants comes at once',
    'attendance-since':
      'nothing tells what has changed since: late and corrected rows would be missed, so all are told each time',
    recordings: 'a webinar has one archive, without time and length: tested in unconfirmed.test.ts',
  },
})
