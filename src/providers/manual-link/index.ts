import type { ProviderDefinition } from '../contract.ts'
import { connect } from './connect.ts'

/** The smallest provider: a room that exists already, and one link that everybody takes. */
export const manualLink: ProviderDefinition = {
  id: 'manual-link',
  name: 'Pasted link',
  description: 'A room that somebody set up by hand: everybody joins by the same link.',
  settings: [
    {
      name: 'link',
      on: 'settings',
      label: 'Link to the room',
      help: 'The invitation link of a permanent room, for events on which no link of their own is pasted.',
      kind: 'url',
      required: false,
    },
  ],
  auth: 'none',
  capabilities: {
    join: 'shared',
    attendance: 'none',
    registrants: false,
    update: true,
    cancel: false,
    delete: true,
    recurrence: false,
    cohosts: false,
    recording: false,
    recordings: false,
    password: false,
    webinarTypes: false,
    asynchronousCreation: false,
  },
  connect,
}
