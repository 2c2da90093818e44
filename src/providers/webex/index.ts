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
  // developer.webex.com/docs/meetings: 100 creations per user in 24 hours, failed ones included.
  dailyQuota: {
    most: 100,
    what: 'creations of meetings',
    counts: (method, path) => method === 'POST' && path.endsWith('/meetings'),
  },
  actions: { clientSecret: 'msevtmgt_clientsecret', scopes: actionScopes },
  capabilities: {
    join: 'minted',
    attendance: 'query',
    registrants: true,
    update: true,
    cancel: true,
    delete: true,
    recurrence: true,
    singleDates: true,
    cohosts: true,
    recording: false,
    recordings: true,
    password: true,
    webinarTypes: true,
    asynchronousCreation: false,
  },
  connect,
}
