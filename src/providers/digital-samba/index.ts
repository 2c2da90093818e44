import type { ProviderDefinition } from '../contract.ts'
import { providerId } from './client.ts'
import { connect } from './connect.ts'
import { settings } from './settings.ts'

export const digitalSamba: ProviderDefinition = {
  id: providerId,
  name: 'Digital Samba',
  description: 'Private rooms at Digital Samba, entered with a token made at the click.',
  settings,
  auth: 'credentials',
  capabilities: {
    join: 'minted',
    attendance: 'query',
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
  requestsPerMinute: 1000,
  connect,
}
