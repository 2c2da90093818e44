import type { ProviderDefinition } from '../contract.ts'
import { capabilitiesByKind } from './capabilities.ts'
import { connect } from './connect.ts'
import { planFault } from './plan-fault.ts'
import { providerId, settings } from './settings.ts'

export const microsoftTeams: ProviderDefinition = {
  id: providerId,
  name: 'Microsoft Teams',
  description:
    'Meetings or webinars of Microsoft Teams: in the calendar of one person who signs in, or of each curator.',
  settings,
  auth: ({ rights }) => (rights === 'Application' ? 'credentials' : 'authorize'),
  signInName: 'Microsoft',
  capabilities: {
    join: 'shared',
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
    password: false,
    webinarTypes: true,
    asynchronousCreation: false,
  },
  adjustable: capabilitiesByKind,
  // The answer to a registration has no content, so the person is looked for.
  callsPerRegistrant: 2,
  // Outlook takes 10,000 requests of an application in ten minutes from one mailbox.
  requestsPerMinute: 600,
  planFault,
  connect,
}
