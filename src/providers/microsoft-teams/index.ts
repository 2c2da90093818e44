import type { ProviderDefinition } from '../contract.ts'
import { connect } from './connect.ts'
import { providerId, settings } from './settings.ts'

export const microsoftTeams: ProviderDefinition = {
  id: providerId,
  name: 'Microsoft Teams',
  description:
    'Meetings or webinars of Microsoft Teams: in the calendar of one person who signs in, or of each curator.',
  settings,
  // What is typed in is enough for an application; otherwise a person signs in as well.
  auth: 'credentials',
  signInName: 'Microsoft',
  capabilities: {
    join: 'shared',
    attendance: 'query',
    registrants: true,
    update: true,
    cancel: true,
    delete: true,
    recurrence: true,
    cohosts: true,
    recording: false,
    recordings: true,
    password: false,
    webinarTypes: true,
    asynchronousCreation: false,
  },
  // Outlook takes 10,000 requests of an application in ten minutes from one mailbox.
  requestsPerMinute: 600,
  connect,
}
