import type { ProviderDefinition } from '../contract.ts'
import { providerId } from './client.ts'
import { connect } from './connect.ts'
import { planFault } from './plan-fault.ts'
import { settings } from './settings.ts'

export const zoom: ProviderDefinition = {
  id: providerId,
  name: 'Zoom',
  description: 'Zoom Meetings or Webinars of one Zoom account, by a Server-to-Server OAuth app.',
  settings,
  auth: 'credentials',
  capabilities: {
    join: 'personal',
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
    webinarTypes: false,
    asynchronousCreation: false,
  },
  // A tenth may go at once: 30, which Pro plans take of registrations in a second.
  requestsPerMinute: 300,
  // developers.zoom.us/docs/api/rate-limits: 100 create and update requests per user and day.
  dailyQuota: {
    most: 100,
    what: 'creations and changes for the host',
    counts: (method, path) =>
      /\/users\/[^/]+\/(meetings|webinars)$/.test(path)
        ? method === 'POST'
        : method === 'PATCH' && /\/(meetings|webinars)\/[^/]+$/.test(path),
  },
  planFault,
  // panelists_invitation_email_notification: panelists have no other way to their link.
  mailsPresenters: ({ kind }) => kind === 'Webinars',
  connect,
}
