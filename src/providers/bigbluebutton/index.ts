import type { ProviderDefinition } from '../contract.ts'
import { providerId } from './client.ts'
import { connect } from './connect.ts'
import { settings } from './settings.ts'

export const bigBlueButton: ProviderDefinition = {
  id: providerId,
  name: 'BigBlueButton',
  description: 'Rooms on your own BigBlueButton server, opened when the first person comes.',
  settings,
  auth: 'credentials',
  capabilities: {
    join: 'minted',
    attendance: 'events',
    registrants: false,
    update: true,
    cancel: false,
    delete: true,
    recurrence: false,
    cohosts: false,
    recording: false,
    recordings: true,
    password: false,
    webinarTypes: false,
    asynchronousCreation: false,
  },
  /** The server has no limit; the hub's own keeps a crowd at the door from being a storm. */
  requestsPerMinute: 6000,
  connect,
}
