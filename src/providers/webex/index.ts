import type { ProviderDefinition } from '../contract.ts'
import { providerId } from './client.ts'
import { connect } from './connect.ts'
import { actionScopes, settings } from './settings.ts'

export const webex: ProviderDefinition = {
  id: providerId,
  name: 'Webex',
  description: 'Webex Meetings or Webex Webinars of the Webex user who signs in.',
  settings,
  auth: 'authorize',
  actions: { clientSecret: 'msevtmgt_clientsecret', scopes: actionScopes },
  capabilities: {
    join: 'minted',
    attendance: 'query',
    registrants: true,
    update: true,
    cancel: true,
    recurrence: true,
    cohosts: true,
    recording: false,
    recordings: true,
    password: true,
    webinarTypes: true,
    asynchronousCreation: false,
  },
  connect,
}
